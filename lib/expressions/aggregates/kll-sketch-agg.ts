/** KLL sketches of a group's values (Spark's `KllSketchAggBigint`, `…Double`, `…Float`). */
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import { binaryType, doubleType, longType } from '../../types/types.ts'
import type { Accepted } from '../binder/accepted.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { kllKinds, kllOf, kllSizeOf } from '../functions/sketches/kll-arguments.ts'
import { type KllKind, kllBytes } from '../functions/sketches/kll-bytes.ts'
import { KllSketch, type KllValue } from '../functions/sketches/kll-sketch.ts'
import { bytesForm, objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'

interface KllData {
  readonly k: number
}

/** The size unless another is given. */
export const kllDefault = 200

const takes: { readonly [K in KllKind]: Accepted } = {
  bigint: ['byte', 'int', 'long', 'short'],
  double: ['float', 'double'],
  float: 'float',
}

/** How a sketch is saved. */
export const kllForm = (kind: KllKind) =>
  bytesForm<KllSketch>(
    (sketch) => kllBytes(sketch, kind),
    (bytes) => kllOf(bytes, kind, 'kll_sketch_agg'),
  )

const aggregate = (kind: KllKind): AggregateFunction => ({
  name: `kll_sketch_agg_${kind}`,
  summary: 'A KLL sketch of the values, for quantiles; the second argument is its size (200 unless given).',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const taken = exactArgument(given[0] as Bound, 0, takes[kind], context)
    const data: KllData = { k: kllSizeOf(given[1], context) ?? kllDefault }
    const input = kind === 'float' ? taken : context.cast(taken, kind === 'bigint' ? longType : doubleType)
    return { args: [input], type: binaryType, nullable: false, data, text: context.text }
  },
  start: (call) => kllAccumulator(call, kind),
})

function kllAccumulator({ data }: AggregateCall, kind: KllKind): Accumulator {
  const { k } = data as KllData
  let column: Vector | undefined
  return objectAccumulator<KllSketch>({
    type: binaryType,
    form: kllForm(kind),
    fresh: () => new KllSketch(k),
    read([values]) {
      column = values
    },
    add(sketch, row) {
      sketch.add(valueAt(column as Vector, row) as KllValue)
      return sketch
    },
    merge(sketch, other) {
      sketch.merge(other)
      return sketch
    },
    result: (sketch) => kllBytes(sketch ?? new KllSketch(k), kind),
  })
}

/** For BIGINT, DOUBLE and FLOAT. */
export const kllSketchAggs: readonly AggregateFunction[] = kllKinds.map(aggregate)
