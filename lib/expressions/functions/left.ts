import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { sliceText } from './text/text-function.ts'

export const left: ScalarFunction = {
  name: 'left',
  summary: 'The first characters of a text.',
  bind: signature({ takes: [['string', 'binary'], 'int'], gives: ([input]) => (input as Bound).type }),
  evaluate([value, count]): SqlValue {
    const end = Math.max(0, count as number)
    return typeof value === 'string' ? sliceText(value, 0, end) : (value as Uint8Array).slice(0, end)
  },
}
