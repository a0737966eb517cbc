/** `a OR b` */
import type { ScalarFunction } from '../scalar-function.ts'
import { bindConnective } from './comparison/bind-connective.ts'

export const or: ScalarFunction = {
  name: 'or',
  summary: 'True when one is, whatever the other; false when both are false; else null.',
  bind: bindConnective,
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
