/** States of approx_top_k_accumulate in one (Spark's `ApproxTopKCombine`). */
import type { ByteArena } from '../../columnar/bytes.ts'
import type { BytesReader } from '../../columnar/bytes-reader.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { defaultedContext } from '../binder/defaulted-signature.ts'
import { checkCount } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { readFrequent } from '../functions/sketches/frequent-bytes.ts'
import { FrequentItems } from '../functions/sketches/frequent-items.ts'
import { hashCodeOf } from '../functions/sketches/java-hash-code.ts'
import {
  checkItemDdl,
  differentSizes,
  itemOfState,
  tableBits,
  topKState,
  trackedDefault,
  trackedOf,
} from '../functions/sketches/top-k-arguments.ts'
import { objectAccumulator } from './accumulators/object-accumulator.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'
import { frequentForm, stateValue } from './approx-top-k.ts'

interface CombineData {
  readonly item: DataType
  /** Without it all states must track as many. */
  readonly tracked: number | undefined
}

interface Combined {
  readonly tracked: number
  readonly sketch: FrequentItems
}

export const approxTopKCombine: AggregateFunction = {
  name: 'approx_top_k_combine',
  summary: 'States of approx_top_k_accumulate in one; the second argument is how many items are tracked.',
  bind(given, context) {
    checkCount(given, 1, 2, context)
    const shown = defaultedContext(context, given, 2, ['-1'], context.distinct)
    const input = given[0] as Bound
    const item = itemOfState(input, shown)
    const data: CombineData = { item, tracked: trackedOf(given[1], 1, shown) }
    return { args: [input], type: topKState(item), nullable: false, data, text: shown.text }
  },
  start: (call) => combining(call),
}

function combining({ type, data }: AggregateCall): Accumulator {
  const { item, tracked } = data as CombineData
  const form = frequentForm(item)
  const made = (size: number): Combined => ({
    tracked: size,
    sketch: new FrequentItems(tableBits(size), hashCodeOf(item)),
  })
  const joined = (held: Combined | undefined, size: number, sketch: FrequentItems) => {
    if (held && tracked === undefined && held.tracked !== size) throw differentSizes(held.tracked, size)
    const into = held ?? made(tracked ?? size)
    into.sketch.merge(sketch)
    return into
  }
  let column: Vector | undefined
  return objectAccumulator<Combined | undefined>({
    type,
    form: {
      write(held, to: ByteArena) {
        to.appendInt((held as Combined).tracked)
        form.write((held as Combined).sketch, to)
      },
      read: (from: BytesReader) => ({ tracked: from.int(), sketch: form.read(from) }),
    },
    fresh: () => undefined,
    read([states]) {
      column = states
    },
    add(held, row) {
      const [sketch, size, , ddl] = valueAt(column as Vector, row) as readonly SqlValue[]
      checkItemDdl(ddl as string, item)
      return joined(held, size as number, readFrequent(sketch as Uint8Array, item))
    },
    merge: (held, other) => joined(held, (other as Combined).tracked, (other as Combined).sketch),
    result(held) {
      const { sketch, tracked: size } = held ?? made(tracked ?? trackedDefault)
      return stateValue(sketch, size, item)
    },
  })
}
