/** What a real Spark writes, with every option; and the generated writers against the rules. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchOf } from '../../../lib/columnar/builder.ts'
import { csvFormat } from '../../../lib/formats/csv/csv-format.ts'
import { csvWriteOptions } from '../../../lib/formats/csv/options.ts'
import { CsvRowText } from '../../../lib/formats/csv/row-text.ts'
import { OutputBuffer } from '../../../lib/formats/output-buffer.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import type { Schema } from '../../../lib/types/schema.ts'
import { lowerCase } from '../decoding.ts'
import { decodeFile } from './decoding.ts'

interface RecordedWrite {
  readonly name: string
  readonly sql: string
  readonly options: Readonly<Record<string, string>>
  readonly written: {
    readonly base64?: string
    readonly ending?: readonly string[]
    readonly error?: string | null
    readonly message?: string
  }
}

const file = JSON.parse(readFileSync(new URL('../../fixtures/spark/csv-writer.json', import.meta.url), 'utf8')) as {
  readonly strings: readonly string[]
  readonly cases: readonly RecordedWrite[]
}

function written(rows: readonly SqlValue[][], schema: Schema, options: Readonly<Record<string, string>>): Uint8Array {
  const encoder = csvFormat.encoder({ schema, options: lowerCase(options), zone: 'UTC' })
  const target = new OutputBuffer(16)
  for (let at = 0; at < rows.length; at += 7) encoder.encode(batchOf(schema, rows.slice(at, at + 7)), target)
  encoder.finish?.(target)
  return target.written().slice()
}

const texts = parseSchema('a STRING, i INT, b STRING')
const textRows: readonly SqlValue[][] = [
  ...file.strings.map((text, at): SqlValue[] => [text, at, text]),
  [null, null, 'z'],
  [null, 1, null],
]
const textSql = file.cases[0]?.sql

const typed = parseSchema(
  'b BOOLEAN, t TINYINT, h SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, c DECIMAL(3,2), day DATE, ts TIMESTAMP, n TIMESTAMP_NTZ, dt INTERVAL DAY TO SECOND, ym INTERVAL YEAR TO MONTH, bin BINARY',
)
const typedRows: readonly SqlValue[][] = [
  [
    true,
    1,
    -2,
    3,
    4n,
    1.5,
    1e10,
    150n,
    20455,
    804571201123456n,
    1767323045678000n,
    93784500000n,
    14,
    Uint8Array.of(0, 255),
  ],
  [
    false,
    null,
    null,
    null,
    -9223372036854775808n,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    -1n,
    -719162,
    -1n,
    null,
    null,
    null,
    null,
  ],
]

describe('writing csv as a real Spark does', () => {
  for (const one of file.cases.filter(({ sql, written }) => sql === textSql && written.base64 !== undefined)) {
    it(`texts, ${one.name}`, () => {
      const bytes = written(textRows, texts, one.options)
      expect(Buffer.from(bytes).toString('latin1')).toBe(
        Buffer.from(one.written.base64 ?? '', 'base64').toString('latin1'),
      )
    })
  }

  for (const one of file.cases.filter(
    ({ name, written }) => name.startsWith('typed') && written.base64 !== undefined,
  )) {
    it(one.name, () => {
      const bytes = written(typedRows, typed, one.options)
      expect(Buffer.from(bytes).toString()).toBe(Buffer.from(one.written.base64 ?? '', 'base64').toString())
    })
  }

  const small: readonly [string, string, readonly SqlValue[][]][] = [
    ['header names', '`a,b` INT, `c"d` INT, ` e ` INT', [[1, 2, 3]]],
    ['one column', 'a STRING', [[''], [null], ['x'], ['#'], [' ']]],
    ['one column null', 'a STRING', [[''], [null], ['x']]],
    ['no rows', 'a INT', []],
  ]
  for (const [name, schema, rows] of small) {
    it(name, () => {
      const one = file.cases.find((recorded) => recorded.name === name) as RecordedWrite
      const bytes = written(rows, parseSchema(schema), one.options)
      expect(Buffer.from(bytes).toString()).toBe(Buffer.from(one.written.base64 ?? '', 'base64').toString())
    })
  }

  it('refuses nested types, with the column', () => {
    const schema = parseSchema('a ARRAY<INT>')
    const recorded = file.cases.find(({ name }) => name === 'array') as RecordedWrite
    expect(() => csvFormat.encoder({ schema, options: new Map(), zone: 'UTC' })).toThrow(
      recorded.written.message?.replace(/^\[.*?\] | SQLSTATE.*$/g, ''),
    )
  })
})

describe('the generated writers', () => {
  const piece = fc.constantFrom(...'ab,"\\ \t#|é~1\n\r', '""', '日', '||', 'longer text ')
  const text = fc.option(fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')))
  const options = fc.record({
    quoteAll: fc.constantFrom('true', 'false'),
    escapeQuotes: fc.constantFrom('true', 'false'),
    quote: fc.constantFrom('"', '~'),
    escape: fc.constantFrom('\\', '"', '~'),
    sep: fc.constantFrom(',', '|', '||', '\\t'),
    nullValue: fc.constantFrom('', 'NA'),
    emptyValue: fc.constantFrom('""', 'E', ''),
    ignoreTrailingWhiteSpace: fc.constantFrom('true', 'false'),
    ignoreLeadingWhiteSpace: fc.constantFrom('true', 'false'),
  })

  it('write what the rules say for every row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.option(fc.integer()), text), { maxLength: 20 }),
        options,
        (rows, given) => {
          const rules = new CsvRowText(csvWriteOptions(lowerCase(given), 'UTC'))
          const lines = rows.map((row) => rules.line(row.map((value) => (value === null ? undefined : String(value)))))
          expect(Buffer.from(written(rows, texts, given)).toString()).toBe(lines.join(''))
        },
      ),
      { seed: 2026, numRuns: 300 },
    )
  })

  it('write what is read again', () => {
    const plain = fc.option(fc.stringMatching(/^[a-z",|é]{1,12}$/))
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, fc.option(fc.integer()), plain), { maxLength: 20 }), (rows) => {
        expect(decodeFile(written(rows, texts, {}), texts)).toEqual(rows)
      }),
      { seed: 2026, numRuns: 200 },
    )
  })
})
