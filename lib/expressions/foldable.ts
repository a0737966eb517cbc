/** Which expressions have one value for ever. */
import type { Bound } from './bound.ts'
import type { FunctionRegistry } from './function-registry.ts'

/** True when an expression reads no column, no lambda variable from outside, and calls nothing non-deterministic. */
export function isFoldable(bound: Bound, functions: FunctionRegistry): boolean {
  return foldable(bound, functions, new Set())
}

function foldable(bound: Bound, functions: FunctionRegistry, own: ReadonlySet<number>): boolean {
  switch (bound.kind) {
    case 'literal':
      return true
    case 'input':
    case 'udf':
      return false
    case 'lambdaVariable':
      return own.has(bound.id)
    case 'cast':
      return foldable(bound.input, functions, own)
    case 'lambda':
      return foldable(bound.body, functions, new Set([...own, ...bound.parameters]))
    case 'call':
      if (bound.aggregate) return false
      if (functions.get(bound.name)?.deterministic === false) return false
      return bound.args.every((arg) => foldable(arg, functions, own))
  }
}
