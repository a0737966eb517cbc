import { doubleType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { ScalarFunction } from '../scalar-function.ts'

/** Java's StrictMath.pow; 1 and -1 to an infinite power are NaN in both. */
export const pow: ScalarFunction = {
  name: 'pow',
  aliases: ['power'],
  summary: 'A number to the power of another.',
  bind: signature({ takes: ['double', 'double'], gives: doubleType }),
  evaluate: ([base, exponent]) => (base as number) ** (exponent as number),
  emit: (_, [base, exponent]) =>
    base && exponent && { type: doubleType, value: `Math.pow(${base.value}, ${exponent.value})`, isNull: undefined },
}
