import { arrayType, stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { checkGroup } from './regex/group-index.ts'
import { patternOf } from './regex/pattern-of.ts'

export const regexpExtractAll: ScalarFunction = {
  name: 'regexp_extract_all',
  summary: 'What a group (1 unless given, 0 for all) of a regular expression fits, each time.',
  bind: signature({ takes: ['string', 'string', 'int'], optional: 1, gives: arrayType(stringType) }),
  evaluate([text, pattern, index = 1], call) {
    const compiled = patternOf(call, pattern as string)
    return Array.from((text as string).matchAll(compiled.all), (match) => {
      checkGroup(index as number, compiled.groups, 'regexp_extract_all')
      return compiled.groupOf(match, index as number) ?? ''
    })
  },
}
