import { MillraceError } from '../../errors.ts'
import { byteType } from '../../types/types.ts'
import { castArgument, checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { ScalarFunction } from '../scalar-function.ts'

const bitsOf: { readonly [kind: string]: number } = { byte: 8, short: 16, int: 32, long: 64 }

export const bitGet: ScalarFunction = {
  name: 'bit_get',
  aliases: ['getbit'],
  summary: 'The bit of a whole number at a position, counted from the lowest, 0.',
  bind(args, context) {
    checkCount(args, 2, 2, context)
    const value = exactArgument(args[0] as Bound, 0, 'integral', context)
    const position = castArgument(args[1] as Bound, 1, 'int', context)
    return {
      args: [value, position],
      type: byteType,
      nullable: value.nullable || position.nullable,
      data: context.name,
    }
  },
  evaluate([value, position], call) {
    const bits = bitsOf[(call.args[0] as Bound).type.kind] as number
    const at = position as number
    if (at >= 0 && at < bits) return Number((BigInt(value as number | bigint) >> BigInt(at)) & 1n)
    throw new MillraceError(
      'INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE',
      `The value of parameter(s) \`pos\` in \`${call.data}\` is invalid: expects an integer value in [0, ${bits}), but got ${at}.`,
      { sqlState: '22023' },
    )
  },
}
