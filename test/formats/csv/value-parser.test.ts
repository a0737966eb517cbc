/** from_csv's modes, limits and buffers; its values and to_csv are held against Spark in test/golden/expressions/csv.json. */
import { describe, expect, it } from 'vitest'
import { csvReadOptions } from '../../../lib/formats/csv/options.ts'
import { CsvValueParser } from '../../../lib/formats/csv/value-parser.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'

const { fields } = parseSchema('a INT, b STRING')
const parser = (options: Readonly<Record<string, string>>): CsvValueParser =>
  new CsvValueParser(fields, csvReadOptions(new Map(Object.entries(options)), 'UTC'))

describe('from_csv', () => {
  it('refuses to drop what it is given, with the text of Spark', () => {
    expect(() => parser({ mode: 'DROPMALFORMED' })).toThrow(
      "The function `from_csv` doesn't support the DROPMALFORMED mode. Acceptable modes are PERMISSIVE and FAILFAST.",
    )
  })

  it('fails fast, and shows what could be read', () => {
    expect(() => parser({ mode: 'FAILFAST' }).parse('1')).toThrow(
      'Malformed records are detected in record parsing: [1,null].\nParse Mode: FAILFAST.',
    )
  })

  it('knows nothing of the text before, even of one beyond a limit', () => {
    const limited = parser({ maxcolumns: '2' })
    expect(() => limited.parse('1,"x",3')).toThrow('Malformed CSV record: 1,"x",3')
    expect(limited.parse('2,y')).toEqual([2, 'y'])
  })
})
