/** How many pairs (y, x) have no null (Spark's `RegrCount`, which is `count`). */
import { longType } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { AggregateFunction } from './aggregate-function.ts'
import { countAccumulator } from './count.ts'

export const regrCount: AggregateFunction = {
  name: 'regr_count',
  summary: 'How many pairs (y, x) have no null.',
  bind: signature({ takes: ['double', 'double'], gives: longType, nullable: false }),
  start: () => countAccumulator(),
}
