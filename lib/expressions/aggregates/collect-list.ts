/** All values but null, in the order in which rows come (Spark's `CollectList`). */
import { VectorBuilder } from '../../columnar/builder.ts'
import { ByteArena } from '../../columnar/bytes.ts'
import { KeptValues } from '../../columnar/cells/kept-values.ts'
import { encodeRow, RowDecoder } from '../../columnar/row-codec.ts'
import type { DataType } from '../../types/data-type.ts'
import { arrayType, binaryType, field } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import type { Bound } from '../bound.ts'
import { boundText } from '../bound-text.ts'
import { callText } from '../call-text.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from './aggregate-function.ts'

const oneArgument = signature({
  takes: ['any'],
  gives: ([input]) => arrayType((input as Bound).type, false),
  nullable: false,
})

export const collectList: AggregateFunction = {
  name: 'collect_list',
  aliases: ['array_agg'],
  summary: 'All values but null, in the order in which rows come.',
  deterministic: false,
  bind(args, context) {
    // Spark does not remember that it was called array_agg.
    const text = callText('collect_list', args.map(boundText), context.distinct)
    return { ...oneArgument(args, context), text }
  },
  start: (call) => listAccumulator(call),
}

/** What Spark's typed imperative aggregates have as their buffer: one field of serialized bytes. */
export const opaqueBuffer = [field('buf', binaryType)]

/** Values of a group lie one behind the other, encoded. */
function listAccumulator({ type }: AggregateCall): Accumulator {
  const kept = new KeptValues()
  const decoder = new RowDecoder([(type as DataType & { kind: 'array' }).element])
  const scratch = new ByteArena(256)
  return {
    cells: [kept],
    buffer: opaqueBuffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      for (let i = 0; i < chosen.count; i++) {
        scratch.top = 0
        encodeRow(scratch, args, chosen.rows[i] as number, false)
        kept.append(chosen.ids[i] as number, scratch.bytes, 0, scratch.top)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [KeptValues]
      kept.appendAll(into, others, from, count)
    },
    finish(ids, count) {
      const builder = new VectorBuilder(type, count)
      for (let i = 0; i < count; i++) {
        const id = ids[i] as number
        const length = Math.max(0, kept.lengths[id] as number)
        builder.append(decoder.values(kept, kept.offsets[id] as number, length))
      }
      return builder.finish()
    },
  }
}
