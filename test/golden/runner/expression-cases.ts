/** Expression cases: one expression over a few rows, with and without ANSI. */
import { MillraceError } from '../../../lib/errors.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'
import type { Session } from '../../../lib/session/session.ts'
import { parseSchema, parseType } from '../../../lib/types/ddl/ddl.ts'
import { typeSql } from '../../../lib/types/ddl/type-sql.ts'
import type { GoldenCase } from './golden-case.ts'
import { openGoldenSession } from './golden-session.ts'
import { canonicalText, goldenValue, type Json, rowValue, withSortedMaps } from './golden-value.ts'
import { missingFunction } from './missing-function.ts'
import type { Difference } from './scenario-check.ts'
import { firstSentence } from './scenario-check.ts'

interface Results {
  /** DDL of the result, ` NOT NULL` behind it when it cannot be null. */
  readonly type?: string
  /** One per row, or any number for generators; `{$error: condition}` where a row raises. */
  readonly results?: readonly Json[]
  readonly analysisError?: { readonly condition: string | null; readonly message: string }
}

interface ExpressionFile {
  readonly category: string
  readonly conf: { readonly [key: string]: string }
  readonly schema: string
  readonly rows: readonly { readonly [name: string]: Json }[]
  /** When it was recorded: what `current_date` and a time without a date were. */
  readonly recordedAt?: string
  readonly cases: readonly ({ readonly expr: string; readonly nonAnsi?: Results } & Results)[]
}

/** Files that do not say when they were recorded are of this day. */
const firstRecording = '2026-11-22T12:00:00Z'

/** The cases of a file. */
export function expressionCases(file: ExpressionFile): readonly GoldenCase[] {
  return file.cases.flatMap((one) => {
    const name = `expressions/${file.category}/${one.expr}`
    const cases = [{ name, run: () => check(file, one.expr, one, true) }]
    const { nonAnsi } = one
    if (nonAnsi) cases.push({ name: `${name} (ANSI off)`, run: () => check(file, one.expr, nonAnsi, false) })
    return cases
  })
}

async function check(
  file: ExpressionFile,
  text: string,
  expected: Results,
  ansi: boolean,
): Promise<readonly Difference[]> {
  const conf = { ...file.conf, 'spark.sql.ansi.enabled': String(ansi) }
  const session = openGoldenSession(conf, { nowMs: Date.parse(file.recordedAt ?? firstRecording) })
  try {
    return await differences(session, file, text, expected)
  } finally {
    await session.stop()
  }
}

async function differences(
  session: Session,
  file: ExpressionFile,
  text: string,
  expected: Results,
): Promise<readonly Difference[]> {
  const actual = await outcome(session, file, text, expected.results ?? [])
  const found: Difference[] = []
  const compare = (where: string, wanted: unknown, got: unknown) => {
    if (canonicalText((wanted ?? null) as Json) !== canonicalText((got ?? null) as Json)) {
      found.push({ where, expected: wanted, actual: got })
    }
  }
  if (expected.analysisError || actual.analysisError) {
    const condition = expected.analysisError?.condition ?? null
    if (condition?.startsWith('_LEGACY_') || (expected.analysisError && condition === null)) {
      const sentence = (one: Results) => (one.analysisError ? firstSentence(one.analysisError.message) : undefined)
      compare('error', sentence(expected), sentence(actual))
    } else compare('error', condition, actual.analysisError?.condition ?? actual.results)
    return found
  }
  compare('type', expected.type, actual.type)
  const type = parseType((expected.type ?? 'void').replace(/ NOT NULL$/, ''))
  const sorted = (values: readonly Json[] = []) =>
    values.map((value) => (isError(value) ? value : withSortedMaps(type, value)))
  const [wanted, got] = [sorted(expected.results), sorted(actual.results)]
  compare('number of results', wanted.length, got.length)
  wanted.forEach((value, row) => {
    const ours = got[row] ?? null
    // An exception that was recorded by its class has no condition to agree on: it is enough that the row raises.
    if (!(isJavaException(value) && isError(ours))) compare(`row ${row} ${JSON.stringify(file.rows[row])}`, value, ours)
  })
  return found
}

const isJavaException = (value: Json): boolean => isError(value) && /"[a-z]+\.[^"]*"\}$/.test(canonicalText(value))

const isError = (value: Json): boolean => typeof value === 'object' && value !== null && '$error' in value

/** As the recorder asks for it: a generator of several columns has too many for one name. */
const recorded = (text: string): string => `(${text}) AS value`

async function outcome(session: Session, file: ExpressionFile, text: string, like: readonly Json[]): Promise<Results> {
  const zone = session.conf.get('spark.sql.session.timeZone')
  const rows = rowsOf(file)
  let frame: AnyFrame
  try {
    frame = session.createDataFrame(rows, file.schema).selectExpr(recorded(text))
  } catch (error) {
    missingFunction(error)
    if (!(error instanceof MillraceError)) throw error
    return { analysisError: { condition: error.condition, message: error.message } }
  }
  const [field] = frame.schema.fields
  if (!field) throw new Error('no column')
  const values = async (of: AnyFrame, from = 0): Promise<Json[]> =>
    (await of.collect()).map((row, at) => goldenValue(field.type, row['value'], zone, like[from + at]))
  const type = `${typeSql(field.type)}${field.nullable ? '' : ' NOT NULL'}`
  try {
    return { type, results: await values(frame) }
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
  }
  // A row raises: row by row, to see which.
  const results: Json[] = []
  for (const row of rows) {
    try {
      results.push(
        ...(await values(session.createDataFrame([row], file.schema).selectExpr(recorded(text)), results.length)),
      )
    } catch (error) {
      if (!(error instanceof MillraceError)) throw error
      results.push({ $error: error.condition })
    }
  }
  return { type, results }
}

/** Input rows by position; as createDataFrame takes them. */
function rowsOf(file: ExpressionFile): readonly (readonly unknown[])[] {
  const { fields } = parseSchema(file.schema)
  return file.rows.map((row) => fields.map((one) => rowValue(one.type, row[one.name] ?? null)))
}
