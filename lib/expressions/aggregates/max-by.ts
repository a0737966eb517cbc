/** The value of one column in the row where another is largest (Spark's `MaxBy`). */
import { bindBy, valueBy } from './accumulators/value-by.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const maxBy: AggregateFunction = {
  name: 'max_by',
  summary: 'The value of the first argument in the row where the second one is largest.',
  deterministic: false,
  bind: bindBy,
  start: (call) => valueBy(call, true),
}
