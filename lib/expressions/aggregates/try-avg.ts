/** `avg` that gives null where the sum does not fit (Spark's `try_avg`). */
import type { AggregateFunction } from './aggregate-function.ts'
import { bindMean, meanAccumulator } from './avg.ts'

export const tryAvg: AggregateFunction = {
  name: 'try_avg',
  summary: 'The mean of numbers or intervals; null when there is none, or their sum does not fit its type.',
  bind: bindMean(() => 'try'),
  start: (call) => meanAccumulator(call),
}
