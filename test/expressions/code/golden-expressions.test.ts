import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { vectorOf } from '../../../lib/columnar/builder.ts'
import { PoisoningPool } from '../../../lib/columnar/poisoning-pool.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../../lib/columnar/values.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { castValue } from '../../../lib/expressions/cast/cast-value.ts'
import { compileRows } from '../../../lib/expressions/code/compile-rows.ts'
import type { Evaluation } from '../../../lib/expressions/evaluation.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { field, stringType } from '../../../lib/types/types.ts'
import { toRowValue } from '../../../lib/types/values/row-value.ts'
import { canonicalText, goldenValue, type Json } from '../../golden/runner/golden-value.ts'

interface Results {
  readonly results?: readonly Json[]
  readonly analysisError?: { readonly condition: string }
}
interface GoldenFile {
  readonly schema: string
  readonly rows: readonly { readonly [column: string]: Json }[]
  readonly cases: readonly (Results & { readonly expr: string; readonly nonAnsi?: Results })[]
}

function given(type: DataType, value: Json): SqlValue {
  if (value === null) return null
  if (type.kind === 'binary') return Uint8Array.from(atob(value as string), (character) => character.charCodeAt(0))
  if (typeof value === 'number' && (type.kind === 'double' || type.kind === 'float')) return value
  return castValue(String(value), stringType, type, 'ansi', 'UTC')
}

/** Not judged here: VARIANT, and sines that Java does not give to the nearest double. */
const leftOut = /variant|\b(?:sin|csc)\(/

/** The year 0 stands as plain text in the files, out of Python's range as it is. */
function comparable(value: Json): string {
  const text = value !== null && typeof value === 'object' && '$str' in value ? String(value.$str) : value
  return canonicalText(
    typeof text === 'string' ? text.replace(/^0000-01-01T00:00:00\.0{6}$/, '0000-01-01 00:00:00') : text,
  )
}

/** Results per row, or the analyzer's condition; undefined when a function is not there yet. */
function outcomeOf(
  text: string,
  input: Schema,
  rows: readonly SqlValue[][],
  ansi: boolean,
  like: readonly Json[] = [],
): Results | undefined {
  try {
    const value = createBinder({ functions: builtinFunctions, ansi, zone: 'UTC' }).bind(parseExpression(text), input)
    const output = new Schema([field('c', value.type)])
    const evaluation: Evaluation = {
      batchTime: 1_795_343_194_000_000n,
      epoch: 0,
      queryId: 'q',
      zone: 'UTC',
      ansi,
      functions: new Map(),
    }
    const context = { functions: builtinFunctions, evaluation, pool: new PoisoningPool() }
    const steps = [{ project: [{ field: field('c', value.type), value }] }]
    const compiled = compileRows(steps, input, output, context)
    const results = rows.map((row, number) => {
      const vectors = input.fields.map((one, at) => vectorOf(one.type, [row[at] ?? null]))
      try {
        const result = compiled(new RecordBatch(input, vectors, 1)) as RecordBatch
        return goldenValue(
          value.type,
          toRowValue(value.type, rowsOf(result)[0]?.[0] ?? null),
          'UTC',
          like[number] ?? null,
        )
      } catch (error) {
        if (!(error instanceof MillraceError) || error.condition === 'MILLRACE_INTERNAL') throw error
        return { $error: error.condition }
      }
    })
    return { results }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    if (error.condition === 'MILLRACE_UNSUPPORTED_FUNCTION' || error.message.includes('no function is called'))
      return undefined
    return { analysisError: { condition: error.condition } }
  }
}

for (const category of [
  'cast-numeric',
  'cast-string',
  'cast-temporal',
  'arith-int',
  'arith-double',
  'arith-decimal',
  'comparison',
]) {
  const path = new URL(`../../golden/expressions/${category}.json`, import.meta.url)
  const file: GoldenFile = JSON.parse(readFileSync(path, 'utf8'))
  const input = parseSchema(file.schema)
  const rows = file.rows.map((row) => input.fields.map((one) => given(one.type, row[one.name] ?? null)))
  describe(`generated code over ${category}`, () => {
    for (const one of file.cases.filter(({ expr }) => !leftOut.test(expr))) {
      test(one.expr, (context) => {
        for (const ansi of [true, false]) {
          const wanted = ansi ? one : { ...one, ...one.nonAnsi }
          const outcome = outcomeOf(one.expr, input, rows, ansi, wanted.results)
          if (!outcome) return context.skip('a function is not there yet')
          if (outcome.analysisError || (wanted.analysisError && !(one.nonAnsi?.results && !ansi))) {
            expect(outcome.analysisError?.condition).toBe(wanted.analysisError?.condition)
          } else expect(outcome.results?.map(comparable)).toEqual(wanted.results?.map(comparable))
        }
      })
    }
  })
}
