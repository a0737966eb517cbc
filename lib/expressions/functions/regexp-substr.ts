import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './regex/pattern-of.ts'

export const regexpSubstr: ScalarFunction = {
  name: 'regexp_substr',
  summary: 'What a regular expression first fits; null when that is nothing.',
  bind: signature({ takes: ['string', 'string'], gives: stringType, nullable: true }),
  evaluate: ([text, pattern], call) => patternOf(call, pattern as string).regex.exec(text as string)?.[0] || null,
}
