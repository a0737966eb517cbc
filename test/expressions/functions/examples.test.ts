import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { typeSql } from '../../../lib/types/ddl/type-sql.ts'
import type { Json } from '../../golden/runner/golden-value.ts'
import { differences, type GoldenFile, outcomeOf } from './golden-case.ts'

interface Example {
  readonly sql: string
  readonly schema?: string
  readonly rows?: readonly (readonly Json[])[]
  readonly error?: { readonly condition: string }
  readonly deterministic?: false
  readonly isSet?: boolean
}

interface Group {
  readonly functions: readonly { readonly name: string; readonly examples: readonly Example[] }[]
}

const folder = new URL('../../golden/functions/', import.meta.url)
const groups = readdirSync(folder).filter((name) => name.endsWith('.json'))

const noRows: GoldenFile = {
  category: 'examples',
  conf: { 'spark.sql.session.timeZone': 'UTC' },
  schema: 'unused INT',
  rows: [{ unused: 1 }],
  cases: [],
}

/** The expression of `SELECT expression`; undefined for anything more. */
function expressionOf({ sql, isSet }: Example): string | undefined {
  const text = sql.trim().replace(/;$/, '')
  if (isSet || !/^select\s/i.test(text) || /\sfrom\s+(values|range|test_metric_view|\()/i.test(text)) return undefined
  return text.slice(7).trim()
}

/** Left out, with the reason. */
const left: readonly (readonly [RegExp, string])[] = [
  [/TIMESTAMP_NTZ '[^']*\.\d{9}'/, 'recorded with nanosecond timestamps'],
  [/SystemDrive/, 'recorded under another way of reading string literals'],
  [/aes_encrypt\('[^']*', '[^']*'(, '(GCM|CBC)'(, 'DEFAULT')?)?\)/, 'takes a random initialization vector'],
  [/^(rand|randn|random|uuid|current_|now\(|curdate|localtimestamp|unix_timestamp\(\))/i, 'differs from run to run'],
]

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 22, 12) })
})
afterAll(() => {
  vi.useRealTimers()
})

describe.each(groups)('examples of Spark’s own documentation: %s', (name) => {
  const group: Group = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  const examples = group.functions.flatMap(({ examples: all }) => all)
  const cases = examples.flatMap((example) => {
    const expr = expressionOf(example)
    return expr === undefined || left.some(([pattern]) => pattern.test(expr)) ? [] : [[expr, example] as const]
  })
  it.skipIf(cases.length === 0).each(cases.length > 0 ? cases : [['', {} as Example] as const])(
    '%s',
    (expr, example) => {
      const outcome = outcomeOf(noRows, expr, true)
      if (outcome.missing !== undefined) return
      if (example.error) {
        const { condition } = example.error
        const [first] = outcome.results ?? []
        const got = outcome.analysisError?.condition ?? (first as { $error?: string } | undefined)?.$error
        if (!condition || condition.startsWith('CANNOT_PARSE_DATATYPE')) return
        expect(got).toBe(condition)
        return
      }
      const fields = parseSchema(example.schema as string).fields
      // Several values: only one expression at a time is judged here.
      if (fields.length !== 1 || (example.rows ?? []).length !== 1) return
      const [wanted] = fields
      if (!wanted) return
      const type = `${typeSql(wanted.type)}${wanted.nullable ? '' : ' NOT NULL'}`
      const found = differences(noRows, expr, { type, results: [example.rows?.[0]?.[0] as Json] }, outcome)
      expect(found, found.join('\n')).toEqual([])
    },
  )
})
