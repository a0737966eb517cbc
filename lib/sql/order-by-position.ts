/** Orders that name columns by position, or all of them. */
import { MillraceError } from '../errors.ts'
import type { Expression } from '../expressions/expression.ts'
import type { Field } from '../types/data-type.ts'

/** ORDER BY ALL: by every column. */
export function ordersOfAll(order: Expression, columns: readonly Field[]): readonly Expression[] | undefined {
  if (order.kind !== 'sort' || order.input.kind !== 'star') return undefined
  return columns.map((column) => ({ ...order, input: { kind: 'column', path: pathOf(column) } }))
}

const pathOf = ({ name, qualifier }: Field): readonly string[] => (qualifier === undefined ? [name] : [qualifier, name])

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
  return { ...order, input: { kind: 'column', path: pathOf(column) } }
}
