/**
 * Joins a stream with a table: the build side's rows are read whole first, in each epoch anew, then the probe side's
 * batches stream past them. Which side is built is the planner's choice: the static one, the right one of two.
 *
 * State: none beyond the epoch. Watermarks pass (only the probe side has any); at the barrier build rows that matched
 * nothing come out of the outer joins that owe them.
 *
 * Spark: BroadcastHashJoinExec, BroadcastNestedLoopJoinExec where there are no keys.
 */
import { detach } from '../../columnar/gather.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { TakeRoom } from '../../columnar/take.ts'
import type { RowContext } from '../../expressions/code/compile-rows.ts'
import type { Out, Port, Processor } from '../../stream/processor.ts'
import type { Schema } from '../../types/schema.ts'
import type { Physical, StageContext } from '../operator.ts'
import { type BoundJoin, describeJoin, joinNeeds, joinOrigin, joinSchema, narrowedJoin } from './bound-join.ts'
import { JoinBuildSide } from './join-build-side.ts'
import { JoinKeyColumns } from './join-key-columns.ts'
import { joinCondition } from './join-keys.ts'
import { JoinOutput } from './join-output.ts'
import { JoinResidual } from './join-residual.ts'
import { isExistence, preserves } from './join-type.ts'

/** Candidate pairs that are looked at together, and rows of an output batch. */
const pairsAtOnce = 8192

/**
 * The operator of one build side.
 *
 * @param held whether probe rows may come before the build side is whole: they are then kept until the barrier
 */
export function hashJoin(build: Port, held = false): Physical<BoundJoin> {
  return {
    name: 'hashJoin',
    inputs: 2,
    state: 'none',
    build,
    schema: (join, inputs) => joinSchema(join, inputs),
    describe: describeJoin,
    needs: (join, wanted, inputs) => joinNeeds(join, wanted, inputs),
    narrowed: (join, wanted, kept, inputs) => narrowedJoin(join, wanted, kept, (inputs[0] as Schema).length),
    origin: joinOrigin,
    keys(join, inputs) {
      const { keys } = joinCondition(join.condition, (inputs[0] as Schema).length)
      const columns = (side: 'left' | 'right') =>
        new Set(keys.flatMap((key) => (key[side].kind === 'input' ? [key[side].index] : [])))
      return [columns('left'), columns('right')]
    },
    start: (join, context) => new HashJoin(join, build, held, context),
  }
}

class HashJoin implements Processor {
  readonly #build: Port
  readonly #held: boolean
  readonly #existence: boolean
  readonly #anti: boolean
  readonly #marks: boolean
  /** Rows without a match come out, of the probe side and of the build side. */
  readonly #preservesProbe: boolean
  readonly #preservesBuild: boolean
  readonly #side: JoinBuildSide
  readonly #probeKeys: JoinKeyColumns | undefined
  readonly #residual: JoinResidual | undefined
  readonly #output: JoinOutput
  readonly #context: StageContext
  /** Probe batches that wait for the build side. */
  #waiting: RecordBatch[] = []
  /** Build rows that have matched, where anybody asks. */
  #matchedBuild = new Uint8Array(0)
  /** Probe rows of the batch at hand that have matched, by position among the selected ones. */
  #matchedProbe = new Uint8Array(0)
  #ids = new Int32Array(0)
  readonly #probeRows = new Int32Array(pairsAtOnce)
  readonly #probeAt = new Int32Array(pairsAtOnce)
  readonly #buildRows = new Int32Array(pairsAtOnce)
  readonly #passing = new Int32Array(pairsAtOnce)

