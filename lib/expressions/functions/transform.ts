import type { SqlValue } from '../../types/data-type.ts'
import { arrayType } from '../../types/types.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayAndLambda, type Lambda } from './collection/lambda.ts'

export const transform: ScalarFunction = {
  name: 'transform',
  higherOrder: true,
  summary: 'What a function gives for each element of an array (and its position from 0).',
  bind(args, context) {
    const [input, lambda] = arrayAndLambda(args, context, true)
    return { args: [input, lambda], type: arrayType(lambda.type, lambda.body.nullable), nullable: input.nullable }
  },
  evaluate: ([items, of]) => (items as readonly SqlValue[]).map((item, at) => (of as Lambda)(item, at)),
}
