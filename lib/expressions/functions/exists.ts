import type { SqlValue } from '../../types/data-type.ts'
import { booleanType } from '../../types/types.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { arrayAndLambda, checkPredicate, type Lambda } from './collection/lambda.ts'

export const exists: ScalarFunction = {
  name: 'exists',
  summary: 'Whether a function gives true for an element; null when for none, but null for one.',
  bind(args, context) {
    const [input, lambda] = arrayAndLambda(args, context, false)
    checkPredicate(lambda, context)
    return { args: [input, lambda], type: booleanType, nullable: input.nullable || lambda.body.nullable }
  },
  evaluate([items, of]) {
    let unknown = false
    for (const item of items as readonly SqlValue[]) {
      const holds = (of as Lambda)(item)
      if (holds === true) return true
      if (holds === null) unknown = true
    }
    return unknown ? null : false
  },
}
