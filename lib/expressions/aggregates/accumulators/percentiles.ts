/** Exact percentiles: values in order, and the place between them (Spark's `PercentileBase`). */
import { VectorBuilder } from '../../../columnar/builder.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { javaDouble } from '../../../types/number-text.ts'
import { arrayType, dayTimeIntervalType, doubleType, yearMonthIntervalType } from '../../../types/types.ts'
import { mismatch } from '../../binder/mismatch.ts'
import { type Accepted, castArgument } from '../../binder/signature.ts'
import { timeTypeOff } from '../../binder/time-type.ts'
import { isDatetime } from '../../binder/type-coercion.ts'
import type { Bound } from '../../bound.ts'
import type { Accumulator, AggregateCall, AggregateContext } from '../aggregate-function.ts'
import { opaqueBuffer } from '../collect-list.ts'
import { type Counted, inOrder, valueCounts } from './value-counts.ts'

export interface PercentileData {
  readonly percentages: readonly number[]
  /** One percentage, one value; else an array of them. */
  readonly single: boolean
  /** From the largest value down: ORDER BY … DESC. */
  readonly descending: boolean
  /** The value at the place or the next one, not one between (percentile_disc). */
  readonly discrete: boolean
  /** How often each value counts, as text. */
  readonly weight?: string
}

/** What exact percentiles take. */
export const averaged: Accepted = {
  anyOf: ['numeric', 'year_month_interval', 'day_time_interval'],
  shown: '(("NUMERIC" or "INTERVAL DAY TO SECOND" or "INTERVAL YEAR TO MONTH") or "TIME")',
}

/**
 * Refuses days and times, which Spark casts to TIME where ANSI mode lets it.
 *
 * @throws UNSUPPORTED_TIME_TYPE
 */
export function refuseTimes(input: Bound | undefined, { ansi }: AggregateContext): void {
  if (ansi && input && isDatetime(input.type)) throw timeTypeOff()
}

/** The type of one percentile: DOUBLE of numbers, intervals of intervals. */
export function percentileType(type: DataType): DataType {
  if (type.kind === 'year_month_interval') return yearMonthIntervalType()
  return type.kind === 'day_time_interval' ? dayTimeIntervalType() : doubleType
}

/**
 * The percentages of a constant argument: a number or an array of numbers, each from 0 to 1.
 *
 * @throws DATATYPE_MISMATCH.NON_FOLDABLE_INPUT, UNEXPECTED_NULL, VALUE_OUT_OF_RANGE
 */
export function percentagesOf(
  input: Bound,
  context: AggregateContext,
): Pick<PercentileData, 'percentages' | 'single'> & { readonly argument: Bound } {
  const single = input.type.kind !== 'array'
  const argument = single ? castArgument(input, 1, 'double', context) : context.cast(input, arrayType(doubleType))
  const value = context.constant(argument, 'percentage')
  const values = single ? [value] : ((value ?? [null]) as readonly SqlValue[])
  if (values.some((one) => one === null)) {
    throw mismatch(context, 'UNEXPECTED_NULL', 'The percentage must not be null.')
  }
  const percentages = values as readonly number[]
  if (percentages.some((one) => !(one >= 0 && one <= 1))) {
    const shown = percentages.map((one) => `${javaDouble(one)}D`).join(',')
    const detail = `The percentage must be between [0.0, 1.0] (current value = ${shown}).`
    throw mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
  }
  return { percentages, single, argument }
}

/** Arguments: values, and perhaps how often each counts. */
export function percentiles({ args, type, data }: AggregateCall, weigh?: (frequency: SqlValue) => number): Accumulator {
  const { percentages, single, descending, discrete } = data as PercentileData
  const input = args[0]?.type ?? doubleType
  const one = single || type.kind !== 'array' ? type : type.element
  return valueCounts(input, opaqueBuffer, weigh, (ids, count, of) => {
    const builder = new VectorBuilder(type, count)
    for (let i = 0; i < count; i++) {
      const values = inOrder(input, of(ids[i] as number))
      if (descending) values.reverse()
      const total = values.reduce((sum, [, times]) => sum + times, 0)
      const at = (percentage: number) => valueAtPlace(numbered(input, values), total, percentage, discrete, one)
      if (total === 0) builder.append(null)
      else builder.append(single ? at(percentages[0] as number) : percentages.map(at))
    }
    return builder.finish()
  })
}

/** Values as the doubles that are computed with. */
function numbered(type: DataType, values: readonly Counted[]): readonly (readonly [number, number])[] {
  const scale = type.kind === 'decimal' ? 10 ** type.scale : 1
  return values.map(([value, times]) => [Number(value) / scale, times] as const)
}

function valueAtPlace(
  values: readonly (readonly [number, number])[],
  total: number,
  percentage: number,
  discrete: boolean,
  type: DataType,
): SqlValue {
  if (discrete) {
    const rank = Math.ceil(percentage * total)
    return asType(valueOfRank(values, Math.max(rank, 1) - 1), type)
  }
  const place = (total - 1) * percentage
  const lower = Math.floor(place)
  const higher = Math.ceil(place)
  const low = valueOfRank(values, lower)
  if (lower === higher) return asType(low, type)
  const high = valueOfRank(values, higher)
  if (low === high) return asType(low, type)
  // Rounded as Spark rounds it: not the sum of two weighted values.
  return asType(low + (place - lower) * (high - low), type)
}

/** The value of a row by its place, from 0. */
function valueOfRank(values: readonly (readonly [number, number])[], place: number): number {
  let before = 0
  for (const [value, times] of values) {
    before += times
    if (before > place) return value
  }
  return values.at(-1)?.[0] ?? 0
}

function asType(value: number, type: DataType): SqlValue {
  if (type.kind === 'year_month_interval') return Math.trunc(value)
  return type.kind === 'day_time_interval' ? BigInt(Math.trunc(value)) : value
}
