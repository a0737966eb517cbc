/**
 * Groups of rows through a processor of the program, with variables and timers: the core of transformWithState.
 *
 * State: see variables/. Rows of an epoch are held; when its data is complete, functions run: for rows of the initial
 * state (first batch only), for each group with data in order of first appearance, then for timers that are due, in order
 * of time and as of that moment; then expired values go, and the rows follow. Late rows are dropped in time mode EventTime
 * only. Watermarks pass, but in time mode ProcessingTime. Spark: TransformWithStateExec; in static frames every key
 * begins empty and no timer fires.
 */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Int64Vector, Vector } from '../../columnar/vector.ts'
import { MillraceError } from '../../errors.ts'
import { expiryTimes, rowsByTime } from '../../state/late-rows.ts'
import type { StateMetrics } from '../../state/state-store.ts'
import type { TimedEntry } from '../../state/time-index.ts'
import { packerReady } from '../../state/value-packer.ts'
import type { Out, Port, Processor } from '../../stream/processor.ts'
import type { Micros } from '../../types/data-type.ts'
import { toMillis } from '../../types/time/calendar.ts'
import type { StageContext } from '../operator.ts'
import type { EpochGroups } from './epoch-groups.ts'
import { GroupedInput } from './grouped-input.ts'
import { callInOrder } from './ordered-calls.ts'
import { ResultRows } from './result-rows.ts'
import { type LaneCall, TransformLanes } from './transform-lanes.ts'
import { type ProcessorOutputMode, processorOf } from './transform-node.ts'
import type { ValueShape } from './value-shape.ts'
import { rowBehindWatermark } from './variables/processor-errors.ts'
import { ProcessorVariables } from './variables/processor-variables.ts'
import type { QueryInfo, TimeMode, TimerValues } from './variables/stateful-processor.ts'

export interface TransformCoreOptions {
  readonly processor: string
  /** Columns of the key: the last so many of each input. */
  readonly keys: number
  readonly flatKey: boolean
  readonly output: ValueShape
  readonly timeMode: TimeMode
  readonly outputMode: ProcessorOutputMode
  /** Of the output; −1 = none. */
  readonly timeColumn: number
  readonly concurrency: number
}

const noQuery = '00000000-0000-0000-0000-000000000000'

export class TransformWithState implements Processor {
  readonly #options: TransformCoreOptions
  readonly #context: StageContext
  readonly #input: GroupedInput
  readonly #groups: EpochGroups
  readonly #static: boolean
  readonly #rows: ResultRows
  readonly #metrics: Pick<StateMetrics, 'rowsUpdated' | 'rowsRemoved'>
  readonly #counts = { registered: 0, deleted: 0 }
  #variables!: ProcessorVariables
  #lanes!: TransformLanes
  #epoch = 0
  #batchTimeMs = -1
  #pending = false
  #expiredTimers = 0
  #expiredValues = 0
  #closed = false

