/** The value in the middle (Spark's `Median`, which is `percentile` of 0.5). */
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { type PercentileData, percentiles, percentileType } from './accumulators/percentiles.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const median: AggregateFunction = {
  name: 'median',
  summary: 'The value in the middle of numbers or intervals, or the mean of the two there.',
  bind: signature({
    takes: [['numeric', 'year_month_interval', 'day_time_interval']],
    gives: ([input]) => percentileType((input as Bound).type),
    nullable: true,
    data: (): PercentileData => ({ percentages: [0.5], single: true, descending: false, discrete: false }),
  }),
  start: (call) => percentiles(call),
}
