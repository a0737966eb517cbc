import type { SqlValue } from '../../types/data-type.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const reverse: ScalarFunction = {
  name: 'reverse',
  summary: 'The text or array from its end to its beginning.',
  bind: signature({ takes: [['string', 'binary', 'array']], gives: ([input]) => (input as Bound).type }),
  evaluate: ([value]): SqlValue =>
    typeof value === 'string'
      ? [...value].reverse().join('')
      : (value as Uint8Array | readonly SqlValue[]).slice().reverse(),
}
