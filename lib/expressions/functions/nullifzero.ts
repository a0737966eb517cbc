import { intType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { nullif } from './nullif.ts'

const zero: Bound = { kind: 'literal', value: 0, type: intType, nullable: false }

export const nullifzero: ScalarFunction = {
  name: 'nullifzero',
  summary: 'The number, or null when it is 0.',
  bind(args, context) {
    checkCount(args, 1, 1, context)
    return { ...nullif.bind([args[0] as Bound, zero], context), text: `nullifzero(${boundText(args[0] as Bound)})` }
  },
  nulls: 'custom',
  lazy: true,
  evaluate: nullif.evaluate,
}
