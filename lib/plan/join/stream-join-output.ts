/** Output batches of a join of two streams: columns gathered from rows of both sides, wherever these are. */
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { TakeRoom } from '../../columnar/take.ts'
import type { Schema } from '../../types/schema.ts'
import { type BoundJoin, inputOf } from './bound-join.ts'
import { MissingRows, type RowSet } from './row-set.ts'

export class StreamJoinOutput {
  readonly #columns: readonly { readonly port: 0 | 1; readonly column: number }[]
  readonly #schema: Schema
  readonly #missing: readonly [MissingRows, MissingRows]

  constructor({ outputs }: BoundJoin, [left, right]: readonly [Schema, Schema], output: Schema) {
    this.#columns = outputs.map((one) => inputOf(one, left.length))
    this.#schema = output
    this.#missing = [new MissingRows(left), new MissingRows(right)]
  }

  /** @param parent the batch whose memory the rows view */
  pairs(sides: readonly [RowSet, RowSet], count: number, room: TakeRoom, parent?: RecordBatch): RecordBatch {
    const columns = this.#columns.map(({ port, column }) => sides[port].column(column))
    return new RecordBatch(this.#schema, columns, count, { leases: room.leases, parent })
  }

  /** Rows of one side beside nulls. */
  padded(port: 0 | 1, rows: RowSet, count: number, room: TakeRoom, parent?: RecordBatch): RecordBatch {
    const missing = this.#missing[port === 0 ? 1 : 0].rows(count, room)
    return this.pairs(port === 0 ? [rows, missing] : [missing, rows], count, room, parent)
  }
}
