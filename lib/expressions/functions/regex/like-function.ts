/** like and ilike as function definitions. */
import { utf8Of } from '../../../columnar/bytes.ts'
import { booleanType, stringType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import { containsBytes, endsWithBytes, sameBytes, startsWithBytes } from '../../code/bytes.ts'
import type { BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { perCall } from '../per-call.ts'
import { bytesArguments } from '../text/text-scratch.ts'
import { likePattern, simpleLike } from './like-pattern.ts'

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
    emit(emitter, [text], call) {
      const pattern = call.args[1]
      if (flags !== '' || !text?.bytes || pattern?.kind !== 'literal') return undefined
      const simple = simpleLike(pattern.value as string, call.data as string)
      if (!simple) return undefined
      const part = utf8Of(simple.text)
      const args = `${bytesArguments(text.bytes)}, ${emitter.constant(part)}, 0, ${part.length}`
      return { type: booleanType, value: `${emitter.constant(searches[simple.kind])}(${args})`, isNull: undefined }
    },
  }
}

const searches = { is: sameBytes, begins: startsWithBytes, ends: endsWithBytes, contains: containsBytes } as const
