import { arrayType, stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './regex/pattern-of.ts'
import { characters, pieces } from './regex/pieces.ts'

export const split: ScalarFunction = {
  name: 'split',
  summary: 'The parts of a text between the places that a regular expression fits, at most so many.',
  bind: signature({ takes: ['string', 'string', 'int'], optional: 1, gives: arrayType(stringType, false) }),
  evaluate([text, pattern, limit = -1], call) {
    if (pattern === '') return characters(text as string, limit as number)
    return pieces(text as string, patternOf(call, pattern as string).all, limit as number)
  },
}
