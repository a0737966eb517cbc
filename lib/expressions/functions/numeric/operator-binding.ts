/** How arithmetic operators bind: operands to one type, decimals to the precision of the result. */
import type { DataType } from '../../../types/data-type.ts'
import { doubleType, isNumeric } from '../../../types/types.ts'
import type { Accepted } from '../../binder/accepted.ts'
import { binaryOperands } from '../../binder/operands.ts'
import { checkCount } from '../../binder/signature.ts'
import { stringMeet } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import type { BindContext, BoundCall } from '../../scalar-function.ts'
import type { ArithmeticSymbol } from './arithmetic.ts'
import type { OverflowMode } from './arithmetic-errors.ts'
import { decimalResult } from './decimal.ts'

/** What a bound arithmetic call carries. */
export interface ArithmeticData {
  readonly mode: OverflowMode
}

export const modeOf = (context: BindContext): OverflowMode => (context.ansi ? 'ansi' : 'legacy')

/** Binds `+ - * %` and pmod on numbers and ANSI intervals. */
export function bindArithmetic(
  symbol: ArithmeticSymbol,
  args: readonly Bound[],
  context: BindContext,
  mode: OverflowMode,
  accepted: Accepted,
): Omit<BoundCall, 'name'> {
  checkCount(args, 2, 2, context)
  const operands = binaryOperands(args, accepted, context)
  return boundArithmetic(symbol, operands, mode)
}

/** A call on operands that have been cast. */
export function boundArithmetic(
  symbol: ArithmeticSymbol,
  operands: readonly [Bound, Bound],
  mode: OverflowMode,
): Omit<BoundCall, 'name'> {
  const [left, right] = operands
  const decimals = left.type.kind === 'decimal' && right.type.kind === 'decimal'
  const type = decimals ? decimalResult(symbol, left.type, right.type) : left.type
  const mayFail =
    symbol === '/' || symbol === '%' || symbol === 'pmod' || mode === 'try' || (decimals && mode !== 'ansi')
  return {
    args: operands,
    type,
    nullable: mayFail || left.nullable || right.nullable,
    data: { mode } satisfies ArithmeticData,
  }
}

/** `/`: DOUBLE unless a decimal takes part (Spark's Division rule). */
export function divisionOperands(args: readonly Bound[], context: BindContext): readonly Bound[] {
  const [left, right] = promoteText(args as readonly [Bound, Bound], context)
  const plain = (type: DataType) => (isNumeric(type) && type.kind !== 'decimal') || type.kind === 'null'
  if (!plain(left.type) || !plain(right.type)) return [left, right]
  return [context.cast(left, doubleType), context.cast(right, doubleType)]
}

function promoteText(args: readonly [Bound, Bound], context: BindContext): readonly [Bound, Bound] {
  const [left, right] = args
  const type = left.type.kind === right.type.kind ? undefined : textType(left.type, right.type, context.ansi)
  return type ? [context.cast(left, type), context.cast(right, type)] : args
}

function textType(left: DataType, right: DataType, ansi: boolean): DataType | undefined {
  if (left.kind !== 'string' && right.kind !== 'string') return undefined
  return ansi ? stringMeet(left, right, true) : doubleType
}

/** try_add and its kin give null as well where a text that stands for a number, a date or an interval is none. */
export function lenientCasts(context: BindContext): BindContext {
  return {
    ...context,
    cast(input, type) {
      const cast = context.cast(input, type)
      return cast.kind === 'cast' && cast.implicit ? { ...cast, mode: 'try', nullable: true } : cast
    },
  }
}
