import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { compareBytes } from '../../../../lib/columnar/bytes.ts'
import { afterPrefix } from '../../../../lib/plan/user-state/variables/key-bytes.ts'
import { evolveFields } from '../../../../lib/plan/user-state/variables/packed-value.ts'
import { never, ValueCodec } from '../../../../lib/plan/user-state/variables/value-codec.ts'
import { timedKey, timeOf } from '../../../../lib/state/timed-key.ts'
import { packerReady } from '../../../../lib/state/value-packer.ts'
import { parseSchema } from '../../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../../lib/types/schema.ts'
import { Decimal } from '../../../../lib/types/values/decimal.ts'
import { DayTimeInterval, YearMonthInterval } from '../../../../lib/types/values/interval.ts'
import { LocalDate } from '../../../../lib/types/values/local-date.ts'
import { LocalDateTime } from '../../../../lib/types/values/local-date-time.ts'
import { Timestamp } from '../../../../lib/types/values/timestamp.ts'

beforeAll(() => packerReady())

function codecOf(ddl: string, ttl = false): ValueCodec {
  const { fields } = parseSchema(ddl)
  const writer = { schema: new Schema(fields), ttl, evolve: undefined }
  return new ValueCodec('v', { fields, flat: false }, [writer])
}

const roundTrip = (ddl: string, value: object): unknown => {
  const codec = codecOf(ddl)
  return codec.decode(codec.encode(value, never)).value
}

test.each([
  ['BOOLEAN', [true, false, null]],
  ['TINYINT', [-128, 127]],
  ['INT', [0, -1, 2 ** 31 - 1]],
  ['LONG', [0n, -(2n ** 63n), 2n ** 63n - 1n, 5n]],
  ['FLOAT', [0.5, -0, Number.NaN, Number.POSITIVE_INFINITY]],
  ['DOUBLE', [0.1, -0, 0, 3, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 53]],
  ['STRING', ['', 'ä\u0000€', 'x'.repeat(70_000)]],
  ['BINARY', [Uint8Array.of(), Uint8Array.of(0, 255)]],
  ['DATE', [new LocalDate(-1)]],
  ['TIMESTAMP', [new Timestamp(-1n), new Timestamp(1_700_000_000_123_456n)]],
  ['TIMESTAMP_NTZ', [new LocalDateTime(5n)]],
  ['DECIMAL(38, 2)', [new Decimal(1n, 2), new Decimal(10n ** 37n, 2), new Decimal(-(10n ** 37n), 2)]],
  ['INTERVAL DAY TO SECOND', [new DayTimeInterval(7n)]],
  ['INTERVAL YEAR TO MONTH', [new YearMonthInterval(7)]],
  ['ARRAY<DOUBLE>', [[], [1, null, -0]]],
  [
    'MAP<STRING, DECIMAL(30, 0)>',
    [
      new Map([
        ['a', new Decimal(10n ** 25n, 0)],
        ['b', null],
      ]),
    ],
  ],
  ['STRUCT<a: ARRAY<STRUCT<b: DOUBLE>>, c: LONG>', [{ a: [{ b: -0 }, null], c: null }]],
] as const)('values of %s come back as they went in', (type, values) => {
  for (const one of values) {
    const { one: found } = roundTrip(`one ${type}, other STRING`, { one }) as { one: unknown }
    expect(found instanceof Uint8Array ? Uint8Array.from(found) : found).toStrictEqual(one)
  }
})

test('rows may be given by position, and lack fields', () => {
  expect(roundTrip('a INT, b STRING', [1, 'x'])).toEqual({ a: 1, b: 'x' })
  expect(roundTrip('a INT, b STRING', { b: 'x' })).toEqual({ a: null, b: 'x' })
})

test('a value knows when it expires, alone and among others', () => {
  const codec = codecOf('n INT', true)
  const [one, two] = [codec.encode({ n: 1 }, 1_700_000_000_123), codec.encode({ n: 2 }, 5)]
  expect(codec.expiry(one)).toBe(1_700_000_000_123)
  expect(codec.decodeAll(Uint8Array.from([...one, ...two]))).toEqual([
    { value: { n: 1 }, expiryMs: 1_700_000_000_123 },
    { value: { n: 2 }, expiryMs: 5 },
  ])
})

test('schemas evolve as Avro’s do, nested as well', () => {
  const evolves = (before: string, after: string): boolean =>
    evolveFields(parseSchema(before).fields, parseSchema(after).fields) !== undefined
  for (const [before, after] of [
    ['a INT', 'a LONG'],
    ['a INT', 'a DOUBLE'],
    ['a LONG', 'a FLOAT'],
    ['a FLOAT', 'a DOUBLE'],
    ['a INT, b STRING', 'b STRING, c INT'],
    ['a ARRAY<STRUCT<x: INT>>', 'a ARRAY<STRUCT<y: STRING, x: LONG>>'],
    ['a MAP<STRING, INT>', 'a MAP<STRING, DOUBLE>'],
  ] as const) {
    expect([before, evolves(before, after)]).toEqual([before, true])
  }
  for (const [before, after] of [
    ['a LONG', 'a INT'],
    ['a DOUBLE', 'a FLOAT'],
    ['a STRING', 'a INT'],
    ['a ARRAY<STRING>', 'a ARRAY<INT>'],
    ['a INT', 'a ARRAY<INT>'],
    ['a DECIMAL(10, 2)', 'a DECIMAL(12, 2)'],
  ] as const) {
    expect([before, evolves(before, after)]).toEqual([before, false])
  }
})

test('keys with a time in front are ordered by their times, those of a prefix are together', () => {
  const ms = fc.integer({ min: -(2 ** 45), max: 2 ** 45 })
  const bytes = fc.uint8Array({ maxLength: 4 })
  fc.assert(
    fc.property(ms, ms, bytes, bytes, (a, b, one, two) => {
      expect(timeOf(timedKey(a, one))).toBe(a)
      if (a !== b) expect(Math.sign(compareBytes(timedKey(a, one), timedKey(b, two)))).toBe(Math.sign(a - b))
      const after = afterPrefix(one)
      const begins = one.every((byte, at) => two[at] === byte) && two.length >= one.length
      const inRange = compareBytes(two, one) >= 0 && (after === undefined || compareBytes(two, after) < 0)
      expect(inRange).toBe(begins)
    }),
  )
})
