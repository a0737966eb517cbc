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
import { formatTimestamp, parseDate, parseTimestamp, parseTimestampNtz } from '../../../lib/types/time/text.ts'
import { utc, zone } from '../../../lib/types/time/zone.ts'
import { fromRowValue, toRowValue } from '../../../lib/types/values/row-value.ts'
import { canonicalText, goldenValue, type Json, rowValue, withSortedMaps } from '../../golden/runner/golden-value.ts'

interface Outcome {
  readonly type?: string
  readonly results?: readonly Json[]
  readonly dataType?: DataType
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

/** The time at which cases run: a time without a date means the day of the recording. */
const batchTime = 1_795_343_194_000_000n

/** What the engine makes of a case: in the form that the file has. `missing` when it calls what there is not. */
export function outcomeOf(file: GoldenFile, expr: string, ansi: boolean): Outcome & { readonly missing?: string } {
  const zoneId = file.conf['spark.sql.session.timeZone'] as string
  const schema = parseSchema(file.schema)
  const nanosTimestamps = file.conf['spark.sql.timestampNanosTypes.enabled'] === 'true'
  const binder = createBinder({ functions: builtinFunctions, ansi, zone: zoneId, nanosTimestamps })
  try {
    const bound = binder.bind(parseExpression(expr), schema)
    const evaluation = { batchTime, epoch: 0, queryId: 'golden', zone: zoneId, ansi, functions: new Map() }
    const value = interpreter(bound, { functions: builtinFunctions, evaluation })
    const recorded = file.cases.find((one) => one.expr === expr)
    const like = (ansi ? undefined : recorded?.nonAnsi?.results) ?? recorded?.results
    const results = file.rows.map((row, at) =>
      valueOrError(bound.type, zoneId, () => value(internalRow(schema, row)), like?.[at]),
    )
    return { type: `${typeSql(bound.type)}${bound.nullable ? '' : ' NOT NULL'}`, dataType: bound.type, results }
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
    return (
      timeOf(field.type, given, 'UTC') ??
      fromRowValue(field.type, rowValue(field.type, asEntries(field.type, given)), field.name)
    )
  })
}

/** Dates and times are texts; those of input rows are in UTC whatever the session zone. */
function timeOf(type: DataType, given: Json, zoneId: string): SqlValue | undefined {
  const text = given !== null && typeof given === 'object' ? String((given as { $str?: Json }).$str) : given
  if (typeof text !== 'string') return undefined
  if (type.kind === 'date') return parseDate(text)
  if (type.kind === 'timestamp') return parseTimestamp(text, zone(zoneId))
  return type.kind === 'timestamp_ntz' ? parseTimestampNtz(text) : undefined
}

/** Input rows have maps as JSON objects. */
function asEntries(type: DataType, value: Json): Json {
  if (type.kind === 'map' && value !== null && !Array.isArray(value)) return Object.entries(value as object)
  return value
}

/** @param like the recorded value, where a value has several forms */
function valueOrError(type: DataType, zoneId: string, give: () => SqlValue, like: Json | undefined): Json {
  try {
    const value = give()
    if (type.kind === 'timestamp' && value !== null) return `${formatTimestamp(value as bigint, utc)}Z`
    return withSortedMaps(type, goldenValue(type, toRowValue(type, value), zoneId, like))
  } catch (error) {
    if (!(error instanceof MillraceError) || error.condition === 'MILLRACE_INTERNAL') throw error
    return { $error: error.condition }
  }
}

/** Lines that say in what an outcome differs from the recorded one; none when it does not. */
export function differences(file: GoldenFile, expr: string, wanted: Outcome, got: Outcome): string[] {
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
    if (got.dataType && sameValue(got.dataType, value, actual, file.conf['spark.sql.session.timeZone'] as string))
      continue
    if (inexact.test(expr) && nearlySame(value, actual)) continue
    if (isJavaError(value) && isError(actual)) continue
    found.push(`row ${JSON.stringify(file.rows[at])}: ${canonicalText(actual)}, wanted ${canonicalText(value)}`)
  }
  return found
}

const isError = (value: Json) => value !== null && typeof value === 'object' && '$error' in value

/** Errors without a condition of Spark's are recorded by their Java class. */
const isJavaError = (value: Json) =>
  isError(value) && /^(java|org)\./.test(String((value as { readonly $error: Json }).$error))

/** Java does not give these to the nearest double always. */
const inexact = /\b(sin|csc)\(/

function nearlySame(wanted: Json, actual: Json): boolean {
  if (typeof wanted !== 'number' || typeof actual !== 'number') return false
  return Math.abs(wanted - actual) <= Math.abs(wanted) * 4 * Number.EPSILON
}

/** Struct fields are compared by name, whatever the order of keys; times by what they mean. */
function sameValue(type: DataType, wanted: Json, actual: Json, zoneId: string): boolean {
  // An error is no struct, whatever the type.
  if (isError(wanted)) return canonicalText(wanted) === canonicalText(actual)
  const [a, b] = [timeOf(type, wanted, zoneId), timeOf(type, actual, zoneId)]
  if (a !== undefined && b !== undefined) return a === b
  return canonicalText(sortedKeys(withSortedMaps(type, wanted))) === canonicalText(sortedKeys(actual))
}

function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, one]) => [key, sortedKeys(one as Json)]))
}
