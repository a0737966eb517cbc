/** Functions from an array to an array of the same type, or to an element, as definitions. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { requireOrderable } from '../../binder/operands.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { type ArrayType, arrayOf } from './search-array.ts'

interface ArrayForm {
  readonly name: string
  readonly summary: string
  readonly gives: (type: ArrayType) => DataType
  /** Elements must have an order. */
  readonly ordered?: true
  readonly nullable?: true
  readonly of: (items: readonly SqlValue[], element: DataType) => SqlValue
}

export function arrayFunction(form: ArrayForm): ScalarFunction {
  return {
    name: form.name,
    summary: form.summary,
    bind(args, context) {
      checkCount(args, 1, 1, context)
      const input = castArgument(args[0] as Bound, 0, 'array', context)
      const { element } = arrayOf(input)
      if (form.ordered) requireOrderable(element, context)
      return { args: [input], type: form.gives(arrayOf(input)), nullable: input.nullable || form.nullable === true }
    },
    evaluate: ([items], call) => form.of(items as readonly SqlValue[], arrayOf(call.args[0] as Bound).element),
  }
}
