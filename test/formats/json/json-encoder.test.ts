import { describe, expect, it } from 'vitest'
import { batchOf } from '../../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { chunksOf } from '../../../lib/formats/chunks.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import { OutputBuffer } from '../../../lib/formats/output-buffer.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import type { Schema } from '../../../lib/types/schema.ts'
import { parseDate, parseTimestamp, parseTimestampNtz } from '../../../lib/types/time/text.ts'
import { zone } from '../../../lib/types/time/zone.ts'
import { lowerCase } from '../decoding.ts'
import { decodeFile } from './decoding.ts'
import { writerCases } from './recorded-writer.ts'

const utf8 = new TextEncoder()

function writtenBytes(
  schema: Schema,
  rows: readonly (readonly SqlValue[])[],
  options: Readonly<Record<string, string>>,
  zoneId: string,
): Uint8Array {
  const encoder = jsonFormat.encoder({ schema, options: lowerCase(options), zone: zoneId })
  const target = new OutputBuffer(16)
  encoder.encode(batchOf(schema, rows), target)
  return target.written().slice()
}

const written = (...request: Parameters<typeof writtenBytes>): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(writtenBytes(...request))

const nulls: readonly SqlValue[] = [
  1,
  null,
  'x',
  [1, null, [null]],
  [
    ['k2', 1],
    ['k1', null],
  ],
  [1, null, 3],
  null,
  [[null, 2]],
]

/** Rows of the cases whose text cannot be read back: the values of their SQL. */
const rowsByName: Readonly<Record<string, readonly (readonly SqlValue[])[]>> = {
  pretty: [nulls],
  'pretty-kept': [nulls],
}

const formats = [[1767323045123456n, 1782997445100000n, 20455]] as const

/** The values that a case casts its strings to; the text of a timestamp has lost its microseconds. */
function castValues(sql: string, schema: Schema, zoneId: string): readonly (readonly SqlValue[])[] | undefined {
  const kind = schema.length === 1 ? schema.fields[0]?.type.kind : undefined
  const texts = [...sql.matchAll(/cast\('([^']*)' as (?:timestamp|timestamp_ntz|date)\)/g)].map(
    (match) => match[1] as string,
  )
  if (texts.length === 0) return undefined
  if (kind === 'timestamp') return texts.map((text) => [parseTimestamp(text, zone(zoneId)) as bigint])
  if (kind === 'timestamp_ntz') return texts.map((text) => [parseTimestampNtz(text) as bigint])
  return kind === 'date' ? texts.map((text) => [parseDate(text) as number]) : undefined
}

/** What is not written as Spark does, and why. */
const exceptions = new Map([
  ['variant', 'see session/variants.test.ts: the recording has no rows to write'],
  ['locale-de', 'names are English only: refused'],
  ['nested', 'see its own test'],
])

