/** Builders of functions of angles, all in radians. */
import type { DoubleT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { binary, callOf, unary } from './builder.ts'

/** The number π. */
export function pi(): Column<DoubleT, never> {
  return callOf('pi')
}

/** The sine. */
export const sin = unary<DoubleT>()('SIN')

/** The cosine. */
export const cos = unary<DoubleT>()('COS')

/** The tangent. */
export const tan = unary<DoubleT>()('TAN')

/** The cotangent. */
export const cot = unary<DoubleT>()('COT')

/** The secant. */
export const sec = unary<DoubleT>()('SEC')

/** The cosecant. */
export const csc = unary<DoubleT>()('CSC')

/** The inverse sine; NaN outside -1 to 1. */
export const asin = unary<DoubleT>()('ASIN')

/** The inverse cosine; NaN outside -1 to 1. */
export const acos = unary<DoubleT>()('ACOS')

/** The inverse tangent. */
export const atan = unary<DoubleT>()('ATAN')

/** The angle of a point from the positive x axis: first y, then x. */
export const atan2 = binary<DoubleT>('atan2')

/** The hyperbolic sine. */
export const sinh = unary<DoubleT>()('SINH')

/** The hyperbolic cosine. */
export const cosh = unary<DoubleT>()('COSH')

/** The hyperbolic tangent. */
export const tanh = unary<DoubleT>()('TANH')

/** The inverse hyperbolic sine. */
export const asinh = unary<DoubleT>()('ASINH')

/** The inverse hyperbolic cosine; NaN below 1. */
export const acosh = unary<DoubleT>()('ACOSH')

/** The inverse hyperbolic tangent. */
export const atanh = unary<DoubleT>()('ATANH')

/** An angle in radians as degrees. */
export const degrees = unary<DoubleT>()('DEGREES')

/** An angle in degrees as radians. */
export const radians = unary<DoubleT>()('RADIANS')

/** The square root of the sum of two squares, without overflow between. */
export const hypot = binary<DoubleT>('hypot')
