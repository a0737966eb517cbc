/** The examples of DESCRIBE FUNCTION EXTENDED: SQL statements and what they give. */
import { MillraceError } from '../../../lib/errors.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'
import type { Session } from '../../../lib/session/session.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { schemaDdl } from '../../../lib/types/ddl/type-sql.ts'
import type { GoldenCase } from './golden-case.ts'
import { openGoldenSession } from './golden-session.ts'
import { canonicalText, goldenValue, type Json, sortedByText, withSortedMaps } from './golden-value.ts'
import { missingFunction } from './missing-function.ts'
import { sqlFrame } from './plan-frame.ts'
import type { Difference } from './scenario-check.ts'
import { firstSentence } from './scenario-check.ts'

interface Example {
  readonly sql: string
  readonly schema?: string
  readonly rows?: readonly (readonly Json[])[]
  readonly documented: string
  readonly error?: { readonly class: string; readonly condition: string | null; readonly message: string }
  readonly deterministic?: false
  readonly isSet?: true
}

interface FunctionFile {
  readonly group: string
  readonly conf: { readonly [key: string]: string }
  readonly functions: readonly { readonly name: string; readonly examples: readonly Example[] }[]
}

/** The cases of a file; one session was asked them all, so that a SET holds for everything after it. */
export function functionCases(file: FunctionFile): readonly GoldenCase[] {
  let conf = file.conf
  return file.functions.flatMap((one) =>
    one.examples.flatMap((example, at): GoldenCase[] => {
      if (example.isSet) conf = { ...conf, ...Object.fromEntries([setting(example.sql)]) }
      const present = isClients(example) ? { ...conf, ...documentedConf } : conf
      return example.isSet ? [] : [{ name: `functions/${one.name}/${at}`, run: () => check(example, present) }]
    }),
  )
}

/** Spark answered, and the recorder's client could not read the type: what is documented is there to compare with. */
const isClients = ({ error }: Example) => error?.class === 'PySparkValueError'

/** The zone that Spark's documentation is written in. */
const documentedConf = { 'spark.sql.session.timeZone': 'America/Los_Angeles' }

/** `SET key=value` */
function setting(sql: string): readonly [string, string] {
  const match = /^SET\s+([^=\s]+)\s*=\s*(.*?);?$/i.exec(sql.trim())
  return [match?.[1] ?? sql, match?.[2] ?? '']
}

async function check(example: Example, conf: { readonly [key: string]: string }): Promise<readonly Difference[]> {
  const session = openGoldenSession(conf)
  try {
    return await differences(session, example)
  } finally {
    await session.stop()
  }
}

async function differences(session: Session, example: Example): Promise<readonly Difference[]> {
  const found: Difference[] = []
  const compare = (where: string, wanted: unknown, got: unknown) => {
    if (canonicalText((wanted ?? null) as Json) !== canonicalText((got ?? null) as Json)) {
      found.push({ where: `${example.sql}: ${where}`, expected: wanted, actual: got })
    }
  }
  try {
    const frame = sqlFrame(() => session.sql(example.sql))
    if (!example.error) compare('schema', example.schema, schemaDdl(frame.schema.fields))
    if (example.deterministic === false) return found
    if (isClients(example)) {
      compare('documented', example.documented, await printed(session, frame))
      return found
    }
    const rows = await valuesOf(session, frame, example.rows ?? [])
    if (example.error) compare('error', example.error.condition ?? example.error.message, rows)
    else compareRows(example, rows, compare)
  } catch (error) {
    missingFunction(error)
    if (!(error instanceof MillraceError)) throw error
    const wanted = example.error
    if (wanted?.condition && !wanted.condition.startsWith('_LEGACY_'))
      compare('error', wanted.condition, error.condition)
    else
      compare(
        'error',
        wanted ? firstSentence(wanted.message) : null,
        wanted ? firstSentence(error.message) : String(error),
      )
  }
  return found
}

/** Groups come in the order of a hash table; other rows in that of the example's own. */
const inAnyOrder = (sql: string): boolean => /\bGROUP\s+BY\b/i.test(sql) && !/\bORDER\s+BY\b[^()]*$/i.test(sql)

function compareRows(
  example: Example,
  rows: readonly (readonly Json[])[],
  compare: (where: string, wanted: unknown, got: unknown) => void,
): void {
  const { fields } = parseSchema(example.schema ?? '')
  const sorted = (list: readonly (readonly Json[])[]) =>
    list.map((row) => row.map((value, at) => (fields[at] ? withSortedMaps(fields[at].type, value) : value)))
  const inOrder = (list: readonly (readonly Json[])[]) =>
    inAnyOrder(example.sql) ? sortedByText(sorted(list)) : sorted(list)
  compare('rows', inOrder(example.rows ?? []), inOrder(rows))
}

/** As Spark's documentation shows a row: texts with tabs between. */
async function printed(session: Session, frame: AnyFrame): Promise<string> {
  const rows = await valuesOf(session, frame, [frame.schema.fields.map(() => ({ $str: '' }))])
  return rows.map((row) => row.map((one) => (one as { readonly $str: string }).$str).join('\t')).join('\n')
}

async function valuesOf(
  session: Session,
  frame: AnyFrame,
  like: readonly (readonly Json[])[],
): Promise<readonly (readonly Json[])[]> {
  const zone = session.conf.get('spark.sql.session.timeZone')
  const { fields } = frame.schema
  const names = fields.map((_, at) => `c${at}`)
  const rows = await frame.toDF(...names).collect()
  return rows.map((row, r) => fields.map((one, at) => goldenValue(one.type, row[`c${at}`], zone, like[r]?.[at])))
}
