import type { ScalarFunction } from '../scalar-function.ts'
import { checkPredicate, type Lambda } from './collection/lambda.ts'
import type { Entry } from './collection/map-builder.ts'
import { mapAndLambda } from './collection/map-lambda.ts'

export const mapFilter: ScalarFunction = {
  name: 'map_filter',
  higherOrder: true,
  summary: 'The entries of a map for which a function of key and value gives true.',
  bind(args, context) {
    const [input, lambda] = mapAndLambda(args, context)
    checkPredicate(lambda, context)
    return { args: [input, lambda], type: input.type, nullable: input.nullable }
  },
  evaluate: ([entries, of]) =>
    (entries as readonly Entry[]).filter(([key, value]) => (of as Lambda)(key, value) === true),
}
