/** The mean of numbers or intervals (Spark's `Average`). */
import type { DataType } from '../../types/data-type.ts'
import {
  dayTimeIntervalType,
  decimalType,
  doubleType,
  field,
  longType,
  yearMonthIntervalType,
} from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { OverflowMode } from '../functions/numeric/arithmetic-errors.ts'
import { decimalOperation } from '../functions/numeric/decimal.ts'
import type { BindContext } from '../scalar-function.ts'
import { decimalSum } from './accumulators/decimal-sum.ts'
import { doubleSum } from './accumulators/double-sum.ts'
import { intervalMean } from './accumulators/interval-mean.ts'
import { decimalSumOverflow, integerOverflow, type OverflowData } from './accumulators/overflow.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { summable, sumType } from './sum.ts'

/** The type of a mean: four more digits on both sides of decimals, DOUBLE of other numbers. */
export function meanType(type: DataType): DataType {
  if (type.kind === 'decimal') return decimalType(Math.min(38, type.precision + 4), Math.min(38, type.scale + 4))
  if (type.kind === 'year_month_interval') return yearMonthIntervalType()
  return type.kind === 'day_time_interval' ? dayTimeIntervalType() : doubleType
}

/** `bind` of avg and try_avg. */
export const bindMean = (mode: (context: BindContext) => OverflowMode) =>
  signature({
    takes: [summable],
    gives: ([input]) => meanType((input as Bound).type),
    nullable: true,
    data: (_, context): OverflowData => ({ mode: mode(context) }),
  })

export const avg: AggregateFunction = {
  name: 'avg',
  aliases: ['mean'],
  summary: 'The mean of numbers or intervals; null when there is none.',
  bind: bindMean(({ ansi }) => (ansi ? 'ansi' : 'legacy')),
  start: (call) => meanAccumulator(call),
}

/** The accumulator of avg and try_avg. */
export function meanAccumulator({ args, type, data }: AggregateCall): Accumulator {
  const { mode } = data as OverflowData
  const input = args[0]?.type ?? doubleType
  const total = sumType(input)
  const buffer = [field('sum', total.kind === 'long' ? doubleType : total), field('count', longType, false)]
  if (total.kind === 'decimal' && type.kind === 'decimal') {
    return decimalSum({
      type,
      buffer,
      precision: total.precision,
      result(sum, count) {
        if (sum !== undefined) return decimalOperation('/', [sum, total.scale], [BigInt(count), 0], type, mode)
        if (mode === 'ansi') throw decimalSumOverflow('try_avg')
        return null
      },
    })
  }
  if (total.kind === 'year_month_interval' || total.kind === 'day_time_interval') {
    return intervalMean({ type, buffer, overflow: integerOverflow(total, mode) }, total)
  }
  return doubleSum(buffer, true)
}
