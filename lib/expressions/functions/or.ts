/** `a OR b` */
import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const or: ScalarFunction = {
  name: 'or',
  summary: 'True when one is, whatever the other; false when both are false; else null.',
  bind: signature({ takes: ['boolean', 'boolean'], gives: booleanType, exact: true }),
  nulls: 'custom',
  lazy: true,
  evaluate(args) {
    const [left, right] = args as readonly (() => boolean | null)[]
    const first = left?.()
    if (first === true) return true
    const second = right?.()
    if (second === true) return true
    return first === null || second === null ? null : false
  },
}
