/** A HyperLogLog sketch of the different values, in the updatable form of Apache DataSketches (Spark's `HllSketchAgg`). */
import { MillraceError } from '../../errors.ts'
import { binaryType, intType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { hllBytes, readHll } from '../functions/sketches/hll-bytes.ts'
import { HllSketch } from '../functions/sketches/hll-sketch.ts'
import { unionOf } from '../functions/sketches/hll-union.ts'
import { valueHasher } from '../functions/sketches/value-hasher.ts'
import { bytesForm, objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateContext, AggregateFunction } from './aggregate-function.ts'

interface HllData {
  /** The sketch has 2^k registers. */
  readonly k: number
}

export const hllForm = bytesForm(hllBytes, (bytes) => readHll(bytes) as HllSketch)

export const hllSketchAgg: AggregateFunction = {
  name: 'hll_sketch_agg',
  summary:
    'A HyperLogLog sketch of the different values, with 2 to the power of the second argument registers (12 unless given).',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, ['12'], context.distinct)
    const [first, second] = given as readonly [Bound, Bound?]
    const input = exactArgument(first, 0, ['int', 'long', 'string', 'binary'], shown)
    const k = second === undefined ? 12 : sizeOf(exactArgument(second, 1, intType, shown), shown)
    return { args: [input], type: binaryType, nullable: false, data: { k } satisfies HllData, text: shown.text }
  },
  start: (call) => hllAccumulator(call),
}

/** @throws HLL_K_MUST_BE_CONSTANT, HLL_INVALID_LG_K */
function sizeOf(input: Bound, context: AggregateContext): number {
  const call = `Invalid call to \`${context.name}\`; the`
  if (!context.foldable(input)) {
    const text = `${call} \`K\` value must be a constant value, but got a non-constant expression.`
    throw new MillraceError('HLL_K_MUST_BE_CONSTANT', text, { sqlState: '42K0E' })
  }
  const k = (context.constant(input, 'lgConfigK') ?? 0) as number
  if (k >= 4 && k <= 21) return k
  const text = `${call} \`lgConfigK\` value must be between 4 and 21, inclusive: ${k}.`
  throw new MillraceError('HLL_INVALID_LG_K', text, { sqlState: '22546' })
}

function hllAccumulator({ args, data }: AggregateCall): Accumulator {
  const { k } = data as HllData
  const hash = valueHasher(args[0]?.type ?? intType)
  return objectAccumulator<HllSketch>({
    type: binaryType,
    form: hllForm,
    fresh: () => new HllSketch(k),
    read: ([column]) => column && hash.read(column),
    add(sketch, row) {
      if (hash.seek(row)) sketch.addHashed()
      return sketch
    },
    merge: (sketch, other) => unionOf(sketch, other, k, false),
    result: (sketch) => hllBytes(sketch ?? new HllSketch(k)),
  })
}
