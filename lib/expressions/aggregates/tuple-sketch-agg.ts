/** Tuple sketches: the different keys with the numbers of each summed (Spark's `TupleSketchAggDouble` and `…Integer`). */
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import { binaryType, intType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { castArgument, checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { murmurWords } from '../functions/sketches/murmur128.ts'
import { nominalBits, tupleBits, tupleMode, tupleParameters } from '../functions/sketches/sketch-arguments.ts'
import type { SummaryKind, SummaryMode } from '../functions/sketches/summary-mode.ts'
import { tupleBytes } from '../functions/sketches/tuple-bytes.ts'
import { TupleSketch } from '../functions/sketches/tuple-sketch.ts'
import { valueHasher } from '../functions/sketches/value-hasher.ts'
import { objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { sketchedTypes } from './theta-sketch-agg.ts'

interface TupleData {
  readonly bits: number
  readonly mode: SummaryMode
}

const aggregate = (kind: SummaryKind): AggregateFunction => ({
  name: `tuple_sketch_agg_${kind}`,
  summary:
    'A Tuple sketch of the different keys and the numbers of each, put together by sum, min, max or alwaysone; the third argument is the size as a power of 2 (12 unless given).',
  parameters: tupleParameters('key', 'summary'),
  bind(given, context) {
    checkCount(given, 2, 4, context)
    const shown = defaultedContext(context, given, 4, [`${nominalBits}`, 'sum'], context.distinct)
    const [first, second, third, fourth] = given as readonly [Bound, Bound, Bound?, Bound?]
    const key = castArgument(first, 0, sketchedTypes, shown)
    const value = castArgument(second, 1, kind === 'double' ? 'double' : 'int', shown)
    const data: TupleData = { bits: tupleBits(third, 2, shown), mode: tupleMode(fourth, 3, shown) }
    return { args: [key, value], type: binaryType, nullable: false, data, text: shown.text }
  },
  start: (call) => tupleAccumulator(call, kind),
})

function tupleAccumulator({ args, data }: AggregateCall, kind: SummaryKind): Accumulator {
  const { bits, mode } = data as TupleData
  const hash = valueHasher(args[0]?.type ?? intType)
  const fresh = () => new TupleSketch(bits, mode, kind)
  let numbers: Vector | undefined
  return objectAccumulator<TupleSketch>({
    type: binaryType,
    form: { write: (sketch, to) => sketch.write(to), read: (from) => fresh().restore(from) },
    fresh,
    read([keys, values]) {
      hash.read(keys as Vector)
      numbers = values
    },
    add(sketch, row) {
      if (!hash.seek(row)) return sketch
      const value = valueAt(numbers as Vector, row) as number
      sketch.add(murmurWords[0] as number, murmurWords[1] as number, value)
      return sketch
    },
    merge(sketch, other) {
      sketch.absorb(other.compact())
      return sketch
    },
    result: (sketch) => tupleBytes((sketch ?? fresh()).compact(), kind),
  })
}

/** `tuple_sketch_agg_double` and `tuple_sketch_agg_integer`. */
export const tupleSketchAggs: readonly AggregateFunction[] = [aggregate('double'), aggregate('integer')]
