/** The exact percentile, between neighbours if need be (Spark's `Percentile`). */
import { MillraceError } from '../../errors.ts'
import { arrayType } from '../../types/types.ts'
import { castArgument, checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import {
  averaged,
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
    const weight = frequency ? boundText(frequency) : '1'
    const text = callText(context.name, [boundText(first), boundText(percentage), weight], context.distinct)
    const shown = { ...context, text }
    const input = castArgument(first, 0, averaged, shown)
    const { percentages, single } = percentagesOf(percentage, shown)
    const data: PercentileData = { percentages, single, descending: false, discrete: false, weight }
    const type = percentileType(input.type)
    const weights = frequency === undefined ? [] : [exactArgument(frequency, 2, 'integral', context)]
    return { args: [input, ...weights], type: single ? type : arrayType(type, false), nullable: true, data, text }
  },
  start(call) {
    const { weight } = call.data as PercentileData
    return percentiles(call, call.args.length > 1 ? (frequency) => weightOf(frequency, weight as string) : undefined)
  },
}

/** @throws NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION */
function weightOf(frequency: unknown, text: string): number {
  const times = Number(frequency)
  if (times >= 0) return times
  throw new MillraceError(
    'NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION',
    `Found the negative value in "${text}": ${times}L, but expected a positive integral value.`,
    { sqlState: '22003', parameters: { frequencyExpression: `"${text}"`, negativeValue: `${times}L` } },
  )
}
