/** The value in the middle (Spark's `Median`, which is `percentile` of 0.5). */
import { type Accepted, signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { type PercentileData, percentiles, percentileType, refuseTimes } from './accumulators/percentiles.ts'
import type { AggregateContext, AggregateFunction } from './aggregate-function.ts'

const averaged: Accepted = {
  anyOf: ['numeric', 'year_month_interval', 'day_time_interval'],
  shown: '(("NUMERIC" or "INTERVAL DAY TO SECOND" or "INTERVAL YEAR TO MONTH") or "TIME")',
}

const bind = signature({
  takes: [averaged],
  gives: ([input]) => percentileType((input as Bound).type),
  nullable: true,
  data: (): PercentileData => ({ percentages: [0.5], single: true, descending: false, discrete: false }),
})

export const median: AggregateFunction = {
  name: 'median',
  summary: 'The value in the middle of numbers or intervals, or the mean of the two there.',
  bind: Object.assign(
    (args: readonly Bound[], context: AggregateContext) => {
      refuseTimes(args[0], context)
      return bind(args, context)
    },
    { form: bind.form },
  ),
  start: (call) => percentiles(call),
}
