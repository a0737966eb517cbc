import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MillraceError } from '../../../lib/errors.ts'
import { parseSchema, parseType } from '../../../lib/types/ddl/ddl.ts'
import { schemaFromJson, schemaToJson } from '../../../lib/types/ddl/schema-json.ts'
import { schemaDdl, typeSimpleText, typeSql } from '../../../lib/types/ddl/type-sql.ts'

interface Recorded {
  readonly schemas: readonly {
    text: string
    json?: string
    ddl?: string
    error?: { condition: string; message: string }
  }[]
  readonly types: readonly {
    text: string
    json?: string
    sql?: string
    catalog?: string
    error?: { condition: string; message: string }
  }[]
}

const recorded: Recorded = JSON.parse(readFileSync(new URL('./spark-ddl.json', import.meta.url), 'utf8'))

/** Types and features that this engine refuses by a condition of its own, or reads more widely. */
const differs = new Map([
  ['a TIME(3)', 'TIME has microseconds'],
  ['a GEOMETRY(4326)', 'no geospatial types'],
  ['a STRING COLLATE UTF8_LCASE', 'no collations'],
  ['a timestamp_ltz(9)', 'no nanoseconds'],
  ['a timestamp_ntz(3)', 'message without the nanosecond types'],
])

function thrown(run: () => unknown): MillraceError {
  try {
    run()
  } catch (error) {
    if (error instanceof MillraceError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Spark prints the SQLSTATE in the middle of a message, we keep it apart. */
const plain = (message: string) => message.replace(/ SQLSTATE: \w+/, '').trimEnd()

describe('schemas as Spark reads them', () => {
  for (const { text, json, ddl, error } of recorded.schemas) {
    if (differs.has(text)) continue
    test(JSON.stringify(text), () => {
      if (error) {
        const ours = thrown(() => parseSchema(text))
        expect(ours.condition).toBe(error.condition)
        expect(plain(ours.message)).toBe(plain(error.message))
      } else {
        const { fields } = parseSchema(text)
        expect(schemaToJson(fields)).toBe(json)
        expect(schemaDdl(fields)).toBe(ddl)
      }
    })
  }
})

describe('types as Spark reads them', () => {
  for (const { text, json, sql, catalog, error } of recorded.types) {
    test(JSON.stringify(text), () => {
      if (error) {
        const ours = thrown(() => parseType(text))
        expect(ours.condition).toBe(error.condition)
        expect(plain(ours.message)).toBe(plain(error.message))
      } else {
        const type = parseType(text)
        expect(typeSql(type)).toBe(sql)
        expect(typeSimpleText(type)).toBe(catalog)
        expect(schemaToJson([{ name: 'c', type, nullable: true }])).toContain(`"type":${json},"nullable"`)
      }
    })
  }
})

test('a schema survives its JSON, with comments and the event-time tag', () => {
  const { fields } = parseSchema(
    '`a b` ARRAY<STRUCT<x: DECIMAL(10,2) NOT NULL>> NOT NULL COMMENT "c", m MAP<STRING, DATE>',
  )
  const tagged = [
    ...fields,
    { name: 'ts', type: { kind: 'timestamp' }, nullable: true, metadata: { watermarkDelay: 5_000_000n } } as const,
  ]
  expect(schemaToJson(tagged)).toContain('"metadata":{"spark.watermarkDelayMs":5000}')
  expect(schemaFromJson(schemaToJson(tagged)).fields).toEqual(tagged)
})

test('JSON that is no schema is refused', () => {
  expect(thrown(() => schemaFromJson('{"type":"struct"}')).condition).toBe('INVALID_JSON_DATA_TYPE')
  expect(thrown(() => schemaFromJson('[1')).condition).toBe('INVALID_JSON_DATA_TYPE')
})

test('nesting beyond the limit is an error, not a crash', () => {
  const deep = `a ${'ARRAY<'.repeat(5000)}INT${'>'.repeat(5000)}`
  expect(thrown(() => parseSchema(deep)).condition).toBe('MILLRACE_NESTING_TOO_DEEP')
})
