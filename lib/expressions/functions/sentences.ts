import { arrayType, stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sentencesOf } from './text/sentences.ts'

/** Language and country are taken, and do not matter: Java parts the texts of all of them in one way. */
export const sentences: ScalarFunction = {
  name: 'sentences',
  summary: 'The words of each sentence of a text.',
  bind: signature({
    takes: ['string', 'string', 'string'],
    optional: 2,
    gives: arrayType(arrayType(stringType, false), false),
    nullable: true,
  }),
  nulls: 'custom',
  evaluate: ([text]) => (text === null ? null : sentencesOf(text as string)),
}
