import { compareValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayOf } from './collection/search-array.ts'

export const sortArray: ScalarFunction = {
  name: 'sort_array',
  summary: 'The array in ascending order with nulls first, or descending with nulls last.',
  bind: signature({ takes: ['array', booleanType], optional: 1, gives: ([input]) => (input as Bound).type }),
  evaluate([items, ascending = true], call) {
    const { element } = arrayOf(call.args[0] as Bound)
    const sign = ascending === true ? 1 : -1
    return [...(items as readonly SqlValue[])].sort((a, b) => {
      if (a === null || b === null) return a === b ? 0 : a === null ? -sign : sign
      return sign * compareValues(element, a, b)
    })
  },
}
