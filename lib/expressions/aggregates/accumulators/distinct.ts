/** DISTINCT: each combination of arguments, nulls too, goes on once per group. On static frames only. */
import { ByteArena } from '../../../columnar/bytes.ts'
import { KeptSets } from '../../../columnar/cells/kept-sets.ts'
import { encodeRow, RowDecoder } from '../../../columnar/row-codec.ts'
import type { Accumulator, AggregateCall } from '../aggregate-function.ts'
import { allRows } from './chosen-rows.ts'

/**
 * Another accumulator that sees distinct rows only.
 *
 * @param fresh makes the other one without groups
 */
export function distinctAccumulator(call: AggregateCall, fresh: () => Accumulator): Accumulator {
  const sets = new KeptSets()
  const scratch = new ByteArena(256)
  return {
    cells: [sets],
    buffer: fresh().buffer,
    add(ids, args, rows, count) {
      const chosen = allRows(ids, rows, count)
      for (let i = 0; i < chosen.count; i++) {
        scratch.top = 0
        encodeRow(scratch, args, chosen.rows[i] as number, true)
        sets.add(chosen.ids[i] as number, scratch.view, 0, scratch.top)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [KeptSets]
      for (let i = 0; i < count; i++) {
        const id = from[i] as number
        for (let member = others.first(id); member >= 0; member = others.next(member)) {
          sets.add(into[i] as number, others.view, others.offset(member), others.length(member))
        }
      }
    },
    finish: (ids, count) => finishDistinct(call, sets, fresh(), ids, count),
  }
}

/** Sends the members of the groups through an accumulator of their own. */
function finishDistinct({ args }: AggregateCall, sets: KeptSets, inner: Accumulator, ids: Int32Array, count: number) {
  const offsets: number[] = []
  const owners: number[] = []
  for (let i = 0; i < count; i++) {
    for (let member = sets.first(ids[i] as number); member >= 0; member = sets.next(member)) {
      offsets.push(sets.offset(member))
      owners.push(i)
    }
  }
  const rows = Int32Array.from(offsets, (_, at) => at)
  const decoder = new RowDecoder(args.map(({ type }) => type))
  const columns = decoder.vectors(sets, Int32Array.from(offsets), rows, rows.length)
  const groups = Int32Array.from({ length: count }, (_, at) => at)
  for (const cells of inner.cells) {
    cells.grow(count)
    cells.clear(groups, count)
  }
  if (rows.length > 0) inner.add(Int32Array.from(owners), columns, undefined, rows.length)
  return inner.finish(groups, count)
}