  constructor(join: BoundJoin, build: Port, held: boolean, context: StageContext) {
    const inputs = context.inputs as readonly [Schema, Schema]
    const probe: Port = build === 0 ? 1 : 0
    const rows: RowContext = context
    const { keys, residual } = joinCondition(join.condition, inputs[0].length)
    const keysOf = (port: Port) =>
      keys.length === 0 ? undefined : new JoinKeyColumns(keys, port === 0 ? 'left' : 'right', inputs[port], rows)
    this.#build = build
    this.#held = held
    this.#existence = isExistence(join.type)
    this.#anti = join.type === 'left_anti'
    this.#marks = join.type === 'existence'
    this.#preservesProbe = preserves(join.type, probe)
    this.#preservesBuild = preserves(join.type, build)
    this.#side = new JoinBuildSide(inputs[build], keysOf(build))
    this.#probeKeys = keysOf(probe)
    this.#residual = residual && new JoinResidual(residual, inputs, rows)
    this.#output = new JoinOutput(join, inputs, build, context.output, context.pool)
    this.#context = context
  }

  onBatch(batch: RecordBatch, out: Out, port: Port): void {
    if (port === this.#build) this.#side.add(batch)
    else if (this.#held) this.#waiting.push(detach(batch))
    else this.#probe(batch, out)
  }

  onBarrier(epoch: number, out: Out): void {
    this.#end(out)
    out.barrier(epoch)
  }

  onComplete(out: Out): void {
    this.#end(out)
  }

  #end(out: Out): void {
    for (const batch of this.#waiting.splice(0)) this.#probe(batch, out)
    if (this.#preservesBuild) this.#unmatchedBuild(out)
    this.#side.clear()
    this.#matchedBuild = new Uint8Array(0)
  }

  #seal(): void {
    if (this.#side.sealed) return
    this.#side.seal()
    if (this.#preservesBuild) this.#matchedBuild = new Uint8Array(this.#side.rows.length)
  }

  #probe(batch: RecordBatch, out: Out): void {
    this.#seal()
    if (this.#ids.length < batch.selected) this.#ids = new Int32Array(batch.selected)
    this.#side.find(this.#probeKeys, batch, this.#ids)
    if (this.#existence && !this.#residual) this.#emitExisting(batch, out)
    else if (this.#isLookup(batch)) this.#lookUp(batch, out)
    else this.#pairUp(batch, out)
  }

  /** At most one build row for a probe row: the probe columns go on as they are. */
  #isLookup({ selected, length }: RecordBatch): boolean {
    return this.#side.unique && !this.#residual && !this.#preservesBuild && !this.#existence && selected * 2 >= length
  }

  #lookUp(batch: RecordBatch, out: Out): void {
    const { starts, order, rows } = this.#side
    const { selection, selected, length } = batch
    const room = new TakeRoom(this.#context.pool)
    const buildRows = room.int32(length).fill(-1, 0, length)
    const kept = room.int32(selected)
    const ids = this.#ids
    const preserves = this.#preservesProbe
    let count = 0
    for (let i = 0; i < selected; i++) {
      const row = selection === undefined ? i : (selection[i] as number)
      const id = ids[i] as number
      if (id >= 0) buildRows[row] = order[starts[id] as number] as number
      else if (!preserves) continue
      kept[count++] = row
    }
    if (count > 0) out.batch(this.#output.beside(batch, rows, buildRows, kept, count, room))
    else room.abandon()
  }

  /** Semi, anti and existence joins, once it is known which rows match: those with a key's number. */
  #emitExisting(batch: RecordBatch, out: Out): void {
    if (this.#marks) return out.batch(this.#output.marked(batch, this.#ids))
    const { selection, selected } = batch
    const room = new TakeRoom(this.#context.pool)
    const kept = room.int32(selected)
    const ids = this.#ids
    const anti = this.#anti
    let count = 0
    for (let i = 0; i < selected; i++) {
      if ((ids[i] as number) >= 0 === anti) continue
      kept[count++] = selection === undefined ? i : (selection[i] as number)
    }
    if (count > 0) out.batch(this.#output.probeOnly(batch, kept, count, room))
    else room.abandon()
  }

  #pairUp(batch: RecordBatch, out: Out): void {
    const { starts, order } = this.#side
    const { selection, selected } = batch
    const [ids, probeRows, probeAt, buildRows] = [this.#ids, this.#probeRows, this.#probeAt, this.#buildRows]
    if (this.#residual && (this.#existence || this.#preservesProbe)) this.#matchedProbe = new Uint8Array(selected)
    const padded = this.#preservesProbe && !this.#residual
    let count = 0
    for (let i = 0; i < selected; i++) {
      const id = ids[i] as number
      const row = selection === undefined ? i : (selection[i] as number)
      let at = id < 0 ? 0 : (starts[id] as number)
      const end = id < 0 ? (padded ? 1 : 0) : (starts[id + 1] as number)
      for (; at < end; at++) {
        if (count === pairsAtOnce) count = this.#flush(batch, count, out)
        probeRows[count] = row
        probeAt[count] = i
        buildRows[count++] = id < 0 ? -1 : (order[at] as number)
      }
    }
    this.#flush(batch, count, out)
    if (!this.#residual) return
    if (this.#existence) this.#emitMarked(batch, out)
    else if (this.#preservesProbe) this.#unmatchedProbe(batch, out)
  }

  /** Gives the pairs that pass the rest of the condition; 0, the number of pairs left. */
  #flush(batch: RecordBatch, candidates: number, out: Out): 0 {
    const count = this.#residual ? this.#passed(this.#residual, batch, candidates) : candidates
    if (count === 0) return 0
    if (this.#preservesBuild) {
      for (let i = 0; i < count; i++) {
        const row = this.#buildRows[i] as number
        if (row >= 0) this.#matchedBuild[row] = 1
      }
    }
    if (this.#existence) return 0
    out.batch(this.#output.pairs(batch, this.#probeRows, this.#side.rows, this.#buildRows, count))
    return 0
  }

  /** Moves the pairs that pass to the front and marks their probe rows. */
  #passed(residual: JoinResidual, batch: RecordBatch, candidates: number): number {
    if (candidates === 0) return 0
    const [probeRows, probeAt, buildRows] = [this.#probeRows, this.#probeAt, this.#buildRows]
    const { rows } = this.#side
    const sides =
      this.#build === 1
        ? { left: batch, right: rows, leftRows: probeRows, rightRows: buildRows }
        : { left: rows, right: batch, leftRows: buildRows, rightRows: probeRows }
    const count = residual.passing(sides, candidates, this.#passing)
    const marks = this.#existence || this.#preservesProbe
    for (let i = 0; i < count; i++) {
      const from = this.#passing[i] as number
      probeRows[i] = probeRows[from] as number
      buildRows[i] = buildRows[from] as number
      if (marks) this.#matchedProbe[probeAt[from] as number] = 1
    }
    return count
  }

  /** Probe rows that have matched (semi), or have not (anti). */
  #emitMarked(batch: RecordBatch, out: Out): void {
    const ids = this.#ids
    for (let i = 0; i < batch.selected; i++) ids[i] = this.#matchedProbe[i] === 1 ? 0 : -1
    this.#emitExisting(batch, out)
  }

  #unmatchedProbe(batch: RecordBatch, out: Out): void {
    const { selection, selected } = batch
    const rows = new Int32Array(selected)
    let count = 0
    for (let i = 0; i < selected; i++) {
      if (this.#matchedProbe[i] === 0) rows[count++] = selection === undefined ? i : (selection[i] as number)
    }
    const none = new Int32Array(count).fill(-1)
    if (count > 0) out.batch(this.#output.pairs(batch, rows, this.#side.rows, none, count))
  }

  #unmatchedBuild(out: Out): void {
    this.#seal()
    const matched = this.#matchedBuild
    const rows = new Int32Array(pairsAtOnce)
    const none = new Int32Array(pairsAtOnce).fill(-1)
    let count = 0
    const flush = (): void => {
      if (count > 0) out.batch(this.#output.pairs(undefined, none, this.#side.rows, rows, count))
      count = 0
    }
    for (let row = 0; row < matched.length; row++) {
      if (matched[row] === 1) continue
      if (count === pairsAtOnce) flush()
      rows[count++] = row
    }
    flush()
  }
}
