/** What all Theta sketches have in common (Spark's `ThetaIntersectionAgg`). */
import { binaryType } from '../../types/types.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { HashSet } from '../functions/sketches/hash-set.ts'
import { thetaOfBytes } from '../functions/sketches/read-sketch.ts'
import { thetaBytes } from '../functions/sketches/theta-bytes.ts'
import { emptyTheta, thetaIntersection } from '../functions/sketches/theta-operations.ts'
import { setAccumulator } from './accumulators/set-accumulator.ts'
import type { AggregateFunction } from './aggregate-function.ts'

export const thetaIntersectionAgg: AggregateFunction = {
  name: 'theta_intersection_agg',
  summary: 'What all Theta sketches have in common; an empty sketch when there is none.',
  bind(given, context) {
    checkCount(given, 1, 1, context)
    return { args: [exactArgument(given[0] as Bound, 0, 'binary', context)], type: binaryType, nullable: false }
  },
  start: () =>
    setAccumulator<HashSet>({
      read: (bytes) => thetaOfBytes(bytes, 'theta_intersection_agg'),
      write: thetaBytes,
      first: (set) => set,
      next: thetaIntersection,
      none: emptyTheta,
    }),
}
