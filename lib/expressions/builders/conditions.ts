/** Builders of conditions, fallbacks, hashes and what is left. */
import type { BooleanT, DoubleT, IntT, LongT, StringT, UnknownT } from '../../types/typed/type-tags.ts'
import type { Column } from '../column.ts'
import { argument, type ColumnArgument, callOf, type Needs, unary, value, variadic } from './builder.ts'

/** The first that is not null. */
export const coalesce = variadic<UnknownT>('coalesce')

/** The greatest, nulls left aside. */
export const greatest = variadic<UnknownT>('greatest')

/** The least, nulls left aside. */
export const least = variadic<UnknownT>('least')

/** Whether it is null. */
export const isnull = unary<BooleanT>()('isnull')

/** Whether it is not null. */
export const isnotnull = unary<BooleanT>()('isnotnull')

/** Whether it is NaN. */
export const isnan = unary<BooleanT>()('isnan')

/** The opposite. */
export const not = unary<BooleanT>()('not')

/** The first, or the second when it is null. */
export function nvl<const N extends string, const M extends string>(
  column: ColumnArgument<N>,
  fallback: ColumnArgument<M>,
): Column<UnknownT, Needs<N> | Needs<M>> {
  return callOf('nvl', argument(column), argument(fallback))
}

/** Null when both are equal, else the first. */
export function nullif<const N extends string, const M extends string>(
  column: ColumnArgument<N>,
  other: ColumnArgument<M>,
): Column<UnknownT, Needs<N> | Needs<M>> {
  return callOf('nullif', argument(column), argument(other))
}

/** Spark’s 32 bit Murmur 3 hash. */
export const hash = variadic<IntT>('hash')

/** Spark’s 64 bit xxHash. */
export const xxhash64 = variadic<LongT>('xxhash64')

/** SHA-2 of a BINARY as hexadecimal digits: 224, 256, 384 or 512 bits. */
export function sha2<const N extends string>(column: ColumnArgument<N>, bits: number): Column<StringT, Needs<N>> {
  return callOf('sha2', argument(column), value(bits))
}

/** CRC 32 of a BINARY. */
export const crc32 = unary<LongT>()('crc32')

/** A random number from 0 to 1; the same in a re-run of a batch. */
export function rand(seed?: number): Column<DoubleT, never> {
  return callOf('rand', ...(seed === undefined ? [] : [value(seed)]))
}

/** A random UUID as text. */
export function uuid(): Column<StringT, never> {
  return callOf('uuid')
}

/** Any function by its SQL name, registered ones too. */
export function callFunction<const N extends string>(
  name: string,
  ...columns: readonly ColumnArgument<N>[]
): Column<UnknownT, Needs<N>> {
  return callOf(name, ...columns.map((one) => argument(one)))
}
