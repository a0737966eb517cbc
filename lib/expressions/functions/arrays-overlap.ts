import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { keyText } from './collection/distinct.ts'
import { arrayOf, arraysOfOneType } from './collection/search-array.ts'

export const arraysOverlap: ScalarFunction = {
  name: 'arrays_overlap',
  summary: 'Whether two arrays share a value that is not null; null when only a null could be shared.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const arrays = arraysOfOneType(args, context)
    const nullable = arrays.some((arg) => arg.nullable || arrayOf(arg).containsNull)
    return { args: arrays, type: booleanType, nullable }
  },
  evaluate([left, right], call) {
    const [first, second] = [left as readonly SqlValue[], right as readonly SqlValue[]]
    if (first.length === 0 || second.length === 0) return false
    const { element } = arrayOf(call.args[0] as Bound)
    const keys = new Set(first.filter((item) => item !== null).map((item) => keyText(element, item)))
    if (second.some((item) => item !== null && keys.has(keyText(element, item)))) return true
    return first.includes(null) || second.includes(null) ? null : false
  },
}
