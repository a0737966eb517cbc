/** `LIKE ANY`, `LIKE ALL` and their negations as function definitions. */
import { booleanType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { likePattern } from './like-pattern.ts'

const patterns = new Map<string, RegExp>()

function fits(text: string, pattern: string): boolean {
  let compiled = patterns.get(pattern)
  if (!compiled) {
    if (patterns.size > 1_000) patterns.clear()
    compiled = likePattern(pattern)
    patterns.set(pattern, compiled)
  }
  return compiled.test(text)
}

/**
 * @param all whether all patterns have to fit (else one)
 * @param negated whether not fitting is asked for
 */
export function quantifiedLike(name: string, all: boolean, negated: boolean, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['string', 'string'], rest: 'string', gives: booleanType, nullable: true }),
    nulls: 'custom',
    evaluate([text, ...given]) {
      if (text === null) return null
      let unknown = false
      for (const pattern of given as readonly (string | null)[]) {
        if (pattern === null) unknown = true
        else if ((fits(text as string, pattern) !== negated) !== all) return !all
      }
      return unknown ? null : all
    },
  }
}
