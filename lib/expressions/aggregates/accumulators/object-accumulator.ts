/** Accumulators that keep one object for each group, saved in a form of its own: sketches. */
import { VectorBuilder } from '../../../columnar/builder.ts'
import type { ByteArena } from '../../../columnar/bytes.ts'
import type { BytesReader } from '../../../columnar/bytes-reader.ts'
import { ObjectCells, type ObjectForm } from '../../../columnar/cells/object-cells.ts'
import type { Vector } from '../../../columnar/vector.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { opaqueBuffer } from '../collect-list.ts'
import { allRows, nonNullRows } from './chosen-rows.ts'

/** What is kept for a group, and what is done with it. */
export interface KeptObject<O> {
  readonly type: DataType
  readonly form: ObjectForm<O>
  fresh(): O
  /** Turns to a batch's columns. */
  read(columns: readonly Vector[]): void
  /** Adds a row: gives the object, or another in its place. */
  add(held: O, row: number): O
  /** Adds what another object holds, which stays as it is. */
  merge(held: O, other: O): O
  /** @param held undefined: no row was added */
  result(held: O | undefined): SqlValue
  /** Whether rows with nulls are added too. */
  readonly nulls?: boolean
}

export function objectAccumulator<O>(kept: KeptObject<O>): Accumulator {
  const cells = new ObjectCells(kept.form)
  return {
    cells: [cells],
    buffer: opaqueBuffer,
    add(ids, columns, rows, count) {
      const chosen = kept.nulls ? allRows(ids, rows, count) : nonNullRows(ids, columns, rows, count)
      if (chosen.count === 0) return
      kept.read(columns)
      for (let i = 0; i < chosen.count; i++) {
        const id = chosen.ids[i] as number
        cells.values[id] = kept.add(cells.values[id] ?? kept.fresh(), chosen.rows[i] as number)
      }
    },
    merge(into, other, from, count) {
      const [others] = other.cells as readonly [ObjectCells<O>]
      for (let i = 0; i < count; i++) {
        const added = others.values[from[i] as number]
        const id = into[i] as number
        if (added !== undefined) cells.values[id] = kept.merge(cells.values[id] ?? kept.fresh(), added)
      }
    },
    finish(ids, count) {
      const builder = new VectorBuilder(kept.type, count)
      for (let i = 0; i < count; i++) builder.append(kept.result(cells.values[ids[i] as number]))
      return builder.finish()
    },
  }
}

/** The form of objects that are bytes anyhow. */
export function bytesForm<O>(bytesOf: (value: O) => Uint8Array, read: (bytes: Uint8Array) => O): ObjectForm<O> {
  return {
    write(value: O, to: ByteArena) {
      const bytes = bytesOf(value)
      to.appendInt(bytes.length)
      to.append(bytes)
    },
    read(from: BytesReader) {
      return read(new Uint8Array(from.take(from.int())))
    },
  }
}
