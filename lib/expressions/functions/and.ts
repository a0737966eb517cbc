/** `a AND b` */
import type { ScalarFunction } from '../scalar-function.ts'
import { bindConnective } from './comparison/bind-connective.ts'

export const and: ScalarFunction = {
  name: 'and',
  summary: 'True when both are; false when one is false, whatever the other; else null.',
  bind: bindConnective,
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
