/** rand and randn as function definitions. */
import { doubleType } from '../../../types/types.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { ScalarFunction } from '../../scalar-function.ts'
import { type XorShift, randomOf } from './xor-shift.ts'

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
