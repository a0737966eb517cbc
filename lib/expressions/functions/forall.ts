import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayAndLambda, checkPredicate, type Lambda } from './collection/lambda.ts'

export const forall: ScalarFunction = {
  name: 'forall',
  summary: 'Whether a function gives true for all elements; null when it gives null for one and false for none.',
  bind(args, context) {
    const [input, lambda] = arrayAndLambda(args, context, false)
    checkPredicate(lambda, context)
    return { args: [input, lambda], type: booleanType, nullable: input.nullable || lambda.body.nullable }
  },
  evaluate([items, of]) {
    let unknown = false
    for (const item of items as readonly SqlValue[]) {
      const holds = (of as Lambda)(item)
      if (holds === false) return false
      if (holds === null) unknown = true
    }
    return unknown ? null : true
  },
}
