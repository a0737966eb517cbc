/** `sum` that gives null where the sum does not fit (Spark's `try_sum`; golden agg-try-sum-overflow). */
import type { AggregateFunction } from './aggregate-function.ts'
import { bindSum, sumAccumulator } from './sum.ts'

export const trySum: AggregateFunction = {
  name: 'try_sum',
  summary: 'The sum of numbers or intervals; null when there is none, or it does not fit its type.',
  bind: bindSum(() => 'try'),
  start: (call) => sumAccumulator(call),
}
