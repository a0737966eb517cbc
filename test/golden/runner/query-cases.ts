/** SQL queries over views: schema and rows of each, or its error with its place. */
import { MillraceError } from '../../../lib/errors.ts'
import type { Session } from '../../../lib/session/session.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { schemaDdl } from '../../../lib/types/ddl/type-sql.ts'
import type { GoldenCase } from './golden-case.ts'
import { openGoldenSession } from './golden-session.ts'
import { canonicalText, goldenValue, type Json, sortedByText, withSortedMaps } from './golden-value.ts'
import { missingFunction } from './missing-function.ts'
import { sqlFrame } from './plan-frame.ts'
import { type Difference, firstSentence } from './scenario-check.ts'

interface QueryAnswer {
  readonly sql: string
  readonly schema?: string
  readonly rows?: readonly (readonly Json[])[]
  readonly error?: {
    readonly condition: string
    readonly message: string
    readonly line?: number
    readonly position?: number
  }
}

interface QueryFile {
  readonly views: readonly string[]
  readonly queries: readonly QueryAnswer[]
  /** Each statement sees what the ones before it did. */
  readonly sequence?: boolean
}

/** The cases of a file, `sql/<file>/<query>`. */
export function queryCases({ views, queries, sequence }: QueryFile, name: string): readonly GoldenCase[] {
  return queries.map((query, at) => ({
    name: sequence ? `sql/${name}/${at} ${query.sql}` : `sql/${name}/${query.sql}`,
    run: () => check(sequence ? [...views, ...queries.slice(0, at).map((one) => one.sql)] : views, query, at),
  }))
}

/** Statements before the one in question; of a sequence some are refused. */
async function prepare(session: Session, statements: readonly string[], tolerated: boolean): Promise<void> {
  for (const statement of statements) {
    try {
      const frame = session.sql(statement)
      // A command has taken effect when its frame has been read; what queries give is not asked for again.
      if (frame.columns.length === 0) await frame.collect()
    } catch (error) {
      if (!(tolerated && error instanceof MillraceError)) throw error
    }
  }
}

async function check(before: readonly string[], query: QueryAnswer, at: number): Promise<readonly Difference[]> {
  const session = openGoldenSession({})
  try {
    await prepare(session, before, at > 0)
    const actual = await answer(session, query)
    const wanted = wantedOf(query)
    if (canonicalText(wanted) === canonicalText(actual)) return []
    return [{ where: query.sql, expected: wanted, actual }]
  } finally {
    await session.stop()
  }
}

/** Rows come in any order but where the query's last clause orders them. */
const ordered = (sql: string, rows: readonly Json[]): readonly Json[] =>
  /ORDER BY [^()]*$/.test(sql) ? rows : sortedByText(rows)

function wantedOf({ sql, schema, rows, error }: QueryAnswer): Json {
  if (error) return { condition: error.condition, message: firstSentence(error.message), ...placeOf(error) }
  const fields = schema ? parseSchema(schema).fields : []
  const sorted = (rows ?? []).map((row) => row.map((value, at) => withSortedMaps(fields[at]?.type as never, value)))
  return { schema: schema as string, rows: ordered(sql, sorted) }
}

const placeOf = ({ line, position }: { readonly line?: number; readonly position?: number }) =>
  line === undefined ? {} : { line, position: position as number }

/** A value of a column whose values were recorded as text; undefined for the others. */
const recordedText = ({ rows = [] }: QueryAnswer, at: number): Json | undefined =>
  rows.map((row) => row[at]).find((one) => typeof one === 'object' && one !== null && '$str' in one)

async function answer(session: Session, query: QueryAnswer): Promise<Json> {
  try {
    const frame = sqlFrame(() => session.sql(query.sql))
    const { fields } = frame.schema
    const named = await frame.toDF(...fields.map((_, at) => `c${at}`)).collect()
    const like = fields.map((_, at) => recordedText(query, at))
    const rows = named.map((row) => fields.map(({ type }, at) => goldenValue(type, row[`c${at}`], 'UTC', like[at])))
    const sorted = rows.map((row) => row.map((value, at) => withSortedMaps(fields[at]?.type as never, value)))
    return { schema: schemaDdl(fields), rows: ordered(query.sql, sorted) }
  } catch (error) {
    missingFunction(error)
    if (!(error instanceof MillraceError)) throw error
    const place = /\(line (\d+), pos (\d+)\)|== SQL \(line (\d+), position (\d+)\)/.exec(error.message)
    const wanted = query.error
    const exact = wanted?.line !== undefined && place
    const line = Number(place?.[1] ?? place?.[3])
    const position = place?.[2] === undefined ? Number(place?.[4]) - 1 : Number(place[2])
    return {
      condition: error.condition,
      message: firstSentence(error.message.split(/ \(line \d|\n== SQL/)[0] as string),
      ...(exact ? { line, position } : {}),
    }
  }
}
