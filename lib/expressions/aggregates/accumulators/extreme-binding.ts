/** How min and max bind: one argument whose values have an order. */

import type { DataType } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { isOrderable } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'
import type { AggregateParts } from '../aggregate-function.ts'

export function bindExtreme(args: readonly Bound[], context: BindContext): AggregateParts {
  checkCount(args, 1, 1, context)
  const { type } = args[0] as Bound
  refuseUnordered(type, context)
  return { args, type, nullable: true }
}

/** @throws DATATYPE_MISMATCH.INVALID_ORDERING_TYPE for maps and what has one in it */
export function refuseUnordered(type: DataType, context: BindContext): void {
  if (isOrderable(type)) return
  const detail = `The \`${context.name}\` does not support ordering on type "${typeSql(type)}".`
  throw mismatch(context, 'INVALID_ORDERING_TYPE', detail)
}
