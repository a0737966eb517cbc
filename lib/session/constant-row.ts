import { generatorOf } from '../expressions/binder/bind-select.ts'
import type { Expression } from '../expressions/expression.ts'
import { interpreter } from '../expressions/interpret.ts'
import { windowIn } from '../plan/analyze/refuse-windows.ts'
import type { Node } from '../plan/nodes.ts'
import { schemaOf } from '../plan/planner.ts'
import type { SqlValue } from '../types/data-type.ts'
import { batchEvaluation } from './batch-evaluation.ts'
import type { SessionContext } from './session-context.ts'

/**
 * The only row of a plan that reads nothing: a select list without FROM. Undefined for every other plan, which has to be
 * run.
 *
 * @param around is called around the computing of each value at the top of the plan, to say where it stands
 * @throws what a value raises
 */
export function constantRow(
  node: Node,
  context: SessionContext,
  around: (at: number, compute: () => SqlValue) => SqlValue = (_, compute) => compute(),
): readonly SqlValue[] | undefined {
  if (node.op === 'localRelation') {
    const { rows } = (node as Node<'localRelation'>).options
    return rows.length === 1 ? rows[0] : undefined
  }
  const [input] = node.inputs
  const items = input && itemsOf(node)
  const row = items && constantRow(input, context)
  if (!row) return undefined
  const { binder, functions } = context.planner
  const evaluation = batchEvaluation(context)
  return binder
    .bindColumns(items, schemaOf(input, context.planner))
    .map(({ value }, at) => around(at, () => interpreter(value, { functions, evaluation })(row)))
}

/** The select list of a projection of row by row. */
function itemsOf(node: Node): readonly Expression[] | undefined {
  const items = node.op === 'project' ? (node as Node<'project'>).options.columns : added(node)
  return items?.some((one) => generatorOf(one) || windowIn(one)) ? undefined : items
}

/** What names earlier items is computed over them: they are added below the list. */
function added(node: Node): readonly Expression[] | undefined {
  if (node.op !== 'withColumns') return undefined
  const star: Expression = { kind: 'star', target: undefined }
  const { columns } = (node as Node<'withColumns'>).options
  return [star, ...columns.map(({ name, value }): Expression => ({ kind: 'alias', input: value, names: [name] }))]
}
