/** `NOT a` */
import { booleanType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

export const not: ScalarFunction = {
  name: 'not',
  aliases: ['!'],
  summary: 'The other truth value.',
  bind: signature({ takes: ['boolean'], gives: booleanType }),
  evaluate: ([value]) => !value,
  emit: (_, [value]) => value && { type: booleanType, value: `!${value.value}`, isNull: undefined },
}
