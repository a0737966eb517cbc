/** What of a join's condition its keys do not decide, asked of many candidate pairs at once. */
import type { Lease, Pool } from '../../columnar/pool.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import { TakeRoom, take } from '../../columnar/take.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Bound } from '../../expressions/bound.ts'
import { compileRows, type RowContext } from '../../expressions/code/compile-rows.ts'
import type { Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { collectInputs, moveInputs } from '../rewrite/bound-expressions.ts'
import { inputOf } from './bound-join.ts'

/** Batches of the left and of the right input; row numbers into each. */
export interface PairSides {
  readonly left: RecordBatch
  readonly right: RecordBatch
  readonly leftRows: Int32Array
  readonly rightRows: Int32Array
}

export class JoinResidual {
  /** The columns that the condition reads. */
  readonly columns: readonly { readonly port: 0 | 1; readonly column: number }[]
  readonly #schema: Schema
  readonly #filter: (batch: RecordBatch) => RecordBatch | undefined
  readonly #pool: Pool

  constructor(condition: Bound, inputs: readonly [Schema, Schema], context: RowContext) {
    const used = [...collectInputs(condition)].sort((a, b) => a - b)
    this.columns = used.map((column) => inputOf(column, inputs[0].length))
    this.#schema = new Schema(this.columns.map(({ port, column }) => inputs[port].fields[column] as Field))
    const filter = moveInputs(condition, (column) => used.indexOf(column))
    this.#filter = compileRows([{ filter }], this.#schema, this.#schema, context)
    this.#pool = context.pool
  }

  /**
   * The pairs of which the condition is true.
   *
   * @param passing takes their positions among the first `count` pairs, ascending
   * @returns how many they are
   */
  passing({ left, right, leftRows, rightRows }: PairSides, count: number, passing: Int32Array): number {
    const room = new TakeRoom(this.#pool)
    const columns = this.columns.map(({ port, column }) =>
      port === 0
        ? take(left.columns[column] as Vector, leftRows, count, room, false)
        : take(right.columns[column] as Vector, rightRows, count, room, false),
    )
    return this.passingOf(columns, count, room.leases, passing)
  }

  /** As `passing`, of `columns` that have been gathered; gives back what they have borrowed. */
  passingOf(columns: readonly Vector[], count: number, leases: readonly Lease[], passing: Int32Array): number {
    const pairs = new RecordBatch(this.#schema, columns, count, { leases })
    try {
      const kept = this.#filter(pairs)
      if (!kept) return 0
      const { selection, selected } = kept
      for (let i = 0; i < selected; i++) passing[i] = selection === undefined ? i : (selection[i] as number)
      kept.release()
      return selected
    } finally {
      pairs.release()
    }
  }
}
