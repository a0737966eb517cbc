/** `& | ^` as function definitions. */

import { binaryOperands } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** Makes a bitwise operator on two integers of one type. */
export function bitwise(
  name: '&' | '|' | '^',
  summary: string,
  of: (a: never, b: never) => number | bigint,
): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 2, 2, context)
      const [left, right] = binaryOperands(args, 'integral', context) as readonly [Bound, Bound]
      return { args: [left, right], type: left.type, nullable: left.nullable || right.nullable }
    },
    evaluate: ([a, b]) => of(a as never, b as never),
    emit: (_, [a, b], call) =>
      a && b && { type: call.type, value: `(${a.value} ${name} ${b.value})`, isNull: undefined },
  }
}
