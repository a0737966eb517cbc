/** Builders of arithmetic functions. */
import type { DoubleT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { argument, type ColumnArgument, callOf, type Needs, unary, value } from './builder.ts'

/** Without its sign. */
export const abs = unary<UnknownT>()('abs')

/** The least whole number that is not less. */
export const ceil = unary<UnknownT>()('ceil')

/** The greatest whole number that is not greater. */
export const floor = unary<UnknownT>()('floor')

/** With the other sign. */
export const negative = unary<UnknownT>()('negative')

/** Square root. */
export const sqrt = unary<DoubleT>()('sqrt')

/** Cube root. */
export const cbrt = unary<DoubleT>()('cbrt')

/** e to this power. */
export const exp = unary<DoubleT>()('exp')

/** Natural logarithm. */
export const ln = unary<DoubleT>()('ln')

/** Logarithm to base 10. */
export const log10 = unary<DoubleT>()('log10')

/** Logarithm to base 2. */
export const log2 = unary<DoubleT>()('log2')

/** Sine. */
export const sin = unary<DoubleT>()('sin')

/** Cosine. */
export const cos = unary<DoubleT>()('cos')

/** Tangent. */
export const tan = unary<DoubleT>()('tan')

/** Inverse sine. */
export const asin = unary<DoubleT>()('asin')

/** Inverse cosine. */
export const acos = unary<DoubleT>()('acos')

/** Inverse tangent. */
export const atan = unary<DoubleT>()('atan')

/** From radians to degrees. */
export const degrees = unary<DoubleT>()('degrees')

/** From degrees to radians. */
export const radians = unary<DoubleT>()('radians')

/** -1, 0 or 1. */
export const signum = unary<DoubleT>()('sign')

/** Half up, to a number of digits behind the point. */
export function round<const N extends string>(
  column: ColumnArgument<N>,
  scale: number = 0,
): Column<UnknownT, Needs<N>> {
  return callOf('round', argument(column), value(scale))
}

/** Half to even, to a number of digits behind the point. */
export function bround<const N extends string>(
  column: ColumnArgument<N>,
  scale: number = 0,
): Column<UnknownT, Needs<N>> {
  return callOf('bround', argument(column), value(scale))
}

/** A power. */
export function pow<const N extends string, const M extends string>(
  base: ColumnArgument<N>,
  exponent: ColumnArgument<M>,
): Column<DoubleT, Needs<N> | Needs<M>> {
  return callOf('pow', argument(base), argument(exponent))
}

/** The remainder that is not negative. */
export function pmod<const N extends string, const M extends string>(
  dividend: ColumnArgument<N>,
  divisor: ColumnArgument<M>,
): Column<UnknownT, Needs<N> | Needs<M>> {
  return callOf('pmod', argument(dividend), argument(divisor))
}
