/** `a div b` */
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { isIntegral, longType } from '../../types/types.ts'
import { binaryOperands } from '../binder/operands.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { BindContext, BoundCall, ScalarFunction } from '../scalar-function.ts'
import { arithmeticOverflow, divideByZero, intervalDividedByZero } from './numeric/arithmetic-errors.ts'
import { powerOfTen } from './numeric/decimal.ts'
import { type ArithmeticData, modeOf } from './numeric/operator-binding.ts'

const accepted = ['long', 'decimal', 'year_month_interval', 'day_time_interval'] as const

function bind(given: readonly Bound[], context: BindContext): Omit<BoundCall, 'name'> {
  checkCount(given, 2, 2, context)
  const whole = (type: DataType) => isIntegral(type) || type.kind === 'null' || (type.kind === 'string' && context.ansi)
  const integers = given.every((arg) => whole(arg.type))
  // Spark's IntegralDivision rule: integers are divided as BIGINT.
  const args = integers ? given.map((arg) => context.cast(arg, longType)) : given
  const data: ArithmeticData = { mode: modeOf(context) }
  return { args: binaryOperands(args, accepted, context), type: longType, nullable: true, data }
}

function evaluate([a, b]: readonly unknown[], call: BoundCall): SqlValue {
  const { mode } = call.data as ArithmeticData
  const [left, right] = call.args as readonly [Bound, Bound]
  const dividend = BigInt(a as bigint)
  const divisor = BigInt(b as bigint)
  const interval = left.type.kind !== 'long' && left.type.kind !== 'decimal'
  if (divisor === 0n) {
    if (mode === 'ansi') throw interval ? intervalDividedByZero() : divideByZero()
    return null
  }
  const quotient =
    scaleOf(right) >= scaleOf(left)
      ? (dividend * powerOfTen(scaleOf(right) - scaleOf(left))) / divisor
      : dividend / (divisor * powerOfTen(scaleOf(left) - scaleOf(right)))
  if (BigInt.asIntN(64, quotient) === quotient) return quotient
  if (mode === 'ansi') throw arithmeticOverflow('try_divide', 'Overflow in integral divide')
  return BigInt.asIntN(64, quotient)
}

const scaleOf = (input: Bound) => (input.type.kind === 'decimal' ? input.type.scale : 0)

export const div: ScalarFunction = {
  name: 'div',
  summary: 'The quotient of a division without its fraction, as BIGINT.',
  bind,
  evaluate,
}
