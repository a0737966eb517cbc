/** Rows that a join gives, made of row numbers into both of its sides. */
import { vectorOf } from '../../columnar/builder.ts'
import type { Pool } from '../../columnar/pool.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import { TakeRoom, take } from '../../columnar/take.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Port } from '../../stream/processor.ts'
import type { Field } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { booleanType } from '../../types/types.ts'
import { type BoundJoin, inputOf, markColumn } from './bound-join.ts'
import { preserves } from './join-type.ts'

interface OutputColumn {
  readonly build: boolean
  readonly column: number
  /** One null, for rows that the probe side does not have. */
  readonly missing: Vector
}

export class JoinOutput {
  readonly #columns: readonly OutputColumn[]
  readonly #schema: Schema
  readonly #pool: Pool
  /** Rows of the probe side come out without a build row, too. */
  readonly #mayMiss: boolean

  constructor(
    { outputs, type }: BoundJoin,
    inputs: readonly [Schema, Schema],
    build: Port,
    output: Schema,
    pool: Pool,
  ) {
    this.#schema = output
    this.#pool = pool
    this.#mayMiss = preserves(type, build === 0 ? 1 : 0)
    this.#columns = outputs.map((one) => {
      if (one === markColumn) return { build: false, column: one, missing: vectorOf(booleanType, [null]) }
      const { port, column } = inputOf(one, inputs[0].length)
      return { build: port === build, column, missing: vectorOf((inputs[port].fields[column] as Field).type, [null]) }
    })
  }

  /**
   * Pairs of rows.
   *
   * @param probe undefined = no probe row: nulls in its columns
   * @param buildRows negative = no build row
   */
  pairs(
    probe: RecordBatch | undefined,
    probeRows: Int32Array,
    build: RecordBatch,
    buildRows: Int32Array,
    count: number,
  ): RecordBatch {
    const room = new TakeRoom(this.#pool)
    const columns = this.#columns.map((one) => {
      if (one.build) return take(build.columns[one.column] as Vector, buildRows, count, room, this.#mayMiss)
      return probe
        ? take(probe.columns[one.column] as Vector, probeRows, count, room, false)
        : take(one.missing, probeRows, count, room, true)
    })
    return new RecordBatch(this.#schema, columns, count, { leases: room.leases, parent: probe })
  }

  /**
   * Rows of the probe side as they stand, each beside at most one build row.
   *
   * @param buildRows by row number of the probe side; negative = none
   * @param selection the rows that come out, the first `selected`
   */
  beside(
    probe: RecordBatch,
    build: RecordBatch,
    buildRows: Int32Array,
    selection: Int32Array,
    selected: number,
    room: TakeRoom,
  ): RecordBatch {
    const columns = this.#columns.map((one) =>
      one.build
        ? take(build.columns[one.column] as Vector, buildRows, probe.length, room, this.#mayMiss)
        : (probe.columns[one.column] as Vector),
    )
    const { length } = probe
    const { leases } = room
    if (selected === length) return new RecordBatch(this.#schema, columns, length, { leases, parent: probe })
    return new RecordBatch(this.#schema, columns, length, { selection, selected, leases, parent: probe })
  }

  /** The rows of the probe side, each with whether its key has a number. */
  marked(probe: RecordBatch, ids: Int32Array): RecordBatch {
    const { length, selection, selected } = probe
    const room = new TakeRoom(this.#pool)
    const values = new Uint8Array(room.bytes(length))
    for (let i = 0; i < selected; i++) {
      values[selection === undefined ? i : (selection[i] as number)] = (ids[i] as number) >= 0 ? 1 : 0
    }
    const columns = this.#columns.map(({ column }): Vector => {
      if (column !== markColumn) return probe.columns[column] as Vector
      return { type: booleanType, length, nulls: undefined, layout: 'bool', values }
    })
    const rows = { leases: room.leases, parent: probe }
    return new RecordBatch(this.#schema, columns, length, selection ? { ...rows, selection, selected } : rows)
  }

  /** Some rows of the probe side alone. */
  probeOnly(probe: RecordBatch, selection: Int32Array, selected: number, room: TakeRoom): RecordBatch {
    const columns = this.#columns.map((one) => probe.columns[one.column] as Vector)
    return new RecordBatch(this.#schema, columns, probe.length, {
      selection,
      selected,
      leases: room.leases,
      parent: probe,
    })
  }
}
