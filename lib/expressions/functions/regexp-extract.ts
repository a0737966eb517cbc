import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { checkGroup } from './regex/group-index.ts'
import { patternOf } from './regex/pattern-of.ts'

export const regexpExtract: ScalarFunction = {
  name: 'regexp_extract',
  summary:
    'What a group (1 unless given, 0 for all) of a regular expression first fits; the empty text when it fits nowhere.',
  bind: signature({ takes: ['string', 'string', 'int'], optional: 1, gives: stringType }),
  evaluate([text, pattern, index = 1], call) {
    const compiled = patternOf(call, pattern as string)
    const found = compiled.regex.exec(text as string)
    if (!found) return ''
    checkGroup(index as number, compiled.groups, 'regexp_extract')
    return compiled.groupOf(found, index as number) ?? ''
  },
}
