/** Mathematics: Spark's functions of numbers, under its names in camelCase. Text arguments are values, columns are `col('name')`. */
import type { DoubleT, StringT, Type, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column, Operand } from '../column.ts'
import { callOf } from './call-of.ts'

/** The number or interval without its sign. */
export function abs<D extends Type, M extends string = never>(value: Column<D, M>): Column<D, M> {
  return callOf('abs', value)
}

/** The smallest whole number that is not below a number. */
export function ceil<M extends string = never>(value: Operand<M>, scale?: Operand<M>): Column<UnknownT, M> {
  return callOf('ceil', value, scale)
}

/** The largest whole number that is not above a number. */
export function floor<M extends string = never>(value: Operand<M>, scale?: Operand<M>): Column<UnknownT, M> {
  return callOf('floor', value, scale)
}

/** The number rounded to some decimals, halves away from zero. */
export function round<M extends string = never>(value: Operand<M>, scale?: Operand<M>): Column<UnknownT, M> {
  return callOf('round', value, scale)
}

/** The number rounded to some decimals, halves to the even digit. */
export function bround<M extends string = never>(value: Operand<M>, scale?: Operand<M>): Column<UnknownT, M> {
  return callOf('bround', value, scale)
}

/** The square root; NaN of negative numbers. */
export function sqrt<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('sqrt', value)
}

/** The cube root. */
export function cbrt<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('cbrt', value)
}

/** A number to the power of another. */
export function pow<M extends string = never>(base: Operand<M>, exponent: Operand<M>): Column<DoubleT, M> {
  return callOf('pow', base, exponent)
}

/** e to the power of a number. */
export function exp<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('exp', value)
}

/** e to the power of a number, less one. */
export function expm1<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('expm1', value)
}

/** The natural logarithm; null up to 0. */
export function ln<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('ln', value)
}

/** The logarithm to base 10; null up to 0. */
export function log10<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('log10', value)
}

/** The logarithm to base 2; null up to 0. */
export function log2<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('log2', value)
}

/** The natural logarithm of one more than a number; null up to -1. */
export function log1p<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('log1p', value)
}

/** The natural logarithm, or with two arguments that of the second to the base of the first; null up to 0. */
export function log<M extends string = never>(baseOrValue: Operand<M>, value?: Operand<M>): Column<DoubleT, M> {
  return callOf('log', baseOrValue, value)
}

/** The remainder of a division, never negative for a positive divisor. */
export function pmod<M extends string = never>(dividend: Operand<M>, divisor: Operand<M>): Column<UnknownT, M> {
  return callOf('pmod', dividend, divisor)
}

/** -1, 0 or 1 as the number or interval is negative, zero or positive. */
export function sign<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('sign', value)
}

/** The sine. */
export function sin<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('sin', value)
}

/** The cosine. */
export function cos<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('cos', value)
}

/** The tangent. */
export function tan<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('tan', value)
}

/** The inverse sine. */
export function asin<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('asin', value)
}

/** The inverse cosine. */
export function acos<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('acos', value)
}

/** The inverse tangent. */
export function atan<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('atan', value)
}

/** The hyperbolic sine. */
export function sinh<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('sinh', value)
}

/** The hyperbolic cosine. */
export function cosh<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('cosh', value)
}

/** The hyperbolic tangent. */
export function tanh<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('tanh', value)
}

/** An angle in degrees. */
export function degrees<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('degrees', value)
}

/** An angle in radians. */
export function radians<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('radians', value)
}

/** The nearest whole number as DOUBLE, halves to the even one. */
export function rint<M extends string = never>(value: Operand<M>): Column<DoubleT, M> {
  return callOf('rint', value)
}

/** Like `+`, but null on overflow. */
export function tryAdd<M extends string = never>(left: Operand<M>, right: Operand<M>): Column<UnknownT, M> {
  return callOf('try_add', left, right)
}

/** Like `-`, but null on overflow. */
export function trySubtract<M extends string = never>(left: Operand<M>, right: Operand<M>): Column<UnknownT, M> {
  return callOf('try_subtract', left, right)
}

/** Like `*`, but null on overflow. */
export function tryMultiply<M extends string = never>(left: Operand<M>, right: Operand<M>): Column<UnknownT, M> {
  return callOf('try_multiply', left, right)
}

/** Like `/`, but null when the divisor is zero. */
export function tryDivide<M extends string = never>(left: Operand<M>, right: Operand<M>): Column<UnknownT, M> {
  return callOf('try_divide', left, right)
}

/** Like `%`, but null when the divisor is zero. */
export function tryMod<M extends string = never>(left: Operand<M>, right: Operand<M>): Column<UnknownT, M> {
  return callOf('try_mod', left, right)
}

/** The integer with all bits turned over. */
export function bitwiseNot<D extends Type, M extends string = never>(value: Column<D, M>): Column<D, M> {
  return callOf('~', value)
}

/** The bits moved to the left. */
export function shiftleft<M extends string = never>(value: Operand<M>, distance: Operand<M>): Column<UnknownT, M> {
  return callOf('<<', value, distance)
}

/** The bits moved to the right; the sign stays. */
export function shiftright<M extends string = never>(value: Operand<M>, distance: Operand<M>): Column<UnknownT, M> {
  return callOf('>>', value, distance)
}

/** The bits moved to the right; zeros come in. */
export function shiftrightunsigned<M extends string = never>(
  value: Operand<M>,
  distance: Operand<M>,
): Column<UnknownT, M> {
  return callOf('>>>', value, distance)
}

/** A number in binary digits, negative ones as 64 bits. */
export function bin<M extends string = never>(value: Operand<M>): Column<StringT, M> {
  return callOf('bin', value)
}

/** A random number from 0 up to, not including, 1. */
export function rand<M extends string = never>(seed?: Operand<M>): Column<DoubleT, M> {
  return callOf('rand', seed)
}

/** A random number of the standard normal distribution. */
export function randn<M extends string = never>(seed?: Operand<M>): Column<DoubleT, M> {
  return callOf('randn', seed)
}
