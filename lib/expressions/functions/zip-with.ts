import type { SqlValue } from '../../types/data-type.ts'
import { arrayType } from '../../types/types.ts'
import { checkCount, typedArgument } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import type { Lambda } from './collection/lambda.ts'
import { arrayOf } from './collection/search-array.ts'

export const zipWith: ScalarFunction = {
  name: 'zip_with',
  higherOrder: true,
  summary: 'What a function gives for the values that two arrays have at one position; null where one is shorter.',
  bind(args, context) {
    checkCount(args, 3, 3, context)
    const left = typedArgument(args[0], 0, 'array', context)
    const right = typedArgument(args[1], 1, 'array', context)
    const lambda = context.lambda(2, [
      { type: arrayOf(left).element, nullable: true },
      { type: arrayOf(right).element, nullable: true },
    ])
    return {
      args: [left, right, lambda],
      type: arrayType(lambda.type, lambda.body.nullable),
      nullable: left.nullable || right.nullable,
    }
  },
  evaluate([left, right, of]) {
    const [first, second] = [left as readonly SqlValue[], right as readonly SqlValue[]]
    const length = Math.max(first.length, second.length)
    return Array.from({ length }, (_, at) => (of as Lambda)(first[at] ?? null, second[at] ?? null))
  },
}
