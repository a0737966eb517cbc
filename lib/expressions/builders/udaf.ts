/** `udaf`: an aggregate of the program's own as a function of columns. */
import type { Type, ValueOf } from '../../types/typed/type-tags.ts'
import { addUserAggregate, type UserAggregator } from '../aggregates/user-aggregate-table.ts'
import { call } from '../build.ts'
import { Column } from '../column.ts'
import { argument, type ColumnArgument, type Variadic } from './builder.ts'
import { type TagOf, type TypeArgument, typeOf, type ValuesOf } from './udf.ts'

/** An aggregate of the program: `reduce` takes each row, `merge` joins two buffers, `finish` gives the result. */
export interface Aggregator<B, V extends readonly unknown[], R> {
  /** A new buffer; called for each group. */
  readonly zero: () => B
  /** The buffer after a row; it may be the one it gets, changed. */
  readonly reduce: (buffer: B, ...values: V) => B
  /** The buffer of both: of session windows that grow together. */
  readonly merge: (a: B, b: B) => B
  readonly finish: (buffer: B) => R | null | undefined
}

/** Makes columns of columns; `session.udf.register` gives it a name in SQL. */
export type UserAggregate<D extends Type> = Variadic<D> & {
  /** How expressions call it. */
  readonly aggregate: string
}

interface Options<T extends readonly TypeArgument[], G extends TypeArgument, U extends TypeArgument> {
  /** Types that arguments are cast to. */
  readonly takes: T
  /** The type of what `finish` gives. */
  readonly gives: G
  /** The type of the buffer, by which it is kept in the state. */
  readonly buffer: U
  /** For names of columns and messages; `udaf` unless given. */
  readonly name?: string
  /** false: the order of rows decides what it gives. Default true. */
  readonly deterministic?: boolean
}

/**
 * An aggregate whose rows and buffers go through functions of the program, with the values rows hold (null for NULL).
 *
 * @throws MILLRACE_ASYNC_FUNCTION for async functions; while a query runs FAILED_EXECUTE_UDF when one throws and
 *   MILLRACE_VALUE_TYPE when a buffer or a result does not fit its type
 * @example
 * const range = udaf(
 *   {
 *     zero: () => ({ low: Infinity, high: -Infinity }),
 *     reduce: ({ low, high }, v) => (v === null ? { low, high } : { low: Math.min(low, v), high: Math.max(high, v) }),
 *     merge: (a, b) => ({ low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }),
 *     finish: ({ low, high }) => (low > high ? null : high - low),
 *   },
 *   { takes: ['double'], gives: 'double', buffer: 'STRUCT<low DOUBLE, high DOUBLE>' },
 * )
 * df.groupBy('device').agg(range('celsius').as('range'))
 */
export function udaf<
  const T extends readonly TypeArgument[],
  const G extends TypeArgument,
  const U extends TypeArgument,
  B = ValueOf<TagOf<U>>,
>(
  aggregator: Aggregator<B, ValuesOf<T>, ValueOf<TagOf<G>>>,
  { takes, gives, buffer, name = 'udaf', deterministic = true }: Options<T, G, U>,
): UserAggregate<TagOf<G>> {
  const aggregate = addUserAggregate({
    name,
    aggregator: aggregator as UserAggregator,
    takes: takes.map(typeOf),
    gives: typeOf(gives),
    buffer: typeOf(buffer),
    deterministic,
  })
  const build = (...columns: readonly ColumnArgument[]) =>
    new Column(call(aggregate, ...columns.map((one) => argument(one))))
  return Object.assign(build, { aggregate }) as UserAggregate<TagOf<G>>
}
