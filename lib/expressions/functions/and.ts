/** `a AND b` */
import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const and: ScalarFunction = {
  name: 'and',
  summary: 'True when both are; false when one is false, whatever the other; else null.',
  bind: signature({ takes: ['boolean', 'boolean'], gives: booleanType, exact: true }),
  nulls: 'custom',
  lazy: true,
  evaluate(args) {
    const [left, right] = args as readonly (() => boolean | null)[]
    const first = left?.()
    if (first === false) return false
    const second = right?.()
    if (second === false) return false
    return first === null || second === null ? null : true
  },
}
