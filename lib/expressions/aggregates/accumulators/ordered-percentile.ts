/** `percentile_cont(p) WITHIN GROUP (ORDER BY value)` and percentile_disc. */
import { arrayType } from '../../../types/types.ts'
import { castArgument, checkCount } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import type { AggregateFunction } from '../aggregate-function.ts'
import { orderText } from './order-text.ts'
import {
  averaged,
  type PercentileData,
  percentagesOf,
  percentiles,
  percentileType,
  refuseTimes,
} from './percentiles.ts'
import { onlyOrder } from './within-group.ts'

export function orderedPercentile(name: string, summary: string, discrete: boolean): AggregateFunction {
  return {
    name,
    summary,
    ordered: true,
    bind(args, context) {
      checkCount(args, 1, 1, context)
      const [percentage] = args as readonly [Bound]
      const order = onlyOrder(context, discrete ? 'PercentileDisc' : name)
      refuseTimes(order.value, context)
      const shown = callText(name, [order.value, percentage].map(boundText))
      const input = castArgument(order.value, 0, averaged, { ...context, text: shown })
      const { percentages, single } = percentagesOf(percentage, { ...context, text: shown })
      const data: PercentileData = { percentages, single, descending: !order.ascending, discrete }
      const type = percentileType(input.type)
      const text = `${name}(${boundText(percentage)}) WITHIN GROUP (ORDER BY ${orderText(order)})`
      return {
        args: [input],
        type: single ? type : arrayType(type, false),
        nullable: true,
        data,
        text,
        ofPartition: shown,
      }
    },
    start: (call) => percentiles(call),
  }
}
