import { equalValues } from '../../columnar/compare.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayAndSought, arrayOf, refuseNulls } from './collection/search-array.ts'

export const arrayContains: ScalarFunction = {
  name: 'array_contains',
  summary: 'Whether an array has a value; null when it has not but has a null.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    refuseNulls(args, context)
    const [input, value] = arrayAndSought(args, context, { wide: true })
    return {
      args: [input, value],
      type: booleanType,
      nullable: input.nullable || value.nullable || arrayOf(input).containsNull,
    }
  },
  evaluate([items, value], call) {
    const { element } = arrayOf(call.args[0] as Bound)
    let unknown = false
    for (const item of items as readonly SqlValue[]) {
      if (item === null) unknown = true
      else if (equalValues(element, item, value as SqlValue)) return true
    }
    return unknown ? null : false
  },
}
