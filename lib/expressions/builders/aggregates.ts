/** Builders of aggregate functions: what a group of rows comes to. */
import type {
  ArrayT,
  BooleanT,
  ByteT,
  Derived,
  DerivedRule,
  DoubleT,
  LongT,
  Ref,
  StringT,
  Type,
  UnknownT,
} from '../../types/typed/type-tags.ts'
import { intLiteral } from '../build.ts'
import { Column } from '../column.ts'
import {
  argument,
  binary,
  type ColumnArgument,
  callOf,
  type NamesOf,
  type Needs,
  one,
  type Parameter,
  sameType,
  unary,
  value,
} from './builder.ts'

type NoText = Exclude<ColumnArgument, string | Column>

/** The type of a column that is named, as far as the compiler can find it. */
type Named<N extends string> = [Needs<N>] extends [never] ? UnknownT : Ref<N>
/** The type of a column argument. */
type TypeOf<A> = A extends string ? Named<A> : A extends Column<infer D> ? D : UnknownT

/** An aggregate whose type follows from its argument's. */
interface DerivedAggregate<F extends string, R extends DerivedRule> {
  <const N extends string>(name: N): Column<Derived<R, Named<N>>, Needs<N>, `${F}(${N})`>
  <D extends Type, M extends string>(column: Column<D, M>): Column<Derived<R, D>, M>
  (value: NoText): Column<UnknownT, never>
}

function derived<R extends DerivedRule>() {
  return <F extends string>(name: F): DerivedAggregate<F, R> => one(name) as DerivedAggregate<F, R>
}

/** An aggregate of DISTINCT values. */
function distinctOf(name: string, columns: readonly ColumnArgument[]): Column<never, never> {
  return new Column({ kind: 'call', name, args: columns.map((column) => argument(column)), distinct: true })
}

interface Count {
  (rows: '*'): Column<LongT, never, 'count(1)'>
  <const N extends string>(name: N): Column<LongT, Needs<N>, `count(${N})`>
  <M extends string>(column: Column<Type, M>): Column<LongT, M>
  (value: NoText): Column<LongT, never>
}

/** How many rows there are (`'*'`), or how many in which a column is not null. */
export const count = ((column: ColumnArgument) =>
  callOf('count', column === '*' ? intLiteral(1) : argument(column))) as Count

/** How many different combinations of values the columns have, none of them null. Not on streams. */
export function countDistinct<const A extends readonly [ColumnArgument, ...ColumnArgument[]]>(
  ...columns: A
): Column<LongT, NamesOf<A[number]>> {
  return distinctOf('count', columns)
}

/** In how many rows a condition is true. */
export const countIf = unary<LongT>()('count_if')

/** The sum: BIGINT of integers, ten more digits of decimals. */
export const sum = derived<'sum'>()('sum')

/** The sum of different values. Not on streams. */
export function sumDistinct<const A extends ColumnArgument>(column: A): Column<Derived<'sum', TypeOf<A>>, NamesOf<A>> {
  return distinctOf('sum', [column])
}

/** Like `sum`, but null when it does not fit its type. */
export const trySum = derived<'sum'>()('try_sum')

/** The mean. */
export const avg = derived<'mean'>()('avg')

/** The mean. */
export const mean = derived<'mean'>()('mean')

/** Like `avg`, but null when the sum does not fit its type. */
export const tryAvg = derived<'mean'>()('try_avg')

/** The smallest value. */
export const min = sameType('min')

/** The largest value. */
export const max = sameType('max')

/** An aggregate that keeps one of the values; nulls are passed over when told so. */
function keptValue(name: string) {
  return <const A extends ColumnArgument>(column: A, ignoreNulls = false): Column<TypeOf<A>, NamesOf<A>> =>
    callOf(name, argument(column), ignoreNulls ? value(ignoreNulls) : undefined)
}

/** The value of the first row; which that is depends on the order in which rows come. */
export const first = keptValue('first')

