/** The most frequent items, or the state they are estimated from (Spark's `ApproxTopK`, `ApproxTopKAccumulate`). */
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { intType } from '../../types/types.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { frequentBytes, readFrequent } from '../functions/sketches/frequent-bytes.ts'
import { FrequentItems } from '../functions/sketches/frequent-items.ts'
import { hashCodeOf } from '../functions/sketches/java-hash-code.ts'
import {
  checkItem,
  checkTracked,
  itemDdl,
  tableBits,
  topKDefault,
  topKOf,
  topKState,
  topKType,
  trackedDefault,
  trackedOf,
} from '../functions/sketches/top-k-arguments.ts'
import { bytesForm, objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'

interface TopKData {
  readonly tracked: number
  /** undefined: the state is asked for. */
  readonly k?: number
}

export const approxTopK: AggregateFunction = {
  name: 'approx_top_k',
  summary:
    'About the most frequent items, 5 unless given, with how often each came; the third argument is how many are tracked.',
  bind(given, context) {
    checkCount(given, 1, 3, context)
    const shown = defaultedContext(context, given, 3, [`${topKDefault}`, `${trackedDefault}`], context.distinct)
    const input = given[0] as Bound
    checkItem(input, shown)
    const k = topKOf(given[1], 1, shown)
    const tracked = trackedOf(given[2], 2, shown) ?? trackedDefault
    checkTracked(tracked, k)
    const data: TopKData = { tracked, k }
    return { args: [input], type: topKType(input.type), nullable: false, data, text: shown.text }
  },
  start: (call) => counting(call),
}

export const approxTopKAccumulate: AggregateFunction = {
  name: 'approx_top_k_accumulate',
  summary: 'A state for approx_top_k_estimate; the second argument is how many items are tracked.',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, [`${trackedDefault}`], context.distinct)
    const input = given[0] as Bound
    checkItem(input, shown)
    const data: TopKData = { tracked: trackedOf(given[1], 1, shown) ?? trackedDefault }
    return { args: [input], type: topKState(input.type), nullable: false, data, text: shown.text }
  },
  start: (call) => counting(call),
}

/** The form in which frequent items are saved. */
export const frequentForm = (item: DataType) =>
  bytesForm<FrequentItems>(
    (sketch) => frequentBytes(sketch, item),
    (bytes) => readFrequent(bytes, item),
  )

/** A state as a value. */
export function stateValue(sketch: FrequentItems, tracked: number, item: DataType): SqlValue {
  return [frequentBytes(sketch, item), tracked, null, itemDdl(item)]
}

function counting({ args, type, data }: AggregateCall): Accumulator {
  const { tracked, k } = data as TopKData
  const item = args[0]?.type ?? intType
  const fresh = () => new FrequentItems(tableBits(tracked), hashCodeOf(item))
  let column: Vector | undefined
  return objectAccumulator<FrequentItems>({
    type,
    form: frequentForm(item),
    fresh,
    nulls: true,
    read([values]) {
      column = values
    },
    add(sketch, row) {
      const value = valueAt(column as Vector, row)
      if (value === null) sketch.nulls++
      else sketch.add(value, 1)
      return sketch
    },
    merge(sketch, other) {
      sketch.merge(other)
      return sketch
    },
    result(held) {
      const sketch = held ?? fresh()
      if (k === undefined) return stateValue(sketch, tracked, item)
      return sketch.most(k).map((one): SqlValue => [one.item, BigInt(one.count)])
    },
  })
}
