import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MillraceError } from '../../../lib/errors.ts'
import { JsonFailure } from '../../../lib/formats/json/json-cursor.ts'
import { parseJsonVariant } from '../../../lib/formats/json/json-variant.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { utc, zone } from '../../../lib/types/time/zone.ts'
import { fromSql, VariantValue } from '../../../lib/types/values/variant-value.ts'
import { isValidVariant } from '../../../lib/types/variant/is-valid-variant.ts'
import { Variant } from '../../../lib/types/variant/variant.ts'
import { compactVariant, VariantBuilder } from '../../../lib/types/variant/variant-builder.ts'
import { variantJson } from '../../../lib/types/variant/variant-json.ts'
import { parseVariantPath, variantPathText } from '../../../lib/types/variant/variant-path.ts'
import { hexOf, recorded } from './recorded-variants.ts'

const hexes = (value: SqlValue) => (value as readonly Uint8Array[]).map(hexOf)

function built(write: (builder: VariantBuilder) => void): Variant {
  const builder = new VariantBuilder()
  write(builder)
  return Variant.of(builder.finish())
}

describe('JSON text becomes the bytes that Spark makes of it', () => {
  test.each(recorded.parse)('$json', ({ json, rows, error }) => {
    if (!rows) {
      expect(error).toBe('MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION')
      let thrown: unknown
      try {
        parseJsonVariant(json)
      } catch (caught) {
        thrown = caught
      }
      expect(thrown instanceof JsonFailure || (thrown as MillraceError)?.condition === 'VARIANT_DUPLICATE_KEY').toBe(
        true,
      )
      return
    }
    const [variant, text] = rows[0] as readonly [{ readonly $variant: readonly [string, string] }, string]
    const value = parseJsonVariant(json)
    expect(hexes(value)).toEqual(variant.$variant)
    expect(variantJson(Variant.of(value), utc)).toBe(text)
    const [bytes, metadata] = value as readonly [Uint8Array, Uint8Array]
    expect(isValidVariant(bytes, metadata)).toBe(true)
  })
})

/** JSON with its members sorted by UTF-16 units and numbers as text, as a variant's text has them. */
function naive(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(naive).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${naive((value as { [name: string]: unknown })[name])}`).join(',')}}`
}

const jsonValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text)),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(
      fc.string({ unit: 'binary-ascii' }).filter((text) => !/\p{Cc}/u.test(text)),
      tie('value'),
      {
        maxKeys: 40,
        noNullPrototype: true,
      },
    ),
  ),
})).value

