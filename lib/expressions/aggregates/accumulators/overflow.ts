/** Sums that do not fit their type: what happens, and Spark's words. */
import type { MillraceError } from '../../../errors.ts'
import type { DataType } from '../../../types/data-type.ts'
import { arithmeticOverflow, intervalOverflow, type OverflowMode } from '../../functions/numeric/arithmetic-errors.ts'

/** What a call of sum, avg or their `try_` forms carries. */
export interface OverflowData {
  readonly mode: OverflowMode
}

/** The `overflow` of a sum of integers or intervals (see long-sum); Spark names the addition that overflows. */
export function integerOverflow(type: DataType, mode: OverflowMode): (() => MillraceError) | null | undefined {
  if (mode === 'try') return null
  if (type.kind !== 'long') return () => intervalOverflow('try_add')
  return mode === 'ansi' ? () => arithmeticOverflow('try_add') : undefined
}

/** ARITHMETIC_OVERFLOW of a sum of decimals. */
export function decimalSumOverflow(alternative: string): MillraceError {
  return arithmeticOverflow(alternative, 'Overflow in sum of decimals')
}
