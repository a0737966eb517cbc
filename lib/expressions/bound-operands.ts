/** What a bound expression is made of. */
import type { Bound } from './bound.ts'

/** Direct operands of an expression. */
export function operandsOf(bound: Bound): readonly Bound[] {
  switch (bound.kind) {
    case 'call':
    case 'udf':
      return bound.args
    case 'cast':
      return [bound.input]
    case 'lambda':
      return [bound.body]
    default:
      return []
  }
}

/** False when two evaluations may differ: rand, uuid, and users' functions that say so. */
export function isDeterministic(bound: Bound): boolean {
  if (bound.kind === 'call' && bound.ordinal !== undefined) return false
  if (bound.kind === 'udf' && !bound.deterministic) return false
  return operandsOf(bound).every(isDeterministic)
}
