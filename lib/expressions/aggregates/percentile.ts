/** The exact percentile, between neighbours if need be (Spark's `Percentile`). */
import { MillraceError } from '../../errors.ts'
import { arrayType } from '../../types/types.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import {
  type PercentileData,
  percentagesOf,
  percentiles,
  percentileType,
  refuseTimes,
} from './accumulators/percentiles.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const percentile: AggregateFunction = {
  name: 'percentile',
  summary:
    'The exact percentile (0 to 1, or an array of them) of numbers or intervals, each as often as the third argument.',
  bind(args, context) {
    checkCount(args, 2, 3, context)
    const [first, percentage, frequency] = args as readonly [Bound, Bound, Bound?]
    refuseTimes(first, context)
    const input = castArgument(first, 0, ['numeric', 'year_month_interval', 'day_time_interval'], context)
    const { percentages, single } = percentagesOf(percentage, context)
    const data: PercentileData = { percentages, single, descending: false, discrete: false }
    const type = percentileType(input.type)
    const text = callText(
      context.name,
      [boundText(first), boundText(percentage), frequency ? boundText(frequency) : '1'],
      context.distinct,
    )
    const weights = frequency === undefined ? [] : [castArgument(frequency, 2, 'integral', context)]
    return { args: [input, ...weights], type: single ? type : arrayType(type, false), nullable: true, data, text }
  },
  start: (call) => percentiles(call, call.args.length > 1 ? weightOf : undefined),
}

/** @throws a negative frequency */
function weightOf(frequency: unknown): number {
  const times = Number(frequency)
  if (times >= 0) return times
  const message = `Negative values found in ${times}`
  throw new MillraceError('_LEGACY_ERROR_TEMP_2115', message)
}