test('JSON that became a variant comes out as JSON with sorted members, and every path leads to its value', () => {
  fc.assert(
    fc.property(jsonValue, (value) => {
      const text = naive(value)
      const variant = parseJsonVariant(JSON.stringify(value))
      expect(variantJson(Variant.of(variant), utc)).toBe(text)
      const user = fromSql(variant)
      if (value !== null && typeof value === 'object') {
        for (const [name, one] of Object.entries(value)) {
          if (name.includes("'") && name.includes('"')) continue
          const path = Array.isArray(value) ? `$[${name}]` : variantPathText([name])
          const child = user.get(path)
          expect(child && String(child)).toBe(naive(one))
          expect(child && isValidVariant(child.value, child.metadata)).toBe(true)
        }
      }
      const [bytes, metadata] = compactVariant(Variant.of(variant)) as readonly [Uint8Array, Uint8Array]
      expect(variantJson(new Variant(bytes, metadata), utc)).toBe(text)
      expect(isValidVariant(bytes, metadata)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

const long = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })

describe('every primitive comes back as it was written', () => {
  test('whole numbers, dates and timestamps', () => {
    fc.assert(
      fc.property(long, fc.integer(), (value, days) => {
        expect(built((builder) => builder.long(value)).long()).toBe(value)
        expect(built((builder) => builder.timestamp(value)).long()).toBe(value)
        expect(built((builder) => builder.timestampNtz(value)).long()).toBe(value)
        expect(built((builder) => builder.date(days)).long()).toBe(BigInt(days))
      }),
    )
  })

  test('doubles and floats', () => {
    fc.assert(
      fc.property(fc.double(), fc.float(), (double, float) => {
        expect(built((builder) => builder.double(double)).double()).toBe(double)
        expect(built((builder) => builder.float(float)).double()).toBe(float)
      }),
    )
  })

  test('decimals of every width', () => {
    const digits = 10n ** 38n - 1n
    fc.assert(
      fc.property(fc.bigInt({ min: -digits, max: digits }), fc.integer({ min: 0, max: 38 }), (unscaled, scale) => {
        expect(built((builder) => builder.decimal(unscaled, scale)).writtenDecimal()).toEqual({ unscaled, scale })
      }),
    )
  })

  test('text and binary, short and long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), fc.uint8Array({ maxLength: 100 }), (text, bytes) => {
        expect(built((builder) => builder.text(text)).text()).toBe(text)
        expect(built((builder) => builder.binary(bytes)).binary()).toEqual(bytes)
      }),
    )
  })

  test('a UUID, which other writers make', () => {
    const bytes = Uint8Array.from([20 << 2, ...Array.from({ length: 16 }, (_, at) => at * 17)])
    const uuid = new VariantValue(bytes, Uint8Array.from([1, 0, 0]))
    expect(uuid.kind).toBe('uuid')
    expect(uuid.toValue()).toBe('00112233-4455-6677-8899-aabbccddeeff')
    expect(String(uuid)).toBe('"00112233-4455-6677-8899-aabbccddeeff"')
  })
})

test('timestamps show the zone’s offset', () => {
  const variant = built((builder) => builder.timestamp(1_704_164_645_000_000n))
  expect(variantJson(variant, zone('Asia/Kolkata'))).toBe('"2024-01-02 08:34:05+05:30"')
})

test('a row’s value has typed access', () => {
  const value = fromSql(parseJsonVariant('{"id":9007199254740993,"n":7,"price":1.50,"tags":["a",null],"__proto__":1}'))
  expect(value.get('$.id')?.toValue()).toBe(9007199254740993n)
  expect(String(value.get('$.price')?.toValue())).toBe('1.5')
  expect(value.get('$.tags[1]')?.kind).toBe('null')
  expect(value.get('$.nothing')).toBeUndefined()
  expect(() => value.get('tags')).toThrow(expect.objectContaining({ condition: 'INVALID_VARIANT_GET_PATH' }))
  expect(JSON.stringify(value)).toBe('{"__proto__":1,"id":"9007199254740993","n":7,"price":"1.5","tags":["a",null]}')
})

test('bytes that are no variant are refused, not read beyond their end', () => {
  const bytes = (parseJsonVariant('{"a":[1,"two",3.5],"b":{"c":null}}') as readonly Uint8Array[])[0] as Uint8Array
  const metadata = (parseJsonVariant('{"a":[1,"two",3.5],"b":{"c":null}}') as readonly Uint8Array[])[1] as Uint8Array
  expect(isValidVariant(bytes, metadata)).toBe(true)
  expect(() => new VariantValue(bytes, Uint8Array.from([2, 0, 0]))).toThrow(
    expect.objectContaining({ condition: 'MALFORMED_VARIANT' }),
  )
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
      const broken = bytes.slice(0, Math.max(1, length))
      if (at < broken.length) broken[at] = byte
      try {
        isValidVariant(broken, metadata)
        variantJson(new Variant(broken, metadata), utc)
      } catch (error) {
        expect(error).toBeInstanceOf(MillraceError)
      }
    }),
    { numRuns: 2000 },
  )
})

test('paths are read as Spark reads them', () => {
  for (const { sql, error } of recorded.paths) {
    const path = /, '((?:[^'\\]|\\.)*)'\) v$/.exec(sql)?.[1]?.replace(/\\(.)/g, '$1') as string
    expect([path, parseVariantPath(path) === undefined]).toEqual([path, error !== undefined])
  }
})
