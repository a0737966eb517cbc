/** Theta sketches in one (Spark's `ThetaUnionAgg`). */
import { binaryType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { HashSet } from '../functions/sketches/hash-set.ts'
import { thetaOfBytes } from '../functions/sketches/read-sketch.ts'
import { nominalBits, thetaBits } from '../functions/sketches/sketch-arguments.ts'
import { thetaBytes } from '../functions/sketches/theta-bytes.ts'
import { emptyTheta, thetaUnion } from '../functions/sketches/theta-operations.ts'
import { setAccumulator } from './accumulators/set-accumulator.ts'
import type { AggregateFunction } from './aggregate-function.ts'

interface UnionData {
  readonly bits: number
}

export const thetaUnionAgg: AggregateFunction = {
  name: 'theta_union_agg',
  summary: 'Theta sketches in one, of 2 to the power of the second argument hashes at most (12 unless given).',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, [`${nominalBits}`], context.distinct)
    const input = exactArgument(given[0] as Bound, 0, 'binary', shown)
    const data: UnionData = { bits: thetaBits(given[1], shown) }
    return { args: [input], type: binaryType, nullable: false, data, text: shown.text }
  },
  start({ data }) {
    const { bits } = data as UnionData
    return setAccumulator<HashSet>({
      read: (bytes) => thetaOfBytes(bytes, 'theta_union_agg'),
      write: thetaBytes,
      first: (set) => thetaUnion(set, emptyTheta, bits),
      next: (held, added) => thetaUnion(held, added, bits),
      none: emptyTheta,
    })
  },
}
