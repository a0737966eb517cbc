/** Functions of a day, as definitions: the argument is a DATE, or is cast to one. */
import { intType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** @param of the part of days since 1970 */
export function datePart(
  name: string,
  summary: string,
  of: (days: number) => number,
  aliases: readonly string[] = [],
): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    bind: signature({ takes: ['date'], gives: intType }),
    evaluate: ([days]) => of(days as number),
    emit: (emitter, [days]) =>
      days && { type: intType, value: `${emitter.constant(of)}(${days.value})`, isNull: undefined },
  }
}
