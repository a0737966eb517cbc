/** like and ilike as function definitions. */
import { booleanType, stringType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { perCall } from '../per-call.ts'
import { likePattern } from './like-pattern.ts'

/** @param flags `i` where case does not count */
export function likeFunction(name: string, flags: string, summary: string): ScalarFunction {
  const compiled = perCall((pattern: string, call: BoundCall) => likePattern(pattern, call.data as string, flags))
  return {
    name,
    summary,
    bind: signature({
      takes: ['string', 'string', stringType],
      optional: 1,
      gives: booleanType,
      data: (args, context) => (args[2] ? (context.constant(args[2], 'escape') as string) : '\\'),
    }),
    evaluate: ([text, pattern], call) => compiled(call, pattern as string).test(text as string),
  }
}
