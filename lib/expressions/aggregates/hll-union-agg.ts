/** HyperLogLog sketches in one (Spark's `HllUnionAgg`). */
import { BytesSource } from '../../columnar/bytes-source.ts'
import { binaryType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { hllBytes } from '../functions/sketches/hll-bytes.ts'
import { checkSameSize, hllOf } from '../functions/sketches/hll-errors.ts'
import { HllSketch } from '../functions/sketches/hll-sketch.ts'
import { unionOf } from '../functions/sketches/hll-union.ts'
import { objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { hllForm } from './hll-sketch-agg.ts'

interface UnionData {
  /** Sketches may differ in size. */
  readonly allowed: boolean
}

export const hllUnionAgg: AggregateFunction = {
  name: 'hll_union_agg',
  summary: 'HyperLogLog sketches in one; of different sizes only when the second argument is true.',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, ['false'], context.distinct)
    const [first, second] = given as readonly [Bound, Bound?]
    const input = exactArgument(first, 0, 'binary', shown)
    const flag = second && exactArgument(second, 1, 'boolean', shown)
    const allowed = flag !== undefined && shown.constant(flag, 'allowDifferentLgConfigK') === true
    return { args: [input], type: binaryType, nullable: false, data: { allowed } satisfies UnionData, text: shown.text }
  },
  start: (call) => unionAccumulator(call),
}

const name = 'hll_union_agg'

function unionAccumulator({ data }: AggregateCall): Accumulator {
  const { allowed } = data as UnionData
  const source = new BytesSource()
  const joined = (held: HllSketch | undefined, added: HllSketch, read: boolean) => {
    if (held === undefined) return unionOf(new HllSketch(added.k), added, added.k, read)
    checkSameSize(held.k, added.k, allowed, name)
    return unionOf(held, added, held.k, read)
  }
  return objectAccumulator<HllSketch | undefined>({
    type: binaryType,
    form: { write: (sketch, to) => hllForm.write(sketch as HllSketch, to), read: (from) => hllForm.read(from) },
    fresh: () => undefined,
    read: ([column]) => column && source.read(column),
    add(held, row) {
      source.seek(row)
      return joined(held, hllOf(source.bytes.subarray(source.from, source.from + source.length), name), true)
    },
    merge: (held, other) => joined(held, other as HllSketch, false),
    result: (held) => hllBytes(held ?? new HllSketch(12)),
  })
}
