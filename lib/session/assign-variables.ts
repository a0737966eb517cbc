/** Values of a query's row into session variables: SET VARIABLE, EXECUTE IMMEDIATE … INTO. */
import type { RecordBatch } from '../columnar/record-batch.ts'
import { rowAt } from '../columnar/values.ts'
import { MillraceError } from '../errors.ts'
import { assigningCast } from '../expressions/binder/bind-cast.ts'
import type { Bound } from '../expressions/bound.ts'
import { interpreter } from '../expressions/interpret.ts'
import { refuseAction } from '../plan/analyze/streaming.ts'
import type { Node } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import { located } from '../sql/located.ts'
import type { QueryCursor } from '../sql/query-cursor.ts'
import type { Place } from '../sql/statement.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import { batchesNode } from './batches-source.ts'
import { fittedText } from './fitted-text.ts'
import { runBatch } from './run-batch.ts'
import type { SessionContext } from './session-context.ts'
import { rowsTable } from './show-statements.ts'

/** A variable that gets a value. */
export interface Target {
  readonly name: string
  readonly type: DataType
  /** SQL of its value by default. */
  readonly initial: string | undefined
}

/** Where Spark marks a value that cannot be assigned. */
const statement: Place = { first: 0, last: 0 }

/**
 * Assigns the only row of a plan, nulls where it has none. A row that is not known is read from now on; who wants to know
 * when it is done asks for the rows of the plan that comes back.
 *
 * @param row the plan's, where it needs no reading
 * @throws ASSIGNMENT_ARITY_MISMATCH, DATATYPE_MISMATCH.*, and what a cast raises
 * @throws (when its rows are asked for) ROW_SUBQUERY_TOO_MANY_ROWS, and what the plan raises
 */
export function assign(
  row: readonly SqlValue[] | undefined,
  node: Node,
  targets: readonly Target[],
  cursor: QueryCursor,
  context: SessionContext,
): Node {
  refuseAction(node)
  const casts = castsOf(node, targets, cursor, context)
  if (row) {
    context.variables.assign(namesOf(targets), castRow(row, casts, targets, cursor, context))
    return rowsTable([])
  }
  const values = onlyRow(node, context).then((read) =>
    read ? castRow(read, casts, targets, cursor, context) : targets.map((): SqlValue => null),
  )
  const { done, heard } = context.variables.assignLater(namesOf(targets), values)
  return batchesNode(new Schema([]), () => nothingAfter(done, heard), context)
}

const namesOf = (targets: readonly Target[]): readonly string[] => targets.map((one) => one.name)

/** No batches, once it is done. */
async function* nothingAfter(done: Promise<void>, heard: () => void): AsyncGenerator<RecordBatch> {
  try {
    await done
  } finally {
    heard()
  }
  yield* []
}

/** undefined when there is none. @throws ROW_SUBQUERY_TOO_MANY_ROWS */
async function onlyRow(node: Node, context: SessionContext): Promise<readonly SqlValue[] | undefined> {
  const rows: (readonly SqlValue[])[] = []
  await runBatch(node, context, (batch) => {
    for (let at = 0; at < batch.selected && rows.length < 2; at++) {
      rows.push(rowAt(batch, batch.selection ? (batch.selection[at] as number) : at))
    }
    return rows.length < 2
  })
  if (rows.length < 2) return rows[0]
  throw new MillraceError('ROW_SUBQUERY_TOO_MANY_ROWS', 'More than one row returned by a subquery used as a row.', {
    sqlState: '21000',
  })
}

function castsOf(
  node: Node,
  targets: readonly Target[],
  cursor: QueryCursor,
  { planner, conf }: SessionContext,
): readonly Bound[] {
  const schema = schemaOf(node, planner)
  if (schema.length !== targets.length) {
    throw new MillraceError(
      'ASSIGNMENT_ARITY_MISMATCH',
      `The number of columns or variables assigned or aliased: ${targets.length} does not match the number of source ` +
        `expressions: ${schema.length}.`,
      { sqlState: '42802' },
    )
  }
  return targets.map(({ type }, index) =>
    located(cursor, statement, () => {
      const path = [schema.names[index] as string]
      return assigningCast(planner.binder.bind({ kind: 'column', path, index }, schema), type, conf)
    }),
  )
}

function castRow(
  row: readonly SqlValue[],
  casts: readonly Bound[],
  targets: readonly Target[],
  cursor: QueryCursor,
  context: SessionContext,
): readonly SqlValue[] {
  const { functions } = context.planner
  const evaluation = batchEvaluation(context)
  return casts.map((one, at) => {
    const value = located(cursor, statement, () => interpreter(one, { functions, evaluation })(row))
    return fittedText(value, (targets[at] as Target).type)
  })
}
