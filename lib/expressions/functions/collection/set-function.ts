/** array_union and its kin: arrays taken as sets. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { arrayType } from '../../../types/types.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { arrayOf, arraysOfOneType } from './search-array.ts'

interface SetForm {
  readonly name: string
  readonly summary: string
  /** Whether the result may contain null, from whether the two may. */
  readonly containsNull: (left: boolean, right: boolean) => boolean
  readonly of: (left: readonly SqlValue[], right: readonly SqlValue[], element: DataType) => SqlValue
}

/** Null equals null here, and NaN equals NaN. */
export function setFunction(form: SetForm): ScalarFunction {
  return {
    name: form.name,
    summary: form.summary,
    bind(args, context) {
      checkCount(args, 2, 2, context)
      const [left, right] = arraysOfOneType(args, context) as readonly [Bound, Bound]
      const containsNull = form.containsNull(arrayOf(left).containsNull, arrayOf(right).containsNull)
      return {
        args: [left, right],
        type: arrayType(arrayOf(left).element, containsNull),
        nullable: left.nullable || right.nullable,
      }
    },
    evaluate: ([left, right], call) =>
      form.of(left as readonly SqlValue[], right as readonly SqlValue[], arrayOf(call.args[0] as Bound).element),
  }
}
