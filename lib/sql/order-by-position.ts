/** Orders that name columns by position, or all of them. */
import { MillraceError } from '../errors.ts'
import { columnsNamed, findName } from '../expressions/binder/resolve-name.ts'
import { unresolvedColumn } from '../expressions/binder/suggestions.ts'
import type { Expression } from '../expressions/expression.ts'
import { rebuildExpression } from '../expressions/rebuild-expression.ts'
import type { Node } from '../plan/nodes.ts'
import { type Planner, schemaOf } from '../plan/planner.ts'
import type { Field } from '../types/data-type.ts'

/** ORDER BY ALL: by every column. */
export function ordersOfAll(order: Expression, columns: readonly Field[]): readonly Expression[] | undefined {
  if (order.kind !== 'sort' || order.input.kind !== 'star') return undefined
  return columns.map((_, at) => ({ ...order, input: columnAt(columns, at) }))
}

/** A column by its name, and by its place where others have the name too. */
function columnAt(columns: readonly Field[], at: number): Expression {
  const { name, qualifier } = columns[at] as Field
  const alike = columns.filter((one) => one.name.toLowerCase() === name.toLowerCase())
  if (alike.length > 1) return { kind: 'column', path: [name], index: at }
  return { kind: 'column', path: qualifier === undefined ? [name] : [qualifier, name] }
}

/**
 * An order whose names that several columns have are told apart: one column that was selected twice is itself, and others
 * name nothing, as Spark has it of orders.
 *
 * @param node what is ordered
 * @throws UNRESOLVED_COLUMN.WITH_SUGGESTION
 */
export function unambiguousOrder(order: Expression, node: Node, planner: Planner): Expression {
  const schema = schemaOf(node, planner)
  const change = (one: Expression): Expression => {
    if (one.kind !== 'column' || one.index !== undefined) return rebuildExpression(one, change)
    const alike = columnsNamed(one.path, schema)
    const [first, ...others] = alike
    if (first === undefined || others.length === 0) return one
    const from = selectedColumn(first, node, planner)
    if (from === undefined || !others.every((at) => selectedColumn(at, node, planner) === from)) {
      throw unresolvedColumn(one.path, schema)
    }
    return { kind: 'column', path: [(schema.fields[first] as Field).name], index: first }
  }
  return change(order)
}

/** The column below that a column of a select list is; undefined for what is computed or renamed. */
function selectedColumn(at: number, node: Node, planner: Planner): number | undefined {
  const [input] = node.inputs
  if (!input) return undefined
  if (node.op === 'deduplicate') return selectedColumn(at, input, planner)
  if (node.op !== 'project') return undefined
  const { columns } = (node as Node<'project'>).options
  const item = columns[at]
  if (item?.kind !== 'column' || columns.some(({ kind }) => kind === 'star')) return undefined
  return findName(item.path, schemaOf(input, planner))?.index
}

/** `ORDER BY 2` means the second column. @throws ORDER_BY_POS_OUT_OF_RANGE */
export function orderByPosition(order: Expression, columns: readonly Field[]): Expression {
  if (order.kind !== 'sort' || order.input.kind !== 'literal' || order.input.type.kind !== 'int') return order
  const position = Number(order.input.value)
  const column = columns[position - 1]
  if (!column) {
    throw new MillraceError(
      'ORDER_BY_POS_OUT_OF_RANGE',
      `ORDER BY position ${position} is not in select list (valid range is [1, ${columns.length}]).`,
      { sqlState: '42805' },
    )
  }
  return { ...order, input: columnAt(columns, position - 1) }
}
