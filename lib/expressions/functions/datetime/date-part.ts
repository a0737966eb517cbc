/** Functions of a day, as definitions: the argument is a DATE, or is cast to one. */
import { intType } from '../../../types/types.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { primitiveFunction } from '../numeric/primitive-function.ts'

/** @param of the part of days since 1970 */
export function datePart(
  name: string,
  summary: string,
  of: (days: number) => number,
  aliases?: readonly string[],
): ScalarFunction {
  return primitiveFunction(name, summary, { takes: ['date'], gives: intType }, of, aliases)
}
