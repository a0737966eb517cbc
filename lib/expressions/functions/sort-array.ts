import { compareValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { requireOrderable } from '../binder/operands.ts'
import { castArgument, exactArgument, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayOf } from './collection/search-array.ts'

const plain = signature({ takes: ['array', booleanType], optional: 1, gives: ([input]) => (input as Bound).type })

export const sortArray: ScalarFunction = {
  name: 'sort_array',
  summary: 'The array in ascending order with nulls first, or descending with nulls last.',
  bind(args, context) {
    if (args[0]) castArgument(args[0], 0, 'array', context)
    if (args[1]) exactArgument(args[1], 1, booleanType, context)
    const parts = plain(args, context)
    requireOrderable(parts.type, context)
    return parts
  },
  evaluate([items, ascending = true], call) {
    const { element } = arrayOf(call.args[0] as Bound)
    const sign = ascending === true ? 1 : -1
    return [...(items as readonly SqlValue[])].sort((a, b) => {
      if (a === null || b === null) return a === b ? 0 : a === null ? -sign : sign
      return sign * compareValues(element, a, b)
    })
  },
}
