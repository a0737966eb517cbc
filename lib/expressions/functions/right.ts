import type { SqlValue } from '../../types/data-type.ts'
import { stringType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sliceText, textLength } from './text/text-function.ts'

export const right: ScalarFunction = {
  name: 'right',
  summary: 'The last characters of a text.',
  bind: signature({ takes: ['string', 'int'], gives: stringType, nullable: true }),
  evaluate([value, count]): SqlValue {
    const text = value as string
    return (count as number) <= 0 ? '' : sliceText(text, Math.max(0, textLength(text) - (count as number)))
  },
}
