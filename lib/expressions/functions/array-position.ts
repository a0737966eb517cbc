import { equalValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { longType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayAndSought, arrayOf, refuseNulls } from './collection/search-array.ts'

export const arrayPosition: ScalarFunction = {
  name: 'array_position',
  summary: 'The position (from 1) of a value in an array, 0 when it is not in it.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    refuseNulls(args, context)
    const [input, value] = arrayAndSought(args, context)
    return { args: [input, value], type: longType, nullable: input.nullable || value.nullable }
  },
  evaluate([items, value], call) {
    const { element } = arrayOf(call.args[0] as Bound)
    const at = (items as readonly SqlValue[]).findIndex(
      (item) => item !== null && equalValues(element, item, value as SqlValue),
    )
    return BigInt(at + 1)
  },
}
