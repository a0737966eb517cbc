/** ceil and floor as function definitions. */
import { MillraceError } from '../../../errors.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { decimalType, longType } from '../../../types/types.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import { decimalFor } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { arithmeticOverflow } from './arithmetic-errors.ts'
import type { DecimalType } from './decimal.ts'
import { powerOfTen } from './decimal.ts'
import { roundedDecimal, roundValue } from './round-function.ts'
import { divideRounded } from './rounding.ts'

interface CeilData {
  /** Decimals to keep, where a second argument says so. */
  readonly scale?: number
  readonly ansi: boolean
}

function bindCeil(args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(args, 1, 2, context)
  if (args.length === 2) return bindScaled(args as readonly [Bound, Bound], context)
  const input = castArgument(args[0] as Bound, 0, ['double', 'decimal', 'long'], context)
  const value = ['byte', 'short', 'int'].includes(input.type.kind) ? context.cast(input, longType) : input
  const whole = value.type.kind === 'decimal' ? value.type.precision - value.type.scale : 0
  const fraction = value.type.kind === 'decimal' && value.type.scale > 0 ? 1 : 0
  const type = value.type.kind === 'decimal' ? decimalType(Math.min(whole + fraction, 38) || 1, 0) : longType
  return { args: [value], type, nullable: true, data: { ansi: context.ansi } satisfies CeilData }
}

/** With a second argument the number is rounded as DECIMAL (Spark's RoundCeil and RoundFloor). */
function bindScaled([input, places]: readonly [Bound, Bound], context: BindContext): Omit<BoundCall, 'name'> {
  if (places.type.kind !== 'int' || !context.foldable(places)) {
    throw new MillraceError(
      'NON_FOLDABLE_ARGUMENT',
      `The function \`${context.name}\` requires the parameter \`scale\` to be a foldable expression of the type "INT", but the actual argument is a non-foldable.`,
      { sqlState: '42K08' },
    )
  }
  const unread = input.type.kind === 'null' || input.type.kind === 'string'
  const number = unread ? context.cast(input, decimalType(38, 18)) : castArgument(input, 0, 'numeric', context)
  const type = decimalFor(number.type)
  const value = number.type.kind === 'decimal' ? number : context.cast(number, type)
  const scale = context.constant(castArgument(places, 1, 'int', context), 'scale') as number | null
  const data: CeilData = { scale: scale ?? 0, ansi: context.ansi }
  return {
    args: [value, castArgument(places, 1, 'int', context)],
    type: roundedDecimal(value.type as DecimalType, scale ?? 0),
    nullable: true,
    data,
  }
}

const least = -(2 ** 63)
const beyond = 2 ** 63

function ofDouble(value: number, ansi: boolean): bigint {
  // Java's cast: NaN is 0; the bound 2^63 itself still saturates to the largest long.
  if (Number.isNaN(value)) return 0n
  if (value >= beyond || value < least) {
    if (ansi) throw arithmeticOverflow()
    return value > 0 ? 9_223_372_036_854_775_807n : -9_223_372_036_854_775_808n
  }
  return BigInt(value)
}

/** Makes ceil or floor. */
export function ceilFunction(
  name: string,
  aliases: readonly string[],
  mode: 'ceiling' | 'floor',
  summary: string,
): ScalarFunction {
  const ofNumber = mode === 'ceiling' ? Math.ceil : Math.floor
  return {
    name,
    aliases,
    summary,
    bind: bindCeil,
    evaluate([value], call): SqlValue {
      const { type } = call.args[0] as Bound
      const { scale, ansi } = call.data as CeilData
      if (scale !== undefined) return roundValue(value as SqlValue, type, call.type, { scale, ansi }, mode)
      if (type.kind === 'decimal') return divideRounded(value as bigint, powerOfTen(type.scale), mode)
      return type.kind === 'double' ? ofDouble(ofNumber(value as number), ansi) : (value as SqlValue)
    },
  }
}
