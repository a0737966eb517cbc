import { intType } from '../../types/types.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import type { ScalarFunction } from '../scalar-function.ts'
import { coalesce } from './coalesce.ts'

const zero: Bound = { kind: 'literal', value: 0, type: intType, nullable: false }

export const zeroifnull: ScalarFunction = {
  name: 'zeroifnull',
  summary: 'The number, or 0 when it is null.',
  bind(args, context) {
    checkCount(args, 1, 1, context)
    const parts = coalesce.bind([args[0] as Bound, zero], context)
    return { ...parts, name: coalesce.name, text: callText(context.name, args.map(boundText)) }
  },
  nulls: 'custom',
  lazy: true,
  evaluate: coalesce.evaluate,
}
