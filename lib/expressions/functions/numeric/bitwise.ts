/** `& | ^` as function definitions. */

import { binaryOperands } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { ScalarFunction } from '../../scalar-function.ts'

/** Makes a bitwise operator on two integers of one type; of LONGs it gets bigints, for which the operator is the same. */
export function bitwise(name: '&' | '|' | '^', summary: string, of: (a: number, b: number) => number): ScalarFunction {
  return {
    name,
    summary,
    bind(args, context) {
      checkCount(args, 2, 2, context)
      const [left, right] = binaryOperands(args, 'integral', context) as readonly [Bound, Bound]
      return { args: [left, right], type: left.type, nullable: left.nullable || right.nullable }
    },
    evaluate: ([a, b]) => of(a as number, b as number),
    emit: (_, [a, b], call) =>
      a && b && { type: call.type, value: `(${a.value} ${name} ${b.value})`, isNull: undefined },
  }
}
