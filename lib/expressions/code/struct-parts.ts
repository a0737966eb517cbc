/** Structs that an expression puts together: their parts can be read, and stored, without the whole. */
import type { Bound } from '../bound.ts'

/** The values of named_struct's fields; undefined for any other expression. */
export function structParts(bound: Bound): readonly Bound[] | undefined {
  if (bound.kind !== 'call' || bound.name !== 'named_struct') return undefined
  return bound.args.filter((_, at) => at % 2 === 1)
}
