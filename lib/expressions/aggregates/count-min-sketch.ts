/** A count-min sketch of the values, as Spark's `CountMinSketchAgg` serialises it. */
import { BytesSource } from '../../columnar/bytes-source.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import { javaDouble } from '../../types/number-text.ts'
import { binaryType, longType } from '../../types/types.ts'
import { mismatch } from '../binder/mismatch.ts'
import { checkCount, exactArgument } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { CountMinSketch } from '../functions/sketches/count-min-sketch.ts'
import { bytesForm, objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateContext, AggregateFunction } from './aggregate-function.ts'

interface SketchData {
  readonly depth: number
  readonly width: number
  readonly seed: number
}

export const countMinSketch: AggregateFunction = {
  name: 'count_min_sketch',
  summary: 'A sketch of how often each value comes, in bytes; then the relative error, the confidence and a seed.',
  parameters: [{ name: 'column' }, { name: 'epsilon' }, { name: 'confidence' }, { name: 'seed' }],
  bind(given, context) {
    checkCount(given, 4, 4, context)
    const [first, second, third, fourth] = given as readonly [Bound, Bound, Bound, Bound]
    const input = exactArgument(first, 0, ['integral', 'string', 'binary'], context)
    const eps = exactArgument(second, 1, 'double', context)
    const confidence = exactArgument(third, 2, 'double', context)
    const seed = exactArgument(fourth, 3, ['int', 'long'], context)
    const data = dataOf(eps, confidence, seed, context)
    const taken = input.type.kind === 'string' || input.type.kind === 'binary' ? input : context.cast(input, longType)
    return { args: [taken], type: binaryType, nullable: false, data, text: context.text }
  },
  start: (call) => sketching(call),
}

/** @throws DATATYPE_MISMATCH.NON_FOLDABLE_INPUT, UNEXPECTED_NULL, VALUE_OUT_OF_RANGE */
function dataOf(eps: Bound, confidence: Bound, seed: Bound, context: AggregateContext): SketchData {
  const constants = { eps, confidence, seed }
  const values = Object.entries(constants).map(([name, input]) => context.constant(input, name))
  for (const [at, name] of Object.keys(constants).entries()) {
    if (values[at] === null) throw mismatch(context, 'UNEXPECTED_NULL', `The ${name} must not be null.`)
  }
  const [error, sure, start] = values as [number, number, number | bigint]
  if (!(error > 0)) throw outOfRange('eps', '(0.0, 1.7976931348623157E308]', error, context)
  if (!(sure > 0 && sure < 1)) throw outOfRange('confidence', '(0.0, 1.0]', sure, context)
  return {
    depth: Math.ceil(-Math.log(1 - sure) / Math.log(2)),
    width: Math.ceil(2 / error),
    seed: Number(BigInt.asIntN(32, BigInt(start))),
  }
}

function outOfRange(name: string, range: string, value: number, context: AggregateContext) {
  const detail = `The ${name} must be between ${range} (current value = ${javaDouble(value)}D).`
  return mismatch(context, 'VALUE_OUT_OF_RANGE', detail)
}

function sketching({ args, data }: AggregateCall): Accumulator {
  const { depth, width, seed } = data as SketchData
  const fresh = () => new CountMinSketch(depth, width, seed)
  const numbers = args[0]?.type.kind === 'long'
  const source = new BytesSource()
  let column: Vector | undefined
  return objectAccumulator<CountMinSketch>({
    type: binaryType,
    form: bytesForm(
      (sketch) => sketch.bytes(),
      (bytes) => fresh().restore(bytes),
    ),
    fresh,
    read([values]) {
      column = values
      if (values && !numbers) source.read(values)
    },
    add(sketch, row) {
      if (numbers) sketch.addNumber(valueAt(column as Vector, row) as bigint)
      else {
        source.seek(row)
        sketch.addBytes(source.bytes.subarray(source.from, source.from + source.length))
      }
      return sketch
    },
    merge(sketch, other) {
      sketch.merge(other)
      return sketch
    },
    result: (sketch) => (sketch ?? fresh()).bytes(),
  })
}
