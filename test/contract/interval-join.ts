import { batchOf } from '../../lib/columnar/builder.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import { operation } from '../../lib/expressions/build.ts'
import type { RowStep } from '../../lib/expressions/row-step.ts'
import type { Binder } from '../../lib/plan/binder.ts'
import type { Physical, StageContext } from '../../lib/plan/operator.ts'
import type { Out, Port, Processor } from '../../lib/stream/processor.ts'
import type { Micros, SqlValue } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { MapTable } from './map-table.ts'

/** `left.key = right.key AND right.time BETWEEN left.time + lower AND left.time + upper`. */
export interface IntervalJoinOptions {
  readonly keys: readonly [string, string]
  readonly times: readonly [string, string]
  readonly lower: Micros
  readonly upper: Micros
  /** Sides whose unmatched rows come out with nulls. */
  readonly preserved: readonly [boolean, boolean]
}

declare module '../../lib/plan/nodes.ts' {
  interface NodeOptions {
    intervalJoin: IntervalJoinOptions
  }
}

interface Stored {
  readonly row: readonly SqlValue[]
  readonly time: Micros | null
  matched: boolean
}

/** Rows at or before these are needed no more; a millisecond below what the range says, as Spark computes it. */
function stateWatermarks({ lower, upper }: IntervalJoinOptions, time: Micros): readonly [Micros, Micros] {
  return [time - upper - 1000n, time + lower - 1000n]
}

function outputOf(options: IntervalJoinOptions, time: Micros): Micros {
  return [time, ...stateWatermarks(options, time)].reduce((a, b) => (b < a ? b : a))
}

/** A side that is not preserved loses rows without a key before anything sees them; Spark infers the same filter. */
function notNull(key: string, input: Schema, binder: Binder): readonly RowStep[] {
  return [{ filter: binder.bind(operation('isnotnull', { kind: 'column', path: [key] }), input) }]
}

/** A stream-stream join over a range of event time, by nested loops. */
export const intervalJoin: Physical<IntervalJoinOptions> = {
  name: 'intervalJoin',
  operatorName: 'symmetricHashJoin',
  inputs: 2,
  state: 'keyed',
  schema: ({ preserved }, inputs) =>
    new Schema(
      inputs.flatMap((input, port) =>
        input.fields.map((one) => (preserved[port === 0 ? 1 : 0] ? { ...one, nullable: true } : one)),
      ),
    ),
  describe: ({ keys, times }) => `IntervalJoin ${keys.join(' = ')}, ${times.join(', ')}`,
  adapt: ({ keys, preserved }, inputs, binder) =>
    inputs.map((input, port) => (preserved[port] ? [] : notNull(keys[port] as string, input, binder))),
  needsBatch: (_, before, now) => now > before,
  outputWatermark: (options, time) => outputOf(options, time),
  start: (options, context) => new Joining(options, context),
}

class Joining implements Processor {
  readonly #options: IntervalJoinOptions
  readonly #context: StageContext
  readonly #sides = [new MapTable<Stored>('left'), new MapTable<Stored>('right')] as const
  readonly #times: readonly number[]
  readonly #keys: readonly number[]
  #lateAt: Micros
  #next = 0

  constructor(options: IntervalJoinOptions, context: StageContext) {
    this.#options = options
    this.#context = context
    this.#lateAt = context.initialWatermark
    this.#times = options.times.map((name, port) => context.inputs[port]?.index(name) as number)
    this.#keys = options.keys.map((name, port) => context.inputs[port]?.index(name) as number)
    for (const side of this.#sides) context.state?.register(side)
    for (const side of this.#sides)
      for (const key of side.rows.keys()) this.#next = Math.max(this.#next, Number(key) + 1)
  }

  onBatch(batch: RecordBatch, out: Out, port: Port): void {
    const joined: SqlValue[][] = []
    const { state, output } = this.#context
    for (const row of rowsOf(batch)) {
      const time = row[this.#times[port] as number] as Micros | null
      if (time !== null && time <= this.#lateAt) {
        if (state) state.metrics.rowsDroppedByWatermark++
        continue
      }
      const stored: Stored = { row, time, matched: false }
      for (const [key, other] of this.#sides[port === 0 ? 1 : 0].rows) {
        const [left, right] = port === 0 ? [stored, other] : [other, stored]
        if (!this.#matches(left, right)) continue
        stored.matched = true
        if (!other.matched) this.#sides[port === 0 ? 1 : 0].set(key, { ...other, matched: true })
        joined.push([...left.row, ...right.row])
      }
      this.#sides[port].set(`${this.#next++}`, stored)
      if (state) state.metrics.rowsUpdated++
    }
    if (joined.length > 0) out.batch(batchOf(output, joined))
  }

  #matches(left: Stored, right: Stored): boolean {
    // Null keys are gone but where both sides are preserved, and there Spark lets them match (`ssjoin-range-fullouter`).
    if (left.row[this.#keys[0] as number] !== right.row[this.#keys[1] as number]) return false
    if (left.time === null || right.time === null) return false
    return right.time >= left.time + this.#options.lower && right.time <= left.time + this.#options.upper
  }

  onWatermark(time: Micros, out: Out): void {
    const padded: SqlValue[][] = []
    const limits = stateWatermarks(this.#options, time)
    const widths = this.#context.inputs.map((input) => input.length)
    for (const port of [0, 1] as const) {
      const missing = Array.from({ length: widths[port === 0 ? 1 : 0] as number }, () => null)
      for (const [key, stored] of [...this.#sides[port].rows]) {
        if (stored.time === null || stored.time > limits[port]) continue
        this.#sides[port].remove(key)
        if (this.#context.state) this.#context.state.metrics.rowsRemoved++
        if (stored.matched || !this.#options.preserved[port]) continue
        padded.push(port === 0 ? [...stored.row, ...missing] : [...missing, ...stored.row])
      }
    }
    if (padded.length > 0) out.batch(batchOf(this.#context.output, padded))
    this.#lateAt = time
    out.watermark(outputOf(this.#options, time))
  }

  onBarrier(epoch: number, out: Out): void {
    this.#context.state?.seal()
    out.barrier(epoch)
  }
}
