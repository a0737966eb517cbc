import { equalValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayAndSought, arrayOf } from './collection/search-array.ts'

export const arrayRemove: ScalarFunction = {
  name: 'array_remove',
  summary: 'The array without the values equal to one.',
  bind(args, context) {
    const [input, value] = arrayAndSought(args, context)
    return { args: [input, value], type: input.type, nullable: input.nullable || value.nullable }
  },
  evaluate([items, value], call) {
    const { element } = arrayOf(call.args[0] as Bound)
    return (items as readonly SqlValue[]).filter(
      (item) => item === null || !equalValues(element, item, value as SqlValue),
    )
  },
}
