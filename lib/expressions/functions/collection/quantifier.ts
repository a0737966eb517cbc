/** `exists` and `forall` as definitions: each is decided by the first element for which its predicate says so. */
import type { SqlValue } from '../../../types/data-type.ts'
import { booleanType } from '../../../types/types.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { arrayAndLambda, checkPredicate, type Lambda } from './lambda.ts'

/** @param decisive what one element gives that the whole then gives; without such, null if one gave null, else its opposite */
export function quantifier(name: string, summary: string, decisive: boolean): ScalarFunction {
  return {
    name,
    higherOrder: true,
    summary,
    bind(args, context) {
      const [input, lambda] = arrayAndLambda(args, context, false)
      checkPredicate(lambda, context)
      return { args: [input, lambda], type: booleanType, nullable: input.nullable || lambda.body.nullable }
    },
    evaluate([items, of]) {
      let unknown = false
      for (const item of items as readonly SqlValue[]) {
        const holds = (of as Lambda)(item)
        if (holds === decisive) return decisive
        if (holds === null) unknown = true
      }
      return unknown ? null : !decisive
    },
  }
}
