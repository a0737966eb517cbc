/** The largest value (Spark's `Max`). */

import { field } from '../../types/types.ts'
import { extreme } from './accumulators/extreme.ts'
import { bindExtreme } from './accumulators/extreme-binding.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const max: AggregateFunction = {
  name: 'max',
  summary: 'The largest value; NaN is larger than all numbers. Null when there is none.',
  bind: bindExtreme,
  start: ({ type }) => extreme(type, [field('max', type)], true),
}
