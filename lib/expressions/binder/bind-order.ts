/** An item of a window's ORDER BY. */
import { MillraceError } from '../../errors.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { Expression } from '../expression.ts'
import type { ExpressionScope } from './expression-scope.ts'
import { isOrderable } from './operands.ts'

export interface BoundOrder {
  readonly value: Bound
  readonly ascending: boolean
  readonly nullsFirst: boolean
  readonly text?: string
}

/** @throws DATATYPE_MISMATCH.INVALID_ORDERING_TYPE */
export const bindOrder = (scope: ExpressionScope, item: Expression) => scope.around(item, () => boundOrder(scope, item))

function boundOrder(scope: ExpressionScope, item: Expression): BoundOrder & { readonly text: string } {
  const { ascending, nullsFirst } = item.kind === 'sort' ? item : { ascending: true, nullsFirst: true }
  const value = scope.bind(item)
  const text = `${boundText(value)} ${ascending ? 'ASC' : 'DESC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`
  if (isOrderable(value.type)) return { value, ascending, nullsFirst, text }
  const type = `"${typeSql(value.type)}"`
  throw new MillraceError(
    'DATATYPE_MISMATCH.INVALID_ORDERING_TYPE',
    `Cannot resolve "${text}" due to data type mismatch: The \`sortorder\` does not support ordering on type ${type}.`,
    { sqlState: '42K09', parameters: { sqlExpr: `"${text}"`, functionName: '`sortorder`', dataType: type } },
  )
}
