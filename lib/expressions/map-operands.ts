/** One level of a bound expression rebuilt. */
import type { Bound } from './bound.ts'
import { givePlace, placeOf } from './text-place.ts'

/** The expression with every direct operand replaced; the same object when nothing changed. */
export function mapOperands(bound: Bound, replace: (operand: Bound) => Bound): Bound {
  const mapped = mappedKind(bound, replace)
  return mapped === bound ? bound : givePlace(mapped, placeOf(bound))
}

function mappedKind(bound: Bound, replace: (operand: Bound) => Bound): Bound {
  switch (bound.kind) {
    case 'call':
    case 'udf': {
      const args = bound.args.map(replace)
      return args.every((arg, at) => arg === bound.args[at]) ? bound : { ...bound, args }
    }
    case 'cast': {
      const input = replace(bound.input)
      return input === bound.input ? bound : { ...bound, input }
    }
    case 'lambda': {
      const body = replace(bound.body)
      return body === bound.body ? bound : { ...bound, body }
    }
    default:
      return bound
  }
}
