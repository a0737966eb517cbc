import { arrayType, stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { patternOf } from './regex/pattern-of.ts'

/** Java's `String.split(regex, limit)`; an empty match at the beginning splits nothing off, a limit up to 0 is none. */
function pieces(text: string, pattern: RegExp, limit: number): string[] {
  if (text === '') return ['']
  const parts: string[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    if (limit > 0 && parts.length === limit - 1) break
    const end = match.index + match[0].length
    if (end === 0) continue
    parts.push(text.slice(from, match.index))
    from = end
  }
  parts.push(text.slice(from))
  return parts
}

/** Spark splits by the empty pattern into characters without an empty last part. */
function characters(text: string, limit: number): string[] {
  const symbols = [...text]
  if (limit <= 0 || symbols.length <= limit) return symbols.length === 0 ? [''] : symbols
  return [...symbols.slice(0, limit - 1), symbols.slice(limit - 1).join('')]
}

export const split: ScalarFunction = {
  name: 'split',
  summary: 'The parts of a text between the places that a regular expression fits, at most so many.',
  bind: signature({ takes: ['string', 'string', 'int'], optional: 1, gives: arrayType(stringType, false) }),
  evaluate([text, pattern, limit = -1], call) {
    if (pattern === '') return characters(text as string, limit as number)
    return pieces(text as string, patternOf(call, pattern as string).all, limit as number)
  },
}
