/** The smallest value (Spark's `Min`). */

import { field } from '../../types/types.ts'
import { extreme } from './accumulators/extreme.ts'
import { bindExtreme } from './accumulators/extreme-binding.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const min: AggregateFunction = {
  name: 'min',
  summary: 'The smallest value; null when there is none.',
  bind: bindExtreme,
  start: ({ type }) => extreme(type, [field('min', type)], false),
}
