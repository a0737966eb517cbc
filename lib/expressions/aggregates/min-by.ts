/** The value of one column in the row where another is smallest (Spark's `MinBy`). */
import { bindBy, valueBy } from './accumulators/value-by.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const minBy: AggregateFunction = {
  name: 'min_by',
  summary: 'The value of the first argument in the row where the second one is smallest.',
  deterministic: false,
  bind: bindBy,
  start: (call) => valueBy(call, false),
}
