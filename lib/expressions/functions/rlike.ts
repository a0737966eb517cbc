import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './regex/pattern-of.ts'

/** `a RLIKE b` */
export const rlike: ScalarFunction = {
  name: 'rlike',
  aliases: ['regexp', 'regexp_like'],
  summary: 'Whether a regular expression (of Java) fits somewhere in a text.',
  bind: signature({ takes: ['string', 'string'], gives: booleanType }),
  evaluate: ([text, pattern], call) => patternOf(call, pattern as string).regex.test(text as string),
  emit(emitter, [text], call) {
    const pattern = call.args[1]
    if (!text || pattern?.kind !== 'literal') return undefined
    let regex: RegExp
    try {
      regex = patternOf(call, pattern.value as string).regex
    } catch {
      // Said by the first row that is evaluated.
      return undefined
    }
    return { type: booleanType, value: `${emitter.constant(regex)}.test(${text.value})`, isNull: undefined }
  },
}
