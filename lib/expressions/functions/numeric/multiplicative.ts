/** What `*`, `/`, try_multiply and try_divide share: numbers, and intervals by numbers. */
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { dayTimeIntervalType, yearMonthIntervalType } from '../../../types/types.ts'
import { binaryOperands } from '../../binder/operands.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import { decimalFor } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import type { Emitter, Operand } from '../../emitter.ts'
import type { BindContext, BoundCall } from '../../scalar-function.ts'
import { type CalendarParts, scaleCalendar } from '../datetime/calendar-interval.ts'
import { calculate, emitArithmetic } from './arithmetic.ts'
import { arithmeticOverflow, intervalDividedByZero, intervalOverflow, type OverflowMode } from './arithmetic-errors.ts'
import { divideHalfUp, powerOfTen } from './decimal.ts'
import { type ArithmeticData, boundArithmetic, divisionOperands, modeOf } from './operator-binding.ts'

const isInterval = ({ type }: Bound) =>
  type.kind === 'day_time_interval' || type.kind === 'year_month_interval' || type.kind === 'calendar_interval'

/** Of two intervals the one that is scaled: the first of these kinds. */
const kinds = ['calendar_interval', 'year_month_interval', 'day_time_interval']
const rank = ({ type }: Bound) => (kinds.indexOf(type.kind) + 4) % 4

function scaledType(interval: DataType): DataType {
  if (interval.kind === 'calendar_interval') return interval
  return interval.kind === 'day_time_interval' ? dayTimeIntervalType() : yearMonthIntervalType()
}

/** Binds `*` or `/`. */
export function bindMultiplicative(
  symbol: '*' | '/',
  args: readonly Bound[],
  context: BindContext,
  mode: OverflowMode = modeOf(context),
): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 2, context)
  const scaled = bindScaledInterval(symbol, args as readonly [Bound, Bound], context, mode)
  if (scaled) return scaled
  if (symbol === '*') return boundArithmetic('*', binaryOperands(args, 'numeric', context), mode)
  return boundArithmetic('/', binaryOperands(divisionOperands(args, context), ['double', 'decimal'], context), mode)
}

/** An interval times or by a number; the interval comes first in the bound call. */
function bindScaledInterval(
  symbol: '*' | '/',
  [left, right]: readonly [Bound, Bound],
  context: BindContext,
  mode: OverflowMode,
): Omit<BoundCall, 'name'> | undefined {
  const swapped = symbol === '*' && rank(right) < rank(left)
  const [interval, number] = swapped ? [right, left] : [left, right]
  if (!isInterval(interval)) return undefined
  const calendar = interval.type.kind === 'calendar_interval'
  const sides = [boundText(interval), boundText(number)] as const
  const checked = calendar
    ? callText(symbol === '*' ? 'multiply_interval' : 'divide_interval', sides)
    : `(${sides[0]} ${symbol} ${sides[1]})`
  const factor = castArgument(number, 1, calendar ? 'double' : 'numeric', { ...context, text: checked })
  const type = scaledType(interval.type)
  const data: ArithmeticData = { mode }
  const text = scaledName(symbol, swapped, calendar, context)
  return {
    args: [interval, factor],
    ...(text === undefined
      ? {}
      : { text: callText(text, (calendar ? [interval, factor] : [left, right]).map(boundText)) }),
    type,
    nullable: calendar || interval.nullable || factor.nullable || mode === 'try',
    data,
  }
}

/** Under which name Spark shows it: calendar intervals by its own functions, try_multiply as it was written. */
function scaledName(symbol: '*' | '/', swapped: boolean, calendar: boolean, context: BindContext): string | undefined {
  const written = context.name !== symbol
  if (calendar && !written) return symbol === '*' ? 'multiply_interval' : 'divide_interval'
  return swapped && written ? context.name : undefined
}

/** Evaluates `*` or `/`; the arguments are not null. */
export function evaluateMultiplicative(symbol: '*' | '/', a: SqlValue, b: SqlValue, call: BoundCall): SqlValue {
  const { mode } = call.data as ArithmeticData
  const [left, right] = call.args as readonly [Bound, Bound]
  if (left.type.kind === 'calendar_interval') return scaleCalendar(symbol, a as CalendarParts, b as number, mode)
  if (isInterval(left)) return scaleInterval(symbol, BigInt(a as bigint), b, call, mode)
  return calculate(symbol, a, b, [left.type, right.type], call.type, mode)
}

/** Half-up to whole microseconds or months. */
function scaleInterval(
  symbol: '*' | '/',
  interval: bigint,
  factor: SqlValue,
  call: BoundCall,
  mode: OverflowMode,
): SqlValue {
  const days = call.type.kind === 'day_time_interval'
  const { type } = call.args[1] as Bound
  if (symbol === '/' && (factor === 0 || factor === 0n)) {
    if (mode === 'try') return null
    throw intervalDividedByZero()
  }
  const exact = scaled(symbol, interval, factor, call)
  const bits = days ? 64 : 32
  if (exact !== undefined && BigInt.asIntN(bits, exact) === exact) return days ? exact : Number(exact)
  if (mode === 'try') return null
  throw type.kind === 'double' || type.kind === 'decimal' || type.kind === 'float'
    ? arithmeticOverflow()
    : intervalOverflow()
}

function scaled(symbol: '*' | '/', interval: bigint, factor: SqlValue, call: BoundCall): bigint | undefined {
  const { type } = call.args[1] as Bound
  if (type.kind === 'double' || type.kind === 'float') {
    const product = symbol === '*' ? Number(interval) * (factor as number) : Number(interval) / (factor as number)
    if (!Number.isFinite(product)) return undefined
    return BigInt(Math.sign(product) * Math.round(Math.abs(product)))
  }
  const scale = powerOfTen(type.kind === 'decimal' ? type.scale : decimalFor(type).scale)
  const number = BigInt(factor as bigint)
  return symbol === '*' ? divideHalfUp(interval * number, scale) : divideHalfUp(interval * scale, number)
}

/** Code of the numeric forms. */
export function emitMultiplicative(
  symbol: '*' | '/',
  emitter: Emitter,
  args: readonly Operand[],
  call: BoundCall,
): Operand | undefined {
  if (isInterval(call.args[0] as Bound)) return undefined
  return emitArithmetic(emitter, symbol, args, call, (call.data as ArithmeticData).mode)
}
