/** The value in the middle (Spark's `Median`, which is `percentile` of 0.5). */
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { averaged, type PercentileData, percentiles, percentileType, refuseTimes } from './accumulators/percentiles.ts'
import type { AggregateContext, AggregateFunction } from './aggregate-function.ts'

const bind = signature({
  takes: [averaged],
  gives: ([input]) => percentileType((input as Bound).type),
  nullable: true,
  data: (): PercentileData => ({ percentages: [0.5], single: true, descending: false, discrete: false }),
})

export const median: AggregateFunction = {
  name: 'median',
  summary: 'The value in the middle of numbers or intervals, or the mean of the two there.',
  ofPartition: true,
  bind: Object.assign(
    (args: readonly Bound[], context: AggregateContext) => {
      refuseTimes(args[0], context)
      return bind(args, context)
    },
    { form: bind.form },
  ),
  start: (call) => percentiles(call),
}
