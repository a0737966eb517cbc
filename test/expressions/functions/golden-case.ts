/** Golden expression cases (test/golden/README.md, section C) run through binder and interpreter. */
import { readFileSync } from 'node:fs'
import { MillraceError } from '../../../lib/errors.ts'
import { createBinder } from '../../../lib/expressions/binder/create-binder.ts'
import { builtinFunctions } from '../../../lib/expressions/functions/index.ts'
import { interpreter } from '../../../lib/expressions/interpret.ts'
import { parseExpression } from '../../../lib/expressions/parser/parse-expression.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { typeSql } from '../../../lib/types/ddl/type-sql.ts'
import type { Schema } from '../../../lib/types/schema.ts'
import { fromRowValue, toRowValue } from '../../../lib/types/values/row-value.ts'
import { type Json, canonicalText, goldenValue, rowValue, withSortedMaps } from '../../golden/runner/golden-value.ts'

interface Outcome {
  readonly type?: string
  readonly results?: readonly Json[]
  readonly analysisError?: { readonly condition: string; readonly message: string }
}

export interface GoldenCase extends Outcome {
  readonly expr: string
  readonly errorMessages?: { readonly [condition: string]: string }
  readonly nonAnsi?: Outcome
}

export interface GoldenFile {
  readonly category: string
  readonly conf: { readonly [name: string]: string }
  readonly schema: string
  readonly rows: readonly { readonly [name: string]: Json }[]
  readonly cases: readonly GoldenCase[]
}

/** Reads a file of test/golden/expressions. */
export function goldenFile(name: string): GoldenFile {
  return JSON.parse(readFileSync(new URL(`../../golden/expressions/${name}`, import.meta.url), 'utf8'))
}

/** The time at which cases run; results that depend on it are not recorded. */
const batchTime = 1_795_343_194_000_000n

/** What the engine makes of a case: in the form that the file has. `missing` when it calls what there is not. */
export function outcomeOf(file: GoldenFile, expr: string, ansi: boolean): Outcome & { readonly missing?: string } {
  const zone = file.conf['spark.sql.session.timeZone'] as string
  const schema = parseSchema(file.schema)
  const binder = createBinder({ functions: builtinFunctions, ansi, zone })
  try {
    const bound = binder.bind(parseExpression(expr), schema)
    const evaluation = { batchTime, epoch: 0, queryId: 'golden', zone, ansi, functions: new Map() }
    const value = interpreter(bound, { functions: builtinFunctions, evaluation })
    const results = file.rows.map((row) => valueOrError(bound.type, zone, () => value(internalRow(schema, row))))
    return { type: `${typeSql(bound.type)}${bound.nullable ? '' : ' NOT NULL'}`, results }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    if (error.condition === 'MILLRACE_UNSUPPORTED_FUNCTION') return { missing: error.message }
    return { analysisError: { condition: error.condition, message: error.message } }
  }
}

/** A row of the file as internal values. */
export function internalRow(schema: Schema, row: { readonly [name: string]: Json }): readonly SqlValue[] {
  return schema.fields.map((field) => {
    const given = row[field.name] ?? null
    return fromRowValue(field.type, rowValue(field.type, asEntries(field.type, given)), field.name)
  })
}

/** Input rows have maps as JSON objects, and dates and timestamps as texts. */
function asEntries(type: DataType, value: Json): Json {
  if (value === null) return null
  if (type.kind === 'map' && !Array.isArray(value)) return Object.entries(value as object)
  if (type.kind === 'double' || type.kind === 'float') return value
  return value
}

function valueOrError(type: DataType, zone: string, give: () => SqlValue): Json {
  try {
    return withSortedMaps(type, goldenValue(type, toRowValue(type, give()), zone))
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition === 'MILLRACE_INTERNAL') throw error
    return { $error: error.condition }
  }
}

/** Lines that say in what an outcome differs from the recorded one; none when it does not. */
export function differences(file: GoldenFile, wanted: Outcome, got: Outcome): string[] {
  if (wanted.analysisError) {
    const condition = got.analysisError?.condition
    if (condition === wanted.analysisError.condition) return []
    return [`refused as ${condition}, wanted ${wanted.analysisError.condition}`]
  }
  if (got.analysisError) return [`refused: ${got.analysisError.condition} ${got.analysisError.message}`]
  const found: string[] = []
  if (wanted.type !== got.type) found.push(`type ${got.type}, wanted ${wanted.type}`)
  for (const [at, value] of (wanted.results ?? []).entries()) {
    const actual = got.results?.[at] as Json
    if (sameText(value, actual)) continue
    found.push(`row ${JSON.stringify(file.rows[at])}: ${canonicalText(actual)}, wanted ${canonicalText(value)}`)
  }
  return found
}

/** Struct fields are compared by name, whatever the order of keys. */
function sameText(wanted: Json, actual: Json): boolean {
  return canonicalText(sortedKeys(wanted)) === canonicalText(sortedKeys(actual))
}

function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, one]) => [key, sortedKeys(one as Json)]))
}
