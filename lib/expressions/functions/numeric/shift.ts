/** `<< >> >>>` as function definitions; the distance counts modulo the width, as in Java. */

import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

export function shift(
  name: string,
  alias: string,
  summary: string,
  ofInt: (value: number, by: number) => number,
  ofLong: (value: bigint, by: bigint) => bigint,
): ScalarFunction {
  return {
    name,
    aliases: [alias],
    summary,
    bind: signature({ takes: [['int', 'long'], 'int'], gives: ([input]) => (input as Bound).type }),
    evaluate: ([value, by]) =>
      typeof value === 'bigint'
        ? BigInt.asIntN(64, ofLong(value, BigInt((by as number) & 63)))
        : ofInt(value as number, by as number) | 0,
  }
}
