import { mapType } from '../../types/types.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import type { Lambda } from './collection/lambda.ts'
import { type Entry, mapOf } from './collection/map-builder.ts'
import type { MapType } from './collection/map-function.ts'
import { mapAndLambda, mapTypeOf } from './collection/map-lambda.ts'

export const transformKeys: ScalarFunction = {
  name: 'transform_keys',
  higherOrder: true,
  summary: 'The map with what a function of key and value gives as its keys.',
  bind(args, context) {
    const [input, lambda] = mapAndLambda(args, context)
    const { value, valueContainsNull } = mapTypeOf(input)
    return {
      args: [input, lambda],
      type: mapType(lambda.type, value, valueContainsNull),
      nullable: input.nullable,
    }
  },
  evaluate: ([entries, of], call) =>
    mapOf(
      (call.type as MapType).key,
      (entries as readonly Entry[]).map(([key, value]) => [(of as Lambda)(key, value), value]),
    ),
}
