/** What all Tuple sketches have in common (Spark's `TupleIntersectionAggDouble` and `…Integer`). */
import { binaryType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import type { TupleSet } from '../functions/sketches/hash-set.ts'
import { tupleOfBytes } from '../functions/sketches/read-sketch.ts'
import { tupleMode } from '../functions/sketches/sketch-arguments.ts'
import type { SummaryKind, SummaryMode } from '../functions/sketches/summary-mode.ts'
import { tupleBytes } from '../functions/sketches/tuple-bytes.ts'
import { emptyTuple, tupleAlone, tupleIntersection } from '../functions/sketches/tuple-operations.ts'
import { setAccumulator } from './accumulators/set-accumulator.ts'
import type { AggregateFunction } from './aggregate-function.ts'

interface IntersectionData {
  readonly mode: SummaryMode
}

const aggregate = (kind: SummaryKind): AggregateFunction => ({
  name: `tuple_intersection_agg_${kind}`,
  summary: 'What all Tuple sketches have in common, the numbers of a key put together by sum, min, max or alwaysone.',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, ['sum'], context.distinct)
    const input = castArgument(given[0] as Bound, 0, 'binary', shown)
    const data: IntersectionData = { mode: tupleMode(given[1], 1, shown) }
    return { args: [input], type: binaryType, nullable: false, data, text: shown.text }
  },
  start({ data }) {
    const { mode } = data as IntersectionData
    return setAccumulator<TupleSet>({
      read: (bytes) => tupleOfBytes(bytes, kind, `tuple_intersection_agg_${kind}`),
      write: (set) => tupleBytes(set, kind),
      first: tupleAlone,
      next: (held, added) => tupleIntersection(held, added, { mode, kind }),
      none: emptyTuple,
    })
  },
})

/** `tuple_intersection_agg_double` and `tuple_intersection_agg_integer`. */
export const tupleIntersectionAggs: readonly AggregateFunction[] = [aggregate('double'), aggregate('integer')]
