/** What the joins of two streams have in common: both sides' rows that come in, and the state they go to. */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { TakeRoom } from '../../columnar/take.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Bound } from '../../expressions/bound.ts'
import { compileRows } from '../../expressions/code/compile-rows.ts'
import { type JoinRows, openJoinRows } from '../../state/join-rows.ts'
import { eventTimeColumn, expiryTimes } from '../../state/late-rows.ts'
import type { Port } from '../../stream/processor.ts'
import type { Micros } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { LateRowFilter } from '../late-row-filter.ts'
import type { StageContext } from '../operator.ts'
import { conjunction, conjuncts, moveInputs } from '../rewrite/bound-expressions.ts'
import type { BoundJoin } from './bound-join.ts'
import { JoinKeyColumns } from './join-key-columns.ts'
import { joinCondition, sidesOf } from './join-keys.ts'
import { JoinResidual } from './join-residual.ts'
import { expiryLimit, joinWatermark, type SideExpiry, sideExpiries } from './state-expiry.ts'

/** Rows of a batch that take part in the join, and those of them that its condition on this side alone leaves out. */
export interface Admitted {
  /** undefined = none. */
  readonly rows: RecordBatch | undefined
  readonly failing: RecordBatch | undefined
}

class Side {
  readonly late: LateRowFilter
  readonly keys: JoinKeyColumns
  /** Of the event time; −1 = none. */
  readonly time: number
  /** The join's condition on this side alone. */
  readonly own: ((batch: RecordBatch) => RecordBatch | undefined) | undefined

  constructor(input: Schema, keys: JoinKeyColumns, own: Bound | undefined, context: StageContext) {
    this.late = new LateRowFilter(context)
    this.keys = keys
    this.time = eventTimeColumn(input)
    this.own = own && compileRows([{ filter: own }], input, input, context)
  }
}

export class StreamJoinSides {
  readonly state: JoinRows
  /** What is asked of pairs beyond their keys. */
  readonly residual: JoinResidual | undefined
  readonly #sides: readonly [Side, Side]
  readonly #expiries: readonly [SideExpiry | undefined, SideExpiry | undefined]
  readonly #context: StageContext
  #keyIds = new Int32Array(0)
  /** Numbers of the rows kept last, one by one. */
  ids = new Int32Array(0)

  constructor(join: BoundJoin, context: StageContext) {
    const inputs = context.inputs as readonly [Schema, Schema]
    const [left, right] = inputs
    const { keys, residual } = joinCondition(join.condition, left.length)
    const own: readonly [Bound[], Bound[]] = [[], []]
    const both: Bound[] = []
    for (const one of residual ? conjuncts(residual) : []) {
      const reads = sidesOf(one, left.length)
      if (reads.left === reads.right) both.push(one)
      else if (reads.left) own[0].push(one)
      else own[1].push(moveInputs(one, (column) => column - left.length))
    }
    // Spark finds a null's rows by a null: golden `ssjoin-range-fullouter`. Where that must not be, none comes this far.
    const nullSafe = keys.map((key) => ({ ...key, nullSafe: true }))
    const side = (port: Port): Side => {
      const conditions = own[port]
      const columns = new JoinKeyColumns(nullSafe, port === 0 ? 'left' : 'right', inputs[port], context)
      return new Side(inputs[port], columns, conditions.length > 0 ? conjunction(conditions) : undefined, context)
    }
    this.#sides = [side(0), side(1)]
    this.residual = both.length > 0 ? new JoinResidual(conjunction(both), [left, right], context) : undefined
    this.#expiries = sideExpiries(join.condition, inputs)
    this.#context = context
    const expiry = [this.#expiries[0]?.of, this.#expiries[1]?.of] as const
    this.state = openJoinRows(this.#sides[0].keys.types, inputs, expiry, context.state)
  }

  /** Leaves out late rows, then those that the condition on their side alone leaves out. */
  admit(batch: RecordBatch, port: Port, wantsFailing: boolean): Admitted {
    const { late, time, own } = this.#sides[port]
    late.keep(batch, time < 0 ? undefined : expiryTimes(batch.columns[time] as Vector))
    if (late.count === 0) return { rows: undefined, failing: undefined }
    const timely = late.count === batch.selected ? batch : batch.select(late.rows as Int32Array, late.count)
    if (!own) return { rows: timely, failing: undefined }
    const rows = own(timely)
    return { rows, failing: wantsFailing ? without(timely, rows) : undefined }
  }

  /** Keeps the rows of a batch; their numbers are then in `ids`, and no chain has them yet. */
  keep(batch: RecordBatch, port: Port): void {
    const { selection, selected, columns } = batch
    if (this.ids.length < selected) {
      this.ids = new Int32Array(selected)
      this.#keyIds = new Int32Array(selected)
    }
    const { state } = this
    this.#sides[port].keys.number(batch, state.keys, 'assign', this.#keyIds)
    state.keysAssigned()
    state.append(port, columns, selection, selected, this.#keyIds, this.ids)
  }

  /** Limits of both sides at a watermark; undefined = nothing expires there. */
  limits(time: Micros): readonly [Micros | undefined, Micros | undefined] {
    const [left, right] = this.#expiries
    return [left && expiryLimit(left, time), right && expiryLimit(right, time)]
  }

  /** The watermark has been acted on; gives the one that goes on. */
  passed(time: Micros): Micros {
    for (const { late } of this.#sides) late.lateAt = time
    return joinWatermark(this.#expiries, time)
  }

  count(counter: 'rowsUpdated' | 'rowsRemoved', rows: number): void {
    const { state } = this.#context
    if (state) state.metrics[counter] += rows
  }

  seal(): void {
    this.state.endEpoch()
    this.#context.state?.seal()
  }

  room(): TakeRoom {
    return new TakeRoom(this.#context.pool)
  }
}

/** The rows of a batch that are not among `some` of them; undefined = none. */
function without(batch: RecordBatch, some: RecordBatch | undefined): RecordBatch | undefined {
  const { selection, selected } = batch
  if (!some) return batch
  if (some.selected === selected) return undefined
  const left = new Int32Array(selected - some.selected)
  let count = 0
  let at = 0
  for (let i = 0; i < selected; i++) {
    const row = selection === undefined ? i : (selection[i] as number)
    if (at < some.selected && (some.selection === undefined ? at : (some.selection[at] as number)) === row) at++
    else left[count++] = row
  }
  return batch.select(left, count)
}
