import { intType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './regex/pattern-of.ts'

export const regexpCount: ScalarFunction = {
  name: 'regexp_count',
  summary: 'How often a regular expression fits in a text.',
  bind: signature({ takes: ['string', 'string'], gives: intType }),
  evaluate([text, pattern], call) {
    let count = 0
    for (const _ of (text as string).matchAll(patternOf(call, pattern as string).all)) count++
    return count
  },
}
