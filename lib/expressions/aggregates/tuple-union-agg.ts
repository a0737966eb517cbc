/** Tuple sketches in one (Spark's `TupleUnionAggDouble` and `…Integer`). */
import { BytesSource } from '../../columnar/bytes-source.ts'
import { binaryType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { tupleOfBytes } from '../functions/sketches/read-sketch.ts'
import { nominalBits, tupleBits, tupleMode, tupleParameters } from '../functions/sketches/sketch-arguments.ts'
import type { SummaryKind, SummaryMode } from '../functions/sketches/summary-mode.ts'
import { tupleBytes } from '../functions/sketches/tuple-bytes.ts'
import { TupleUnion } from '../functions/sketches/tuple-operations.ts'
import { objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'

interface UnionData {
  readonly bits: number
  readonly mode: SummaryMode
}

const aggregate = (kind: SummaryKind): AggregateFunction => ({
  name: `tuple_union_agg_${kind}`,
  summary: 'Tuple sketches in one, the numbers of a key put together by sum, min, max or alwaysone.',
  parameters: tupleParameters('child'),
  bind(given, context) {
    checkCount(given, 1, 3, context)
    const shown = defaultedContext(context, given, 3, [`${nominalBits}`, 'sum'], context.distinct)
    const input = exactArgument(given[0] as Bound, 0, 'binary', shown)
    const data: UnionData = { bits: tupleBits(given[1], 1, shown), mode: tupleMode(given[2], 2, shown) }
    return { args: [input], type: binaryType, nullable: false, data, text: shown.text }
  },
  start: (call) => unionAccumulator(call, kind),
})

function unionAccumulator({ data }: AggregateCall, kind: SummaryKind): Accumulator {
  const { bits, mode } = data as UnionData
  const name = `tuple_union_agg_${kind}`
  const source = new BytesSource()
  const fresh = () => new TupleUnion(bits, { mode, kind })
  const joined = (union: TupleUnion, bytes: Uint8Array) => {
    union.add(tupleOfBytes(bytes, kind, name))
    return union
  }
  return objectAccumulator<TupleUnion>({
    type: binaryType,
    form: { write: (union, to) => union.write(to), read: (from) => fresh().restore(from) },
    fresh,
    read: ([column]) => column && source.read(column),
    add(union, row) {
      source.seek(row)
      return joined(union, source.bytes.subarray(source.from, source.from + source.length))
    },
    merge(union, other) {
      union.add(other.result())
      return union
    },
    result: (union) => tupleBytes((union ?? fresh()).result(), kind),
  })
}

/** `tuple_union_agg_double` and `tuple_union_agg_integer`. */
export const tupleUnionAggs: readonly AggregateFunction[] = [aggregate('double'), aggregate('integer')]
