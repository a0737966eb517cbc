/** rand and randn as function definitions. */
import { MillraceError } from '../../../errors.ts'
import { doubleType } from '../../../types/types.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import { boundText } from '../../bound-text.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { randomOf, type XorShift } from './xor-shift.ts'

export function randomFunction(
  name: string,
  aliases: readonly string[],
  summary: string,
  next: (random: XorShift) => number,
): ScalarFunction {
  const generator = randomOf()
  return {
    name,
    aliases,
    summary,
    deterministic: false,
    bind(given, context) {
      checkCount(given, 0, 1, context)
      const [unknown] = given.filter((arg) => !context.foldable(arg))
      if (unknown) {
        throw new MillraceError(
          'SEED_EXPRESSION_IS_UNFOLDABLE',
          `The seed expression "${boundText(unknown)}" of the expression "${context.text}" must be foldable.`,
          { sqlState: '42K08' },
        )
      }
      const args = given.map((arg, at) => castArgument(arg, at, ['int', 'long'], context))
      const seed = args[0] && context.constant(args[0], 'seed')
      return {
        args,
        type: doubleType,
        nullable: false,
        data: seed === undefined || seed === null ? undefined : BigInt(seed as bigint),
      }
    },
    nulls: 'custom',
    evaluate: (_, call, evaluation) => next(generator(call, call.data as bigint | undefined, evaluation)),
  }
}
