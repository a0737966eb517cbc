/** The scanner against the tokenizer, in every cut of a file into reads, chunks and batches. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import type { DecodingOptions } from '../decoding.ts'
import { editedLine, fileLayout } from '../edited-lines.ts'
import { decodeFile } from './decoding.ts'

const utf8 = new TextEncoder()

/** What the tokenizer alone makes of a file: the scanner is off when values are limited. */
const tokenizerOnly = (request: DecodingOptions): DecodingOptions => ({
  ...request,
  options: { ...request.options, maxCharsPerColumn: '100000' },
})

const schemas = {
  texts: parseSchema('a STRING, b STRING, c STRING'),
  weblog: parseSchema('host STRING, timestamp TIMESTAMP, request STRING, http_reply INT, bytes LONG'),
  typed: parseSchema(
    'b BOOLEAN, t TINYINT, h SMALLINT, f FLOAT, d DOUBLE, c DECIMAL(10,2), day DATE, n TIMESTAMP_NTZ, s STRING',
  ),
}

const seeds = [
  'x,y,z',
  '"x,y","he said \\"hi\\"",z',
  '"a""b",,"c\\\\"',
  'a.b,1995-07-01T00:00:01.000-04:00,GET /x HTTP/1.0,200,6245',
  '"a.b",1995-07-01 00:00:01Z,"GET ""/x"" HTTP/1.0",404,-9007199254740993',
  'é,1995-07-01T00:00:01.5,日本,2147483648,12',
  'true,-128,32767,1.5,-0.25,12.345,2026-01-02,2026-01-02T03:04:05,x',
  'FALSE,200,-1,NaN,Inf,1,2026-1-2,2026-01-02,"y"',
  '#c,1,2',
  ' , , ',
  '',
]

const pieces = [...',"\\\' #~\t0123456789-+.eETZé', '""', '\\"', '","', '\r', '\u0000', '1e5', 'NA', '  ']

const mutated = editedLine(seeds, pieces, 90)

const options = fc.record(
  {
    escape: fc.constantFrom('"', '~'),
    quote: fc.constantFrom('~', "'"),
    sep: fc.constantFrom(' ', '\\t', ';', '#'),
    nullValue: fc.constantFrom('NA', '1', 'x', '-'),
    emptyValue: fc.constantFrom('E', 'NA'),
    comment: fc.constant('#'),
    ignoreLeadingWhiteSpace: fc.constant('true'),
    ignoreTrailingWhiteSpace: fc.constant('true'),
    mode: fc.constant('DROPMALFORMED'),
    header: fc.constant('true'),
    columnPruning: fc.constant('false'),
    lineSep: fc.constant('\n'),
    unescapedQuoteHandling: fc.constantFrom('STOP_AT_CLOSING_QUOTE', 'SKIP_VALUE'),
  },
  { requiredKeys: [] },
)

describe('the scanner', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    const corrupt = { name: '_corrupt_record', type: { kind: 'string' }, nullable: true } as const
    const all = new Schema([...schema.fields, corrupt])
    const columns = fc.shuffledSubarray(
      all.fields.map((_, at) => at),
      { minLength: 2 },
    )

    it(`gives what the tokenizer gives: ${name}`, () => {
      fc.assert(
        fc.property(
          fc.array(mutated, { minLength: 1, maxLength: 12 }),
          fileLayout,
          options,
          columns,
          fc.boolean(),
          (lines, shape, given, wanted, coded) => {
            const file = utf8.encode(lines.join('\n'))
            const dictionary = coded && wanted.includes(0) && name !== 'typed' ? [0] : []
            const request = { ...shape, options: given, columns: wanted, dictionary }
            expect(decodeFile(file, all, request)).toEqual(decodeFile(file, all, tokenizerOnly(request)))
          },
        ),
        { seed: 2026, numRuns: 600 },
      )
    })
  }

  it('gives what the tokenizer gives for bytes that are no UTF-8', () => {
    const file = Uint8Array.of(0xff, 44, 97, 10, 34, 0xc3, 34, 44, 98, 10, 0xe2, 0x82, 44, 99, 10)
    const schema = parseSchema('a STRING, b STRING')
    expect(decodeFile(file, schema)).toEqual([
      ['\ufffd', 'a'],
      ['\ufffd', 'b'],
      ['\ufffd', 'c'],
    ])
  })
})
