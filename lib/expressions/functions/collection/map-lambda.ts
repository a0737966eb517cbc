/** Binding of functions that take a lambda over a map's keys and values. */

import { checkCount, typedArgument } from '../../binder/signature.ts'
import type { Bound, BoundLambda } from '../../bound.ts'
import type { BindContext } from '../../scalar-function.ts'
import type { MapType } from './map-function.ts'

export const mapTypeOf = (input: Bound) => input.type as MapType

/** A map and a lambda of key and value. */
export function mapAndLambda(args: readonly Bound[], context: BindContext): readonly [Bound, BoundLambda] {
  checkCount(args, 2, 2, context)
  const input = typedArgument(args[0], 0, 'map', context)
  const { key, value, valueContainsNull } = mapTypeOf(input)
  const parameters = [
    { type: key, nullable: false },
    { type: value, nullable: valueContainsNull },
  ]
  return [input, context.lambda(1, parameters)]
}
