/** Builders of arithmetic, rounding, powers, logarithms, bits and random numbers. */
import type { ByteT, DecimalT, DoubleT, IntT, LongT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  one,
  oneOrTwo,
  type Parameter,
  unary,
  value,
  withOption,
  withValue,
} from './builder.ts'

/** A number or interval without its sign. */
export const abs = unary<UnknownT>()('abs')

/** A number or interval with the other sign. */
export const negative = unary<UnknownT>()('negative')

/** A number or interval as it is. */
export const positive = one<UnknownT>('positive')

/** -1, 0 or 1 as a number or interval is negative, zero or positive. */
export const sign = unary<DoubleT>()('sign')

/** -1, 0 or 1 as a number or interval is negative, zero or positive. */
export const signum = unary<DoubleT>()('SIGNUM')

/** The remainder of a division; not negative when the divisor is positive. */
export const pmod = binary<UnknownT>('pmod')

/** Like `+`, but null on overflow. */
export const tryAdd = binary<UnknownT>('try_add')

/** Like `-`, but null on overflow. */
export const trySubtract = binary<UnknownT>('try_subtract')

/** Like `*`, but null on overflow. */
export const tryMultiply = binary<UnknownT>('try_multiply')

/** Like `/`, but null when the divisor is zero. */
export const tryDivide = binary<UnknownT>('try_divide')

/** Like `%`, but null when the divisor is zero. */
export const tryMod = binary<UnknownT>('try_mod')

/** The smallest whole number, or number of so many decimals, that is not below. */
export const ceil = withOption<UnknownT, number>('ceil')

/** The smallest whole number, or number of so many decimals, that is not below. */
export const ceiling = withOption<UnknownT, number>('ceiling')

/** The largest whole number, or number of so many decimals, that is not above. */
export const floor = withOption<UnknownT, number>('floor')

/** Rounded to some decimals (0 unless given), halves away from zero. */
export function round<const N extends ColumnArgument, M extends string = never>(
  column: N,
  scale: Parameter<number, M> = 0,
): Column<UnknownT, NamesOf<N> | M> {
  return callOf('round', argument(column), value(scale))
}

/** Rounded to some decimals (0 unless given), halves to the even digit. */
export function bround<const N extends ColumnArgument, M extends string = never>(
  column: N,
  scale: Parameter<number, M> = 0,
): Column<UnknownT, NamesOf<N> | M> {
  return callOf('bround', argument(column), value(scale))
}

/** The nearest whole number as DOUBLE, halves to the even one. */
export const rint = unary<DoubleT>()('rint')

/** The square root; NaN of negative numbers. */
export const sqrt = unary<DoubleT>()('SQRT')

/** The cube root. */
export const cbrt = unary<DoubleT>()('CBRT')

/** A number to the power of another. */
export const pow = binary<DoubleT>('pow')

/** A number to the power of another. */
export const power = binary<DoubleT>('power')

/** e, the base of natural logarithms. */
export function e(): Column<DoubleT, never> {
  return callOf('e')
}

/** e to the power of a number. */
export const exp = unary<DoubleT>()('EXP')

/** e to the power of a number, less one. */
export const expm1 = unary<DoubleT>()('EXPM1')

/** The natural logarithm; null up to 0. */
export const ln = unary<DoubleT>()('ln')

/** The natural logarithm, or that of the second number to the base of the first; null up to 0. */
export const log = oneOrTwo<DoubleT>('log')

/** The logarithm to base 10; null up to 0. */
export const log10 = unary<DoubleT>()('LOG10')

/** The logarithm to base 2; null up to 0. */
export const log2 = unary<DoubleT>()('LOG2')

/** The natural logarithm of one more than a number; null up to -1. */
export const log1p = unary<DoubleT>()('LOG1P')

/** An integer with all bits turned over. */
export const bitwiseNot = one<UnknownT>('~')

/** The bits of an INT or BIGINT moved to the left, by so many. */
export const shiftleft = withValue<UnknownT, number>('shiftleft')

/** The bits of an INT or BIGINT moved to the right, by so many; the sign stays. */
export const shiftright = withValue<UnknownT, number>('shiftright')

/** The bits of an INT or BIGINT moved to the right, by so many; zeros come in. */
export const shiftrightunsigned = withValue<UnknownT, number>('shiftrightunsigned')

/** A whole number in binary digits, negative ones as 64 bits. */
export const bin = unary<StringT>()('bin')

/** The bit (0 or 1) of a whole number at a position, counted from the lowest, 0. */
export const bitGet = binary<ByteT>('bit_get')

/** The bit (0 or 1) of a whole number at a position, counted from the lowest, 0. */
export const getbit = binary<ByteT>('getbit')

/** The bit of a bitmap of 32768 bits that stands for a number. */
export const bitmapBitPosition = unary<LongT>()('bitmap_bit_position')

/** The bitmap of 32768 bits that holds a number. */
export const bitmapBucketNumber = unary<LongT>()('bitmap_bucket_number')

/** The digits of a number in another base, each from 2 to 36; a negative base gives a signed number. */
export function conv<const N extends ColumnArgument, M extends string = never, O extends string = never>(
  column: N,
  fromBase: Parameter<number, M>,
  toBase: Parameter<number, O>,
): Column<StringT, NamesOf<N> | M | O> {
  return callOf('conv', argument(column), value(fromBase), value(toBase))
}

/** The DECIMAL of a text by a pattern of digits (`lit('999.99')`); raises when it does not fit. */
export const toNumber = binary<DecimalT>('to_number')

/** Like `toNumber`, but null when the text does not fit. */
export const tryToNumber = binary<DecimalT>('try_to_number')

/** The product of the whole numbers up to one from 0 to 20; null for others. */
export const factorial = unary<LongT>()('factorial')

/** Which of so many equal parts of a range a value falls in: the value, both ends, how many; 0 before the range. */
export function widthBucket<
  const N extends ColumnArgument,
  const M extends ColumnArgument,
  const O extends ColumnArgument,
  const P extends ColumnArgument,
>(column: N, from: M, to: O, count: P): Column<LongT, NamesOf<N> | NamesOf<M> | NamesOf<O> | NamesOf<P>> {
  return callOf('width_bucket', argument(column), argument(from), argument(to), argument(count))
}

/** A random number from 0 up to, not including, 1; the same when a batch runs again. */
export function rand(seed?: number | bigint): Column<DoubleT, never> {
  return callOf('rand', value(seed))
}

/** A random number of the standard normal distribution; the same when a batch runs again. */
export function randn(seed?: number | bigint): Column<DoubleT, never> {
  return callOf('randn', value(seed))
}

/** How many bits of an integer, taken as one of 64 bits, or of a BOOLEAN are set. */
export const bitCount = unary<IntT>()('bit_count')

/** A random number between two constants, of their wider type; the same when a batch runs again. */
export function uniform(
  least: number | Column,
  most: number | Column,
  seed?: number | Column,
): Column<UnknownT, never> {
  return callOf('uniform', value(least), value(most), value(seed))
}

/** A random text of a length, of digits and letters of ASCII; the same when a batch runs again. */
export function randstr(length: number | Column, seed?: number | Column): Column<StringT, never> {
  return callOf('randstr', value(length), value(seed))
}
