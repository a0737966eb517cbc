/** round and bround as function definitions. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { decimalType } from '../../../types/types.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { arithmeticOverflow } from './arithmetic-errors.ts'
import { type DecimalType, powerOfTen, toDecimal } from './decimal.ts'
import { fitsIntegral, wrapIntegral } from './integers.ts'
import { checkDigits, type RoundingMode, roundDouble, roundUnscaled } from './rounding.ts'

interface RoundData {
  readonly scale: number
  readonly ansi: boolean
}

/** DECIMAL(p, s) rounded to n decimals (Spark's `RoundBase.dataType`). */
export function roundedDecimal(input: DecimalType, scale: number): DecimalType {
  const whole = input.precision - input.scale + 1
  if (scale < 0) return decimalType(Math.min(Math.max(whole, -scale + 1), 38), 0)
  const newScale = Math.min(input.scale, scale)
  return decimalType(Math.min(whole + newScale, 38), newScale)
}

/** Rounds a value of `from` to `scale` decimals, as a value of `to`. */
export function roundValue(
  value: SqlValue,
  from: DataType,
  to: DataType,
  { scale, ansi }: RoundData,
  mode: RoundingMode,
): SqlValue {
  switch (from.kind) {
    case 'decimal': {
      const digits = from.scale - Math.min(scale, from.scale)
      const kept = (to as DecimalType).scale
      const rounded = digits === 0 ? (value as bigint) : roundUnscaled(value as bigint, digits, mode)
      return toDecimal(
        from.scale > kept ? rounded / powerOfTen(from.scale - kept) : rounded,
        Math.min(from.scale, kept),
        to as DecimalType,
        ansi ? 'ansi' : 'legacy',
      )
    }
    case 'double':
      return roundDouble(value as number, scale, mode)
    case 'float':
      return Math.fround(roundDouble(Number(String(Number((value as number).toPrecision(9)))), scale, mode))
    default: {
      if (scale >= 0) {
        checkDigits(-scale)
        return value
      }
      const rounded = roundUnscaled(BigInt(value as bigint), -scale, mode)
      const result = from.kind === 'long' ? rounded : Number(rounded)
      if (fitsIntegral(from.kind, result)) return result
      if (ansi) throw arithmeticOverflow()
      return wrapIntegral(from.kind, rounded)
    }
  }
}

function bindRound(args: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(args, 1, 2, context)
  const value = castArgument(args[0] as Bound, 0, 'numeric', context)
  const places = args[1] === undefined ? undefined : castArgument(args[1], 1, 'int', context)
  const scale = places === undefined ? 0 : (context.constant(places, 'scale') as number | null)
  const type = value.type.kind === 'decimal' ? roundedDecimal(value.type, scale ?? 0) : value.type
  const given = places === undefined ? [value] : [value, places]
  const data: RoundData = { scale: scale ?? 0, ansi: context.ansi }
  return { args: given, type, nullable: true, data }
}

/** Makes round or bround. */
export function roundFunction(name: string, mode: RoundingMode, summary: string): ScalarFunction {
  return {
    name,
    summary,
    bind: bindRound,
    evaluate: ([value], call) =>
      roundValue(value as SqlValue, (call.args[0] as Bound).type, call.type, call.data as RoundData, mode),
    emit(emitter, [value], { type, data }) {
      if (type.kind !== 'double' || !value) return undefined
      const { scale } = data as RoundData
      const rounded = emitter.constant((one: number) => roundDouble(one, scale, mode))
      return { type, value: `${rounded}(${value.value})`, isNull: undefined }
    },
  }
}
