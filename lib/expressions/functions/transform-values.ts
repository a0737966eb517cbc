import { mapType } from '../../types/types.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import type { Lambda } from './collection/lambda.ts'
import type { Entry } from './collection/map-builder.ts'
import { mapAndLambda, mapTypeOf } from './collection/map-lambda.ts'

export const transformValues: ScalarFunction = {
  name: 'transform_values',
  higherOrder: true,
  summary: 'The map with what a function of key and value gives as its values.',
  bind(args, context) {
    const [input, lambda] = mapAndLambda(args, context)
    return {
      args: [input, lambda],
      type: mapType(mapTypeOf(input).key, lambda.type, lambda.body.nullable),
      nullable: input.nullable,
    }
  },
  evaluate: ([entries, of]) => (entries as readonly Entry[]).map(([key, value]) => [key, (of as Lambda)(key, value)]),
}
