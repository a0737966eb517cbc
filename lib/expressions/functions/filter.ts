import type { SqlValue } from '../../types/data-type.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayAndLambda, checkPredicate, type Lambda } from './collection/lambda.ts'

export const filter: ScalarFunction = {
  name: 'filter',
  higherOrder: true,
  summary: 'The elements of an array for which a function gives true.',
  bind(args, context) {
    const [input, lambda] = arrayAndLambda(args, context, true)
    checkPredicate(lambda, context)
    return { args: [input, lambda], type: input.type, nullable: input.nullable }
  },
  evaluate: ([items, of]) => (items as readonly SqlValue[]).filter((item, at) => (of as Lambda)(item, at) === true),
}
