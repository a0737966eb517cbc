/** greatest and least as function definitions. */

import { compareValues } from '../../../columnar/compare.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { typeSql } from '../../../types/ddl/type-sql.ts'
import { differentTypes, mismatch } from '../../binder/mismatch.ts'
import { isOrderable, sameType } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** @param sign 1 for the largest, -1 for the smallest */
export function extreme(name: string, sign: 1 | -1, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 2, Number.POSITIVE_INFINITY, context)
      // No string is read as a number here.
      const texts = args.filter(({ type }) => type.kind === 'string').length
      const others = args.filter(({ type }) => type.kind !== 'string' && type.kind !== 'null').length
      if (texts > 0 && others > 0)
        throw differentTypes(
          context,
          args.map(({ type }) => type),
        )
      const same = sameType(args, context)
      const { type } = same[0] as Bound
      if (!isOrderable(type)) {
        const detail = `The \`${name}\` does not support ordering on type "${typeSql(type)}".`
        throw mismatch(context, 'INVALID_ORDERING_TYPE', detail)
      }
      return { args: same, type, nullable: same.every((arg) => arg.nullable) }
    },
    nulls: 'custom',
    evaluate(args, call) {
      let best: SqlValue = null
      for (const value of args as readonly SqlValue[]) {
        if (value !== null && (best === null || compareValues(call.type, value, best) * sign > 0)) best = value
      }
      return best
    },
  }
}
