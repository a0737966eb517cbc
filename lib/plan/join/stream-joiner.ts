/** Inner and outer joins of two streams: symmetric-hash-join.ts says what they are. */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { noRow } from '../../state/keyed-rows.ts'
import type { Out, Port, Processor } from '../../stream/processor.ts'
import type { Micros } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import type { StageContext } from '../operator.ts'
import type { BoundJoin } from './bound-join.ts'
import { preserves } from './join-type.ts'
import { batchRows, keptRows } from './row-set.ts'
import { StreamJoinOutput } from './stream-join-output.ts'
import { StreamJoinSides } from './stream-join-sides.ts'

/** Candidate pairs that are looked at together, and rows of an output batch. */
const pairsAtOnce = 8192

export class StreamJoiner implements Processor {
  readonly #sides: StreamJoinSides
  readonly #output: StreamJoinOutput
  readonly #preserves: readonly [boolean, boolean]
  /** Pairs: row of the batch at hand, its number in state, number of the other side's row. */
  readonly #rows = new Int32Array(pairsAtOnce)
  readonly #own = new Int32Array(pairsAtOnce)
  readonly #others = new Int32Array(pairsAtOnce)
  readonly #passing = new Int32Array(pairsAtOnce)

  constructor(join: BoundJoin, context: StageContext) {
    this.#sides = new StreamJoinSides(join, context)
    this.#output = new StreamJoinOutput(join, context.inputs as readonly [Schema, Schema], context.output)
    this.#preserves = [preserves(join.type, 0), preserves(join.type, 1)]
  }

  onBatch(batch: RecordBatch, out: Out, port: Port): void {
    const preserved = this.#preserves[port]
    const { rows, failing } = this.#sides.admit(batch, port, preserved)
    if (failing) this.#emitFailing(failing, out, port)
    if (!rows) return
    try {
      this.#sides.keep(rows, port)
      const { state, ids } = this.#sides
      state.sides[port].link(ids, rows.selected)
      this.#sides.count('rowsUpdated', rows.selected)
      this.#probe(rows, out, port)
    } finally {
      if (rows !== batch) rows.release()
    }
  }

  /** Rows of a preserved side that fail the condition on it can match nothing, and are not kept. */
  #emitFailing(failing: RecordBatch, out: Out, port: Port): void {
    const { selection, selected } = failing
    const room = this.#sides.room()
    const rows = selection ?? Int32Array.from({ length: selected }, (_, row) => row)
    out.batch(this.#output.padded(port, batchRows(failing, rows, selected, room), selected, room, failing))
  }

  #probe(batch: RecordBatch, out: Out, port: Port): void {
    const { state, ids } = this.#sides
    const { ends, links } = state.sides[port === 0 ? 1 : 0]
    const { keyOf } = state.sides[port]
    const { selection, selected } = batch
    const [rows, own, others] = [this.#rows, this.#own, this.#others]
    let count = 0
    for (let i = 0; i < selected; i++) {
      const id = ids[i] as number
      for (let other = ends[2 * (keyOf[id] as number)] as number; other !== noRow; other = links[2 * other] as number) {
        if (count === pairsAtOnce) count = this.#flush(batch, count, out, port)
        rows[count] = selection === undefined ? i : (selection[i] as number)
        own[count] = id
        others[count++] = other
      }
    }
    this.#flush(batch, count, out, port)
  }

  /** Gives the pairs that pass the rest of the condition; 0, the number of pairs left. */
  #flush(batch: RecordBatch, candidates: number, out: Out, port: Port): 0 {
    const count = this.#passed(batch, candidates, port)
    if (count === 0) return 0
    const { sides } = this.#sides.state
    const otherPort = port === 0 ? 1 : 0
    if (this.#preserves[port]) for (let i = 0; i < count; i++) sides[port].mark(this.#own[i] as number)
    if (this.#preserves[otherPort]) for (let i = 0; i < count; i++) sides[otherPort].mark(this.#others[i] as number)
    const room = this.#sides.room()
    const here = batchRows(batch, this.#rows, count, room)
    const there = keptRows(sides[otherPort].arena, this.#others, count)
    out.batch(this.#output.pairs(port === 0 ? [here, there] : [there, here], count, room, batch))
    return 0
  }

  /** Moves the pairs that pass to the front. */
  #passed(batch: RecordBatch, candidates: number, port: Port): number {
    const { residual, state } = this.#sides
    if (!residual || candidates === 0) return candidates
    const [rows, own, others] = [this.#rows, this.#own, this.#others]
    const room = this.#sides.room()
    const here = batchRows(batch, rows, candidates, room)
    const there = keptRows(state.sides[port === 0 ? 1 : 0].arena, others, candidates)
    const columns = residual.columns.map((one) => (one.port === port ? here : there).column(one.column))
    const count = residual.passingOf(columns, candidates, room.leases, this.#passing)
    for (let i = 0; i < count; i++) {
      const from = this.#passing[i] as number
      rows[i] = rows[from] as number
      own[i] = own[from] as number
      others[i] = others[from] as number
    }
    return count
  }

  onWatermark(time: Micros, out: Out): void {
    for (const gone of this.#sides.state.expired(this.#sides.limits(time))) {
      this.#evict(0, gone[0], out)
      this.#evict(1, gone[1], out)
    }
    out.watermark(this.#sides.passed(time))
  }

  #evict(port: Port, gone: Int32Array, out: Out): void {
    if (gone.length === 0) return
    const { state } = this.#sides
    if (this.#preserves[port]) this.#emitUnmatched(port, gone, out)
    state.removeExpired(port, gone, gone.length)
    this.#sides.count('rowsRemoved', gone.length)
  }

  #emitUnmatched(port: Port, gone: Int32Array, out: Out): void {
    const { arena, matched } = this.#sides.state.sides[port]
    const ids = this.#own
    let count = 0
    const flush = (): void => {
      if (count === 0) return
      const room = this.#sides.room()
      out.batch(this.#output.padded(port, keptRows(arena, ids, count), count, room))
      count = 0
    }
    for (let i = 0; i < gone.length; i++) {
      const id = gone[i] as number
      if (matched[id] === 1) continue
      if (count === pairsAtOnce) flush()
      ids[count++] = id
    }
    flush()
  }

  onBarrier(epoch: number, out: Out): void {
    this.#sides.seal()
    out.barrier(epoch)
  }
}