  constructor(options: TransformCoreOptions, context: StageContext) {
    const { state } = context
    this.#options = options
    this.#context = context
    this.#input = new GroupedInput(context, options.keys, options.flatKey, options.timeMode === 'EventTime')
    this.#groups = this.#input.groups
    this.#static = this.#input.isStatic
    this.#rows = new ResultRows(context.output, options.output.flat, processorOf(options.processor).name)
    this.#metrics = state?.metrics ?? { rowsUpdated: 0, rowsRemoved: 0 }
    this.#open()
    if (state) {
      state.metrics.rowsTotal = this.#variables.rows
      state.due = () => toMicros(this.#variables.earliest())
    }
  }

  #open(): void {
    const { timeMode, outputMode, processor } = this.#options
    const { state } = this.#context
    const text = `${(outputMode[0] as string).toUpperCase()}${outputMode.slice(1)}`
    this.#variables = new ProcessorVariables({ state, key: this.#input.keys, timeMode, outputMode: text })
    this.#lanes = new TransformLanes({
      source: processorOf(processor),
      variables: this.#variables,
      timeMode,
      metrics: this.#metrics,
      counts: this.#counts,
      info: () => this.#info(),
    })
  }

  #info(): QueryInfo {
    const { queryId } = this.#context.evaluation
    return this.#static ? { queryId: noQuery, batchId: 0 } : { queryId, batchId: this.#epoch }
  }

  onEpoch(epoch: number, batchTime: Micros): void {
    this.#epoch = epoch
    this.#batchTimeMs = toMillis(batchTime)
    this.#pending = true
    this.#counts.registered = 0
    this.#counts.deleted = 0
    this.#expiredTimers = 0
    this.#expiredValues = 0
  }

  onBatch(batch: RecordBatch, _: Out, port: Port): void {
    this.#pending = true
    if (port === 0 || this.#readsInitial) this.#input.add(batch, port)
  }

  /** The initial state is for the first batch of a query only. */
  get #readsInitial(): boolean {
    return this.#static || this.#epoch === 0
  }

  onWatermark(time: Micros, out: Out): void | Promise<void> {
    return then(this.#run(out, time), () => {
      this.#input.late.lateAt = time
      if (this.#options.timeMode !== 'ProcessingTime') out.watermark(time)
    })
  }

  onBarrier(epoch: number, out: Out): void | Promise<void> {
    return then(this.#pending ? this.#run(out, this.#input.late.lateAt) : undefined, () => {
      this.#seal()
      out.barrier(epoch)
    })
  }

  onComplete(out: Out): void | Promise<void> {
    if (this.#groups.size > 0) return this.#run(out, this.#input.late.lateAt)
  }

  #seal(): void {
    const { state } = this.#context
    state?.seal()
    if (state) {
      state.metrics.rowsTotal = this.#variables.rows
      state.metrics.custom = {
        ...this.#variables.counts,
        numRegisteredTimers: this.#counts.registered,
        numDeletedTimers: this.#counts.deleted,
        numExpiredTimers: this.#expiredTimers,
        numValuesRemovedDueToTTLExpiry: this.#expiredValues,
      }
    }
    if (!this.#static) return
    // A frame that does not stream is read anew in each epoch of a query.
    this.#lanes.close()
    this.#groups.forgetKeys()
    this.#open()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#lanes.close()
  }

  /** Runs all that the epoch owes; a promise when the processor is asynchronous, or the first time in a process. */
  #run(out: Out, watermark: Micros): void | Promise<void> {
    this.#pending = false
    const checked = this.#checked(out, watermark)
    const times = this.#times(toMillis(watermark))
    this.#groups.arrange()
    let begun = packerReady()
    const steps = [
      () => this.#lanes.enter('INITIALIZED', this.#batchTimeMs),
      () => this.#callInitial(times, checked),
      () => this.#callGroups(times, checked),
      () => this.#lanes.enter('DATA_PROCESSED', this.#batchTimeMs),
      () => this.#callTimers(times, checked),
      () => this.#finish(checked),
    ]
    for (const step of steps) begun = begun ? begun.then(step) : step()
    return begun
  }

  #times(watermarkMs: number): TimerValues {
    const nowMs = this.#batchTimeMs
    const time = this.#static ? -1 : watermarkMs
    return { getCurrentProcessingTimeInMs: () => nowMs, getCurrentWatermarkInMs: () => time }
  }

  #callInitial(times: TimerValues, out: Out): void | Promise<void> {
    if (this.#context.inputs.length < 2 || !this.#readsInitial) return
    const groups = this.#groups
    const with_ = [...Array(groups.size).keys()].filter((group) => groups.count(group, 1) > 0)
    const rows = with_.flatMap((group) => [...groups.rows(group, 1)].map((row) => ({ group, row })))
    return this.#callInOrder(rows.length, out, (at) => {
      const { group, row } = rows[at] as { group: number; row: unknown }
      const key = this.#input.key(group)
      return {
        key: groups.entryKey(group),
        function: 'handleInitialState',
        call: (processor) => dropped(processor.handleInitialState?.(key, row, times)),
      }
    })
  }

  #callGroups(times: TimerValues, out: Out): void | Promise<void> {
    const groups = this.#groups
    const initial = this.#context.inputs.length === 2
    const numbers = initial ? [...Array(groups.size).keys()].filter((group) => groups.count(group) > 0) : undefined
    return this.#callInOrder(numbers?.length ?? groups.size, out, (at) => {
      const group = numbers === undefined ? at : (numbers[at] as number)
      const key = this.#input.key(group)
      return {
        key: groups.entryKey(group),
        function: 'handleInputRows',
        call: (processor) => processor.handleInputRows(key, groups.rows(group), times),
      }
    })
  }

  #callTimers(times: TimerValues, out: Out): void | Promise<void> {
    const { timers } = this.#variables
    if (this.#static || !timers) return
    const { timeMode } = this.#options
    const nowMs = timeMode === 'EventTime' ? times.getCurrentWatermarkInMs() : this.#batchTimeMs
    const due = timers.due(nowMs)
    this.#expiredTimers = due.length
    return this.#callInOrder(due.length, out, (at) => {
      const { key: entry, timeMs } = due[at] as TimedEntry
      const key = this.#input.keyOf(entry.bytes)
      return {
        key: entry,
        function: 'handleExpiredTimer',
        call: (processor) => processor.handleExpiredTimer?.(key, times, { getExpiryTimeInMs: () => timeMs }),
        // Spark: after its function, also when that has registered it anew (recorded).
        after: (handle) => handle.deleteTimer(timeMs),
      }
    })
  }

  #finish(out: Out): void {
    if (this.#options.timeMode === 'ProcessingTime' && !this.#static) {
      this.#expiredValues = this.#variables.sweep(this.#batchTimeMs)
      this.#metrics.rowsRemoved += this.#expiredValues
    }
    this.#lanes.enter('TIMER_PROCESSED', this.#batchTimeMs)
    this.#rows.flush(out)
    this.#groups.clear()
  }

  #callInOrder(count: number, out: Out, callOf: (at: number) => LaneCall): void | Promise<void> {
    return callInOrder({
      count,
      concurrency: this.#lanes.limit(this.#options.concurrency),
      stopped: () => this.#closed,
      call: (at) => this.#lanes.run(callOf(at)),
      take: (_, rows) => this.#take(rows, out),
    })
  }

  #take(rows: unknown, out: Out): void {
    if (this.#closed) return
    if (!Array.isArray(rows)) throw this.#notRows(rows, 'a list of rows')
    for (const row of rows) {
      if (!this.#rows.fits(row)) throw this.#notRows(row, 'a row')
      this.#rows.add(row, out)
    }
  }

  #notRows(given: unknown, wanted: string): MillraceError {
    const { name } = processorOf(this.#options.processor)
    return new MillraceError(
      'MILLRACE_VALUE_TYPE',
      `A function of a processor must give ${wanted}; one of ${name} gave ${given === null ? 'null' : typeof given}`,
    )
  }

  /** Rows whose event time is at or before the watermark would be late above (Spark: UpdateEventTimeColumnExec). */
  #checked(out: Out, watermark: Micros): Out {
    const { timeColumn } = this.#options
    if (timeColumn < 0 || this.#static) return out
    return {
      batch(batch) {
        const times = expiryTimes(batch.columns[timeColumn] as Vector)
        const late = new Int32Array(batch.length)
        if (rowsByTime(times, undefined, batch.length, watermark, true, late) > 0)
          throw rowBehindWatermark((times as Int64Vector).values[late[0] as number] as bigint, toMillis(watermark))
        out.batch(batch)
      },
      watermark: (time) => out.watermark(time),
      barrier: (epoch) => out.barrier(epoch),
    }
  }
}

function then(first: void | Promise<void>, second: () => void): void | Promise<void> {
  return first ? first.then(second) : second()
}

/** handleInitialState gives no rows. */
function dropped(result: unknown): unknown {
  return result instanceof Promise ? result.then(() => undefined) : undefined
}

const toMicros = (timeMs: number | undefined): Micros | undefined =>
  timeMs === undefined ? undefined : BigInt(timeMs) * 1000n
