/** The value of one column in the row where another is largest (Spark's `MaxBy`). */
import { bindBy, startBy } from './accumulators/value-by.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const maxBy: AggregateFunction = {
  name: 'max_by',
  summary:
    'The value of the first argument in the row where the second one is largest; with `k` an array of those of so many rows.',
  deterministic: false,
  bind: bindBy,
  start: (call) => startBy(call, true),
}
