/** array_append and array_prepend. */
import type { SqlValue } from '../../../types/data-type.ts'
import { arrayType } from '../../../types/types.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { arrayAndElement, arrayOf, requireArray } from './search-array.ts'

export function appendFunction(
  name: string,
  summary: string,
  of: (items: readonly SqlValue[], item: SqlValue) => SqlValue,
): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 2, 2, context)
      requireArray(args[0] as Bound, context)
      const [input, value] = arrayAndElement(args, context)
      const { element, containsNull } = arrayOf(input)
      return {
        args: [input, value],
        type: arrayType(element, containsNull || value.nullable),
        nullable: input.nullable,
      }
    },
    nulls: 'custom',
    evaluate: ([items, item]) => (items === null ? null : of(items as readonly SqlValue[], item as SqlValue)),
  }
}