/** The value of the first row; which that is depends on the order in which rows come. */
export const firstValue = keptValue('first_value')

/** The value of the last row; which that is depends on the order in which rows come. */
export const last = keptValue('last')

/** The value of the last row; which that is depends on the order in which rows come. */
export const lastValue = keptValue('last_value')

/** The value of some row. */
export const anyValue = keptValue('any_value')

/** The value of the first column in the row where the second one is smallest, or an array of those of `k` rows. */
export const minBy = by('min_by')

/** The value of the first column in the row where the second one is largest, or an array of those of `k` rows. */
export const maxBy = by('max_by')

interface ValueBy {
  <const A extends ColumnArgument, const B extends ColumnArgument>(
    column: A,
    order: B,
  ): Column<TypeOf<A>, NamesOf<A> | NamesOf<B>>
  /** Those of `k` rows, in order. */
  <const A extends ColumnArgument, const B extends ColumnArgument>(
    column: A,
    order: B,
    k: number,
  ): Column<Derived<'list', TypeOf<A>>, NamesOf<A> | NamesOf<B>>
}

function by(name: string): ValueBy {
  return (column: ColumnArgument, order: ColumnArgument, k?: number): Column<never, never> =>
    callOf(name, argument(column), argument(order), k === undefined ? undefined : value(k))
}

/** All values but null, in the order in which rows come. */
export const collectList = derived<'list'>()('collect_list')

/** All values but null, in the order in which rows come. */
export const arrayAgg = one('array_agg') as <const A extends ColumnArgument>(
  column: A,
) => Column<Derived<'list', TypeOf<A>>, NamesOf<A>>

/** All different values but null. */
export const collectSet = derived<'list'>()('collect_set')

/** Whether a condition is true in all rows where it is not null. */
export const boolAnd = unary<BooleanT>()('bool_and')

/** Whether a condition is true in all rows where it is not null. */
export const every = unary<BooleanT>()('every')

/** Whether a condition is true in any row. */
export const boolOr = unary<BooleanT>()('bool_or')

/** Whether a condition is true in any row. */
export const some = unary<BooleanT>()('some')

/** The bits that all integers have. */
export const bitAnd = sameType('bit_and')

/** The bits that any of the integers has. */
export const bitOr = sameType('bit_or')

/** The bits that an odd number of the integers has. */
export const bitXor = sameType('bit_xor')

/** The standard deviation of a sample. */
export const stddev = unary<DoubleT>()('stddev')

/** The standard deviation of a sample. */
export const std = unary<DoubleT>()('std')

/** The standard deviation of a sample. */
export const stddevSamp = unary<DoubleT>()('stddev_samp')

/** The standard deviation of a population. */
export const stddevPop = unary<DoubleT>()('stddev_pop')

/** The variance of a sample. */
export const variance = unary<DoubleT>()('variance')

/** The variance of a sample. */
export const varSamp = unary<DoubleT>()('var_samp')

/** The variance of a population. */
export const varPop = unary<DoubleT>()('var_pop')

/** How far the values lean to one side. */
export const skewness = unary<DoubleT>()('skewness')

/** How heavy the tails are, compared with a normal distribution. */
export const kurtosis = unary<DoubleT>()('kurtosis')

/** The covariance of a population of pairs. */
export const covarPop = binary<DoubleT>('covar_pop')

/** The covariance of a sample of pairs. */
export const covarSamp = binary<DoubleT>('covar_samp')

/** Pearson's correlation of pairs. */
export const corr = binary<DoubleT>('corr')

/** How many pairs (y, x) have no null. */
export const regrCount = binary<LongT>('regr_count')

/** The mean of x over pairs (y, x). */
export const regrAvgx = binary<DoubleT>('regr_avgx')

/** The mean of y over pairs (y, x). */
export const regrAvgy = binary<DoubleT>('regr_avgy')

/** The sum of the squares of x less its mean, over pairs (y, x). */
export const regrSxx = binary<DoubleT>('regr_sxx')

