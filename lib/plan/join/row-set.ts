/** Rows of one side of a join, wherever they are: their columns, gathered one by one. */
import { vectorOf } from '../../columnar/builder.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { type TakeRoom, take } from '../../columnar/take.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { RowArena } from '../../state/row-arena.ts'
import type { Schema } from '../../types/schema.ts'

export interface RowSet {
  column(at: number): Vector
}

/** The first `count` of `rows` of a batch, in room that a batch of theirs has to own. */
export function batchRows({ columns }: RecordBatch, rows: Int32Array, count: number, room: TakeRoom): RowSet {
  return { column: (at) => take(columns[at] as Vector, rows, count, room, false) }
}

/** Rows that are kept, by their numbers. */
export function keptRows(arena: RowArena, ids: Int32Array, count: number): RowSet {
  return { column: (at) => arena.column(at, ids, count) }
}

/** Rows of nulls. */
export class MissingRows {
  readonly #missing: readonly Vector[]
  #none = new Int32Array(0)

  constructor(schema: Schema) {
    this.#missing = schema.fields.map(({ type }) => vectorOf(type, [null]))
  }

  rows(count: number, room: TakeRoom): RowSet {
    if (this.#none.length < count) this.#none = new Int32Array(count).fill(-1)
    return { column: (at) => take(this.#missing[at] as Vector, this.#none, count, room, true) }
  }
}
