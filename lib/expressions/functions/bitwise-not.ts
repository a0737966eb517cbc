/** `~a` */

import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const bitwiseNot: ScalarFunction = {
  name: '~',
  summary: 'The integer with all bits turned over.',
  bind: signature({ takes: ['integral'], gives: ([input]) => (input as Bound).type }),
  evaluate: ([value]) => ~(value as number),
  emit: (_, [value], call) => value && { type: call.type, value: `(~${value.value})`, isNull: undefined },
}