/** The sum of the products of y and x, each less its mean, over pairs (y, x). */
export const regrSxy = binary<DoubleT>('regr_sxy')

/** The sum of the squares of y less its mean, over pairs (y, x). */
export const regrSyy = binary<DoubleT>('regr_syy')

/** The slope of the line through pairs (y, x). */
export const regrSlope = binary<DoubleT>('regr_slope')

/** Where the line through pairs (y, x) meets x = 0. */
export const regrIntercept = binary<DoubleT>('regr_intercept')

/** The square of the correlation of pairs (y, x). */
export const regrR2 = binary<DoubleT>('regr_r2')

/** About how many different values there are. @param relativeError standard deviation of the error, 0.05 unless given */
export function approxCountDistinct<const A extends ColumnArgument>(
  column: A,
  relativeError?: number,
): Column<LongT, NamesOf<A>> {
  return callOf('approx_count_distinct', argument(column), value(relativeError))
}

/** The most frequent value; null when there is none. @param deterministic of several, the smallest */
export function mode<const A extends ColumnArgument>(column: A, deterministic = false): Column<TypeOf<A>, NamesOf<A>> {
  return callOf('mode', argument(column), deterministic ? value(deterministic) : undefined)
}

/** The value in the middle, or the mean of the two there. */
export const median = unary<UnknownT>()('median')

/** The exact value below which a part (0 to 1) of the values lies, between neighbours if need be. */
export function percentile<const A extends ColumnArgument, M extends string = never>(
  column: A,
  percentage: Parameter<number | readonly number[]>,
  frequency?: Parameter<number, M>,
): Column<UnknownT, NamesOf<A> | M> {
  return callOf('percentile', argument(column), value(percentage), value(frequency))
}

function approximate(name: string) {
  return <const A extends ColumnArgument>(
    column: A,
    percentage: Parameter<number | readonly number[]>,
    accuracy?: number,
  ): Column<UnknownT, NamesOf<A>> => callOf(name, argument(column), value(percentage), value(accuracy))
}

/** About the value below which a part (0 to 1) of the values lies; one of the values. */
export const percentileApprox = approximate('percentile_approx')

/** About the value below which a part (0 to 1) of the values lies; one of the values. */
export const approxPercentile = approximate('approx_percentile')

function joined(name: string, distinct: boolean) {
  return <const A extends ColumnArgument>(column: A, delimiter?: string | Uint8Array): Column<StringT, NamesOf<A>> => {
    const made = callOf<StringT, NamesOf<A>>(name, argument(column), value(delimiter))
    return distinct ? new Column({ ...made.expression, distinct } as typeof made.expression) : made
  }
}

/** The texts but null, joined in the order in which rows come. */
export const listagg = joined('listagg', false)

/** The texts but null, joined in the order in which rows come. */
export const stringAgg = joined('string_agg', false)

/** The different texts but null, joined. Not on streams. */
export const listaggDistinct = joined('listagg', true)

/** The different texts but null, joined. Not on streams. */
export const stringAggDistinct = joined('string_agg', true)

/** Centres and heights of a histogram of so many bins. */
export function histogramNumeric<const A extends ColumnArgument>(
  column: A,
  bins: number,
): Column<ArrayT<UnknownT>, NamesOf<A>> {
  return callOf('histogram_numeric', argument(column), value(bins))
}

/** The product, as DOUBLE. */
export const product = unary<DoubleT>()('product')

/** 1 where a key of rollup or cube is aggregated over, else 0. */
export const grouping = unary<ByteT>()('grouping')

/** Which keys of rollup or cube are aggregated over, as bits. */
export function groupingId<const A extends readonly ColumnArgument[]>(
  ...columns: A
): Column<LongT, NamesOf<A[number]>> {
  return callOf('grouping_id', ...columns.map((column) => argument(column)))
}

/** All different elements of arrays but null. */
export const collectUnion = unary<UnknownT>()('collect_union')
