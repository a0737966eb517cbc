/**
 * LEFT SEMI of two streams: left rows that a right row matches, each once. A left row that has matched is not kept.
 *
 * Spark takes the right rows of a batch first and does not keep those of them that expire in this very batch, so left
 * rows of the batch do not match them, while right rows do match left ones that were kept before (golden
 * `random2-join-101`). Hence left rows wait for the watermark.
 */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { noRow } from '../../state/keyed-rows.ts'
import { longer } from '../../state/longer.ts'
import type { Out, Port, Processor } from '../../stream/processor.ts'
import type { Micros } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import type { StageContext } from '../operator.ts'
import type { BoundJoin } from './bound-join.ts'
import { keptRows } from './row-set.ts'
import { StreamJoinOutput } from './stream-join-output.ts'
import { StreamJoinSides } from './stream-join-sides.ts'

/** Candidate pairs that are looked at together, and rows of an output batch. */
const pairsAtOnce = 8192

/** Numbers of rows, in the order in which they were added. */
class RowList {
  ids = new Int32Array(64)
  count = 0

  add(ids: Int32Array, count: number): void {
    this.reserve(count)
    for (let i = 0; i < count; i++) this.ids[this.count + i] = ids[i] as number
    this.count += count
  }

  reserve(count: number): void {
    const needed = this.count + count
    if (needed > this.ids.length) this.ids = longer(this.ids, Math.max(needed, this.ids.length * 2))
  }

  /** The numbers; the list is empty then. */
  take(): Int32Array {
    const taken = this.ids.subarray(0, this.count)
    this.count = 0
    this.ids = new Int32Array(64)
    return taken
  }
}

export class SemiJoiner implements Processor {
  readonly #sides: StreamJoinSides
  readonly #output: StreamJoinOutput
  /** Left rows of the epoch, kept and not found by right ones yet; right rows of the epoch. */
  readonly #waiting = new RowList()
  readonly #fresh = new RowList()
  /** Left rows that have matched and are still kept. */
  readonly #done = new RowList()
  readonly #left = new Int32Array(pairsAtOnce)
  readonly #right = new Int32Array(pairsAtOnce)
  readonly #passing = new Int32Array(pairsAtOnce)

  constructor(join: BoundJoin, context: StageContext) {
    this.#sides = new StreamJoinSides(join, context)
    this.#output = new StreamJoinOutput(join, context.inputs as readonly [Schema, Schema], context.output)
  }

  onBatch(batch: RecordBatch, out: Out, port: Port): void {
    const { rows } = this.#sides.admit(batch, port, false)
    if (!rows) return
    try {
      this.#sides.keep(rows, port)
      const { ids, state } = this.#sides
      const count = rows.selected
      if (port === 0) return this.#waiting.add(ids, count)
      state.sides[1].link(ids, count)
      this.#fresh.add(ids, count)
      this.#sides.count('rowsUpdated', count)
      this.#probe(ids, count, 1, out)
      this.#forget()
    } finally {
      if (rows !== batch) rows.release()
    }
  }

  onWatermark(time: Micros, out: Out): void {
    const limits = this.#sides.limits(time)
    const { state } = this.#sides
    const fresh = this.#fresh.take()
    if (limits[1] !== undefined && this.#waiting.count > 0) {
      const late = new Int32Array(fresh.length)
      const count = state.passed(1, fresh, limits[1], late)
      // They are evicted below: until then a right row's mark says that left rows must not see it.
      for (let i = 0; i < count; i++) state.sides[1].matched[fresh[late[i] as number] as number] = 1
    }
    this.#settle(out)
    for (const gone of state.expired(limits))
      for (const port of [0, 1] as const) {
        const ids = gone[port]
        state.remove(port, ids, ids.length)
        this.#sides.count('rowsRemoved', ids.length)
      }
    out.watermark(this.#sides.passed(time))
  }

  onBarrier(epoch: number, out: Out): void {
    this.#settle(out)
    this.#fresh.count = 0
    this.#sides.seal()
    out.barrier(epoch)
  }

  onComplete(out: Out): void {
    this.#settle(out)
  }

  /** The left rows that wait meet the right ones; those that match nothing are kept. */
  #settle(out: Out): void {
    const waiting = this.#waiting.take()
    if (waiting.length === 0) return
    const { state } = this.#sides
    this.#probe(waiting, waiting.length, 0, out)
    const { matched } = state.sides[0]
    const kept = waiting.filter((id) => matched[id] === 0)
    const done = this.#done.take()
    state.remove(0, done, done.length)
    state.sides[0].link(kept, kept.length)
    this.#sides.count('rowsUpdated', kept.length)
  }

  /** Left rows that right ones have matched are kept no longer. */
  #forget(): void {
    const done = this.#done.take()
    this.#sides.state.remove(0, done, done.length)
    this.#sides.count('rowsRemoved', done.length)
  }

  /** Pairs kept rows of one side with those of the other that are in chains. */
  #probe(ids: Int32Array, count: number, port: Port, out: Out): void {
    const { sides } = this.#sides.state
    const { ends, links, matched } = sides[port === 0 ? 1 : 0]
    const { keyOf } = sides[port]
    const [own, others] = port === 0 ? [this.#left, this.#right] : [this.#right, this.#left]
    // Without further conditions the first one will do.
    const oneIsEnough = port === 0 && this.#sides.residual === undefined
    let pairs = 0
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      for (let other = ends[2 * (keyOf[id] as number)] as number; other !== noRow; other = links[2 * other] as number) {
        if (matched[other] === 1) continue
        if (pairs === pairsAtOnce) pairs = this.#flush(pairs, out)
        own[pairs] = id
        others[pairs++] = other
        if (oneIsEnough) break
      }
    }
    this.#flush(pairs, out)
  }

  /** Gives the left rows of pairs that pass the rest of the condition, each once; 0, the number of pairs left. */
  #flush(candidates: number, out: Out): 0 {
    const { sides } = this.#sides.state
    const passing = this.#passed(candidates)
    const done = this.#done
    done.reserve(passing)
    const from = done.count
    for (let i = 0; i < passing; i++) {
      const id = this.#left[i] as number
      if (sides[0].matched[id] === 1) continue
      sides[0].matched[id] = 1
      done.ids[done.count++] = id
    }
    const count = done.count - from
    if (count === 0) return 0
    const room = this.#sides.room()
    const rows = keptRows(sides[0].arena, done.ids.subarray(from, done.count), count)
    out.batch(this.#output.pairs([rows, rows], count, room))
    return 0
  }

  /** Moves the pairs that pass to the front. */
  #passed(candidates: number): number {
    const { residual, state } = this.#sides
    if (!residual || candidates === 0) return candidates
    const room = this.#sides.room()
    const [left, right] = [this.#left, this.#right]
    const rows = [keptRows(state.sides[0].arena, left, candidates), keptRows(state.sides[1].arena, right, candidates)]
    const columns = residual.columns.map((one) => (rows[one.port] as (typeof rows)[0]).column(one.column))
    const count = residual.passingOf(columns, candidates, room.leases, this.#passing)
    for (let i = 0; i < count; i++) {
      left[i] = left[this.#passing[i] as number] as number
      right[i] = right[this.#passing[i] as number] as number
    }
    return count
  }
}
