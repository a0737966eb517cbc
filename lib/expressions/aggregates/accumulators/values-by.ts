/**
 * The values of one column in the `k` rows where another is smallest or largest, in that order (Spark's `MaxMinByK`). Of
 * equal rows the later one counts more, as it does for a single value.
 */
import { batchOf, VectorBuilder } from '../../../columnar/builder.ts'
import { ByteArena } from '../../../columnar/bytes.ts'
import { ObjectCells, type ObjectForm } from '../../../columnar/cells/object-cells.ts'
import { compareValues } from '../../../columnar/compare.ts'
import { encodeRow, RowDecoder } from '../../../columnar/row-codec.ts'
import { valueAt } from '../../../columnar/values.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import { Schema } from '../../../types/schema.ts'
import { arrayType, field, structType } from '../../../types/types.ts'
import type { Accumulator, AggregateCall } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

/** An ordering value, never null, and the value of its row. */
type Pair = readonly [order: SqlValue, value: SqlValue]

/** @param most how many rows count: `k` */
export function valuesBy({ args, type }: AggregateCall, most: number, largest: boolean): Accumulator {
  const [value, order] = args.map((arg) => arg.type) as [DataType, DataType]
  const pair = structType([field('ordering', order, false), field('value', value)])
  const kept = new ObjectCells(pairsForm(pair))
  const sign = largest ? 1 : -1
  const put = (pairs: Pair[], one: Pair): void => {
    let at = pairs.length
    while (at > 0 && sign * compareValues(order, one[0], (pairs[at - 1] as Pair)[0]) >= 0) at--
    if (at >= most) return
    pairs.splice(at, 0, one)
    if (pairs.length > most) pairs.pop()
  }
  const pairsOf = (id: number): Pair[] => {
    kept.values[id] ??= []
    return kept.values[id]
  }
  return {
    cells: [kept],
    buffer: [field('buffer', arrayType(pair, false))],
    add(ids, columns, rows, count) {
      const [values, orders] = columns
      if (values === undefined || orders === undefined) return
      const chosen = nonNullRows(ids, [orders], rows, count)
      for (let i = 0; i < chosen.count; i++) {
        const row = chosen.rows[i] as number
        put(pairsOf(chosen.ids[i] as number), [valueAt(orders, row), valueAt(values, row)])
      }
    },
    merge(into, other, from, count) {
      const others = (other.cells as readonly [typeof kept])[0].values
      for (let i = 0; i < count; i++) {
        // From the last of equal rows to the first, each of which goes behind what is there.
        const more = others[from[i] as number]?.toReversed() ?? []
        for (const one of more) put(pairsOf(into[i] as number), one)
      }
    },
    finish(ids, count) {
      const builder = new VectorBuilder(type, count)
      for (let i = 0; i < count; i++) {
        const pairs = kept.values[ids[i] as number]
        builder.append(pairs ? pairs.map(([, one]) => one) : null)
      }
      return builder.finish()
    },
  }
}

/** A list of pairs as an array of structs. */
function pairsForm(pair: DataType): ObjectForm<Pair[]> {
  const type = arrayType(pair, false)
  const schema = new Schema([field('buffer', type)])
  const decoder = new RowDecoder([type])
  const scratch = new ByteArena(256)
  return {
    write(pairs, to) {
      scratch.top = 0
      encodeRow(scratch, batchOf(schema, [[pairs]]).columns, 0, false)
      const at = to.reserve(4)
      to.view.setInt32(at, scratch.top, true)
      to.top = at + 4
      to.append(scratch.bytes, 0, scratch.top)
    },
    read: (from) => [...(decoder.value(from, from.skip(from.int())) as readonly Pair[])],
  }
}
