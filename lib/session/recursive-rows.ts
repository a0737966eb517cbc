/** Rows of a query that names itself: round by round, each over the rows of the one before it. */
import type { RecordBatch } from '../columnar/record-batch.ts'
import { MillraceError } from '../errors.ts'
import type { Node } from '../plan/nodes.ts'
import type { RecursiveQuery } from '../sql/query-plans.ts'
import { batchesNode } from './batches-source.ts'
import { runBatch } from './run-batch.ts'
import type { SessionContext } from './session-context.ts'

/** Rounds and rows after which a query is given up, unless it says so itself or the settings do. */
const limits = { 'spark.sql.cteRecursionLevelLimit': 100, 'spark.sql.cteRecursionRowLimit': 1_000_000 } as const

/**
 * A relation whose rows are computed when it is read, as far as they are asked for.
 *
 * Reading throws RECURSION_LEVEL_LIMIT_EXCEEDED, RECURSION_ROW_LIMIT_EXCEEDED (Spark: UnionLoopExec).
 */
export function recursiveNode(query: RecursiveQuery, context: SessionContext): Node {
  return batchesNode(query.schema, () => rounds(query, context), context)
}

async function* rounds(query: RecursiveQuery, context: SessionContext): AsyncGenerator<RecordBatch> {
  const mostRounds = query.rounds ?? limit('spark.sql.cteRecursionLevelLimit', context)
  const mostRows = limit('spark.sql.cteRecursionRowLimit', context)
  let batches = await rowsOf(query.anchor, context)
  let total = 0
  for (let round = 1; batches.length > 0; round++) {
    total += batches.reduce((sum, batch) => sum + batch.selected, 0)
    if (mostRows >= 0 && total > mostRows) throw tooManyRows(mostRows)
    yield* batches
    if (query.rows !== undefined && total >= query.rows) return
    if (mostRounds >= 0 && round > mostRounds) throw tooManyRounds(mostRounds)
    const given = batches
    batches = await rowsOf(query.step(batchesNode(query.schema, () => given, context)), context)
  }
}

async function rowsOf(node: Node, context: SessionContext): Promise<readonly RecordBatch[]> {
  const batches: RecordBatch[] = []
  await runBatch(node, context, (batch) => batch.selected === 0 || batches.push(batch) > 0)
  return batches
}

function limit(key: keyof typeof limits, { conf }: SessionContext): number {
  return Number(conf.get(key, `${limits[key]}`))
}

function tooManyRounds(most: number): MillraceError {
  return new MillraceError(
    'RECURSION_LEVEL_LIMIT_EXCEEDED',
    `Recursion level limit ${most} reached but query has not exhausted, try increasing it like 'WITH RECURSIVE t(col) MAX ` +
      "RECURSION LEVEL 200'.",
    { sqlState: '42836', parameters: { levelLimit: `${most}` } },
  )
}

function tooManyRows(most: number): MillraceError {
  return new MillraceError(
    'RECURSION_ROW_LIMIT_EXCEEDED',
    `Recursion row limit ${most} reached but query has not exhausted, try setting a larger LIMIT value when querying the ` +
      'CTE relation.',
    { sqlState: '42836', parameters: { rowLimit: `${most}` } },
  )
}
