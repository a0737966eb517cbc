/** A Theta sketch of the different values, in the compact form of Apache DataSketches (Spark's `ThetaSketchAgg`). */
import { binaryType, intType, longType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { murmurWords } from '../functions/sketches/murmur128.ts'
import { nominalBits, thetaBits } from '../functions/sketches/sketch-arguments.ts'
import { thetaBytes } from '../functions/sketches/theta-bytes.ts'
import { TupleSketch } from '../functions/sketches/tuple-sketch.ts'
import { valueHasher } from '../functions/sketches/value-hasher.ts'
import { objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'

/** What Theta and Tuple sketches know by a hash. */
export const sketchedTypes = [
  { arrayOf: intType },
  { arrayOf: longType },
  'binary',
  'double',
  'float',
  'int',
  'long',
  'string',
] as const

interface ThetaData {
  readonly bits: number
}

export const thetaSketchAgg: AggregateFunction = {
  name: 'theta_sketch_agg',
  summary: 'A Theta sketch of the different values, of 2 to the power of the second argument hashes (12 unless given).',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, [`${nominalBits}`], context.distinct)
    const input = exactArgument(given[0] as Bound, 0, sketchedTypes, shown)
    const data: ThetaData = { bits: thetaBits(given[1], shown) }
    return { args: [input], type: binaryType, nullable: false, data, text: shown.text }
  },
  start: (call) => thetaAccumulator(call),
}

/** A Tuple sketch whose numbers nobody asks for. */
function thetaAccumulator({ args, data }: AggregateCall): Accumulator {
  const { bits } = data as ThetaData
  const hash = valueHasher(args[0]?.type ?? intType)
  const fresh = () => new TupleSketch(bits)
  return objectAccumulator<TupleSketch>({
    type: binaryType,
    form: { write: (sketch, to) => sketch.write(to), read: (from) => fresh().restore(from) },
    fresh,
    read: ([column]) => column && hash.read(column),
    add(sketch, row) {
      if (hash.seek(row)) sketch.add(murmurWords[0] as number, murmurWords[1] as number, 0)
      return sketch
    },
    merge(sketch, other) {
      sketch.absorb(other.compact())
      return sketch
    },
    result: (sketch) => thetaBytes((sketch ?? fresh()).smallest()),
  })
}
