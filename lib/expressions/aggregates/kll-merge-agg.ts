/** KLL sketches in one (Spark's `KllMergeAggBigint`, `…Double`, `…Float`). */
import { BytesSource } from '../../columnar/bytes-source.ts'
import { binaryType } from '../../types/types.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { kllKinds, kllOf, kllSizeOf } from '../functions/sketches/kll-arguments.ts'
import { type KllKind, kllBytes } from '../functions/sketches/kll-bytes.ts'
import { KllSketch } from '../functions/sketches/kll-sketch.ts'
import { objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { kllDefault, kllForm } from './kll-sketch-agg.ts'

interface MergeData {
  /** Without it the first sketch's. */
  readonly k: number | undefined
}

const aggregate = (kind: KllKind): AggregateFunction => ({
  name: `kll_merge_agg_${kind}`,
  summary: "KLL sketches in one; the second argument is its size (the first sketch's unless given).",
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const input = exactArgument(given[0] as Bound, 0, 'binary', context)
    const data: MergeData = { k: kllSizeOf(given[1], context) }
    return { args: [input], type: binaryType, nullable: false, data }
  },
  start: (call) => mergeAccumulator(call, kind),
})

function mergeAccumulator({ data }: AggregateCall, kind: KllKind): Accumulator {
  const { k } = data as MergeData
  const source = new BytesSource()
  const form = kllForm(kind)
  const joined = (held: KllSketch | undefined, added: KllSketch) => {
    const sketch = held ?? new KllSketch(k ?? added.k)
    sketch.merge(added)
    return sketch
  }
  return objectAccumulator<KllSketch | undefined>({
    type: binaryType,
    form: { write: (sketch, to) => form.write(sketch as KllSketch, to), read: (from) => form.read(from) },
    fresh: () => undefined,
    read: ([column]) => column && source.read(column),
    add(held, row) {
      source.seek(row)
      const bytes = source.bytes.subarray(source.from, source.from + source.length)
      return joined(held, kllOf(bytes, kind, `kll_merge_agg_${kind}`))
    },
    merge: (held, other) => joined(held, other as KllSketch),
    result: (held) => kllBytes(held ?? new KllSketch(k ?? kllDefault), kind),
  })
}

/** For BIGINT, DOUBLE and FLOAT. */
export const kllMergeAggs: readonly AggregateFunction[] = kllKinds.map(aggregate)