describe('the json encoder', () => {
  for (const { name, schema: ddl, text, base64, sql = '', options = {}, conf = {} } of writerCases) {
    if (text === undefined || ddl === undefined || exceptions.has(name)) continue
    it(`writes what Spark writes: ${name}`, () => {
      const schema = parseSchema(ddl)
      const zoneId = conf['spark.sql.session.timeZone'] ?? 'UTC'
      const known = rowsByName[name] ?? (ddl.startsWith('t TIMESTAMP NOT NULL,n TIMESTAMP_NTZ') ? formats : undefined)
      const readOptions = name.startsWith('line-sep') ? options : {}
      const rows =
        known ?? castValues(sql, schema, zoneId) ?? decodeFile(utf8.encode(text), schema, { options: readOptions }).rows
      expect(rows.length).toBe(name === 'empty' ? 0 : Math.max(1, rows.length))
      if (base64 === undefined) expect(written(schema, rows, options, zoneId)).toBe(text)
      else expect(Buffer.from(writtenBytes(schema, rows, options, zoneId)).toString('base64')).toBe(base64)
    })
  }

  it('escapes what must be escaped wherever it stands in a string, and replaces ill-formed UTF-8', () => {
    const schema = parseSchema('v STRING')
    for (let length = 0; length < 12; length++) {
      for (let at = 0; at < length; at++) {
        for (const odd of ['"', '\\', '\n', '\u0001', 'é', '😀']) {
          const text = 'x'.repeat(at) + odd + 'y'.repeat(length - at - 1)
          expect(JSON.parse(written(schema, [[text]], {}, 'UTC'))).toEqual({ v: text })
        }
      }
    }
    const ragged = decodeFile(
      Uint8Array.of(...utf8.encode('{"v":[1,"a'), 0xff, ...utf8.encode('b"]}\n')),
      parseSchema('v STRING'),
    )
    expect(ragged.rows).toEqual([[null]])
  })

  it('writes a batch under a selection, rows with nulls and rows of dictionaries', () => {
    const schema = parseSchema('a STRING, b INT')
    const lines = '{"a":"x","b":1}\n{"b":2}\n{"a":"x\\n"}\n{}\n{"a":"y","b":-5}\n'
    const decoder = jsonFormat.decoder({ schema, columns: [0, 1], dictionary: [0], options: new Map(), zone: 'UTC' })
    const pool = new PoisoningPool()
    const bytes = utf8.encode(lines)
    const read = (target: Uint8Array, position: number) => {
      target.set(bytes.subarray(position))
      return bytes.length - position
    }
    const target = new OutputBuffer(1)
    const encoder = jsonFormat.encoder({ schema, options: new Map(), zone: 'UTC' })
    for (const chunk of chunksOf(read, jsonFormat.framing(new Map()), pool, 'f')) {
      for (const batch of decoder.decode(chunk, pool)) {
        expect(batch.columns[0]?.layout).toBe('dictionary')
        encoder.encode(batch, target)
        encoder.encode(batch.select(Int32Array.of(0, 2, 4), 3), target)
        batch.release()
      }
    }
    const odd = '{"a":"x","b":1}\n{"a":"x\\n"}\n{"a":"y","b":-5}\n'
    expect(new TextDecoder().decode(target.written())).toBe(lines + odd)
  })

  it('refuses calendar intervals and names of eras and quarters in other languages when the query is built', () => {
    expect(() => written(parseSchema('a INTERVAL'), [], {}, 'UTC')).toThrow(
      "doesn't support the column `a` of the type",
    )
    expect(() => written(parseSchema('d DATE'), [], { dateFormat: 'QQQ yyyy', locale: 'de-DE' }, 'UTC')).toThrow(
      'English only',
    )
  })

  it('writes the names of the locale', () => {
    const options = { dateFormat: 'EEEE, d. MMMM', locale: 'de-DE' }
    expect(written(parseSchema('d DATE'), [[20_517]], options, 'UTC')).toBe('{"d":"Donnerstag, 5. März"}\n')
  })

  it('shows the seconds of old offsets only where no pattern is given', () => {
    const schema = parseSchema('v TIMESTAMP')
    const rows = [[-2208988800000000n]]
    expect(written(schema, rows, {}, 'Asia/Kolkata')).toBe('{"v":"1900-01-01T05:21:10.000+05:21:10"}\n')
    const options = { timestampFormat: "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]" }
    expect(written(schema, rows, options, 'Asia/Kolkata')).toBe('{"v":"1900-01-01T05:21:10.000+05:21"}\n')
  })

  it('writes maps with keys of any type as their internal values', () => {
    const schema = parseSchema(
      'im MAP<INT, STRING>, sm MAP<STRUCT<a: INT>, INT>, tm MAP<TIMESTAMP, INT>, dm MAP<DATE, INT>, cm MAP<DECIMAL(2,1), INT>, bm MAP<BOOLEAN, INT>, e ARRAY<VOID>, em MAP<VOID, VOID>',
    )
    const row = [[[1, 'i']], [[[1], 2]], [[1767323045000000n, 1]], [[20455, 1]], [[15n, 1]], [[true, 1]], [], []]
    expect(written(schema, [row], {}, 'UTC')).toBe(
      '{"im":{"1":"i"},"sm":{"[1]":2},"tm":{"1767323045000000":1},"dm":{"20455":1},"cm":{"1.5":1},"bm":{"true":1},"e":[],"em":{}}\n',
    )
  })
})
