import { describe, expect, it } from 'vitest'
import { jsonReadOptions, jsonWriteOptions } from '../../../lib/formats/json/options.ts'
import { JsonValueParser } from '../../../lib/formats/json/value-parser.ts'
import { JsonValueWriter } from '../../../lib/formats/json/value-writer.ts'
import { parseTypeOrSchema } from '../../../lib/types/ddl/ddl.ts'
import { writerCases } from './recorded-writer.ts'

const fromJson = writerCases.filter((one) => one.name === 'from_json')

describe('from_json', () => {
  for (const { schema = '', options = {}, input = [], results = [] } of fromJson) {
    it(`reads ${schema} as Spark does with ${JSON.stringify(options)}`, () => {
      const type = parseTypeOrSchema(schema)
      const lower = new Map(Object.entries(options).map(([key, value]) => [key.toLowerCase(), value]))
      const parser = new JsonValueParser(type, jsonReadOptions(lower, 'UTC'))
      const writer = new JsonValueWriter(type, jsonWriteOptions(new Map(), 'UTC'))
      const got = input.map((text) => {
        if (text === null) return null
        try {
          const value = parser.parse(text)
          return value === null ? null : writer.text(value)
        } catch (error) {
          return (error as { condition?: string }).condition ?? error
        }
      })
      // Spark's recorded condition is the innermost one of a chain that begins with this one.
      const malformed = 'MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION'
      expect(got).toEqual(results.map((one) => (one.error === undefined ? one.j : malformed)))
    })
  }
})
