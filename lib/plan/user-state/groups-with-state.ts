/**
 * Groups of rows through a function of the program that keeps state: the core of (flat)mapGroupsWithState.
 *
 * State: a value and perhaps a timeout by key. Rows of an epoch are held; when its data is complete, the function is
 * called for each group with data, then for those whose timeout has passed, in order of time; then the rows it gave go
 * on. Late rows are dropped with event-time timeouts only. Its output has no watermark. Spark: FlatMapGroupsWithStateExec,
 * and for static frames its generateSparkPlanForBatchQueries: no state exists, and nothing times out.
 */

import type { RecordBatch } from '../../columnar/record-batch.ts'
import { MillraceError } from '../../errors.ts'
import type { Out, Port, Processor } from '../../stream/processor.ts'
import type { Micros } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { toMillis } from '../../types/time/calendar.ts'
import type { RowObject } from '../../types/values/row-value.ts'
import type { Physical, StageContext } from '../operator.ts'
import { rowFunction } from '../row-functions.ts'
import type { EpochGroups } from './epoch-groups.ts'
import { GroupFunction, type GroupFunctionOptions, stateFunctionFailed } from './group-function.ts'
import { GroupStateHandle, type GroupStateTimeout, type GroupTimes, noTimestamp } from './group-state.ts'
import { GroupedInput } from './grouped-input.ts'
import { callInOrder } from './ordered-calls.ts'
import { ResultRows } from './result-rows.ts'
import { StoredGroups } from './stored-groups.ts'
import type { ValueShape } from './value-shape.ts'

export interface GroupsWithStateOptions extends GroupFunctionOptions {
  /** Columns of the key: the last so many of each input. */
  readonly width: number
  readonly flatKey: boolean
  readonly output: ValueShape
  readonly state: ValueShape
  readonly timeout: GroupStateTimeout
  /** Of the second input, the initial state: its column that a plain state is, −1 = states are its rows. */
  readonly initialColumn: number
  /** Groups that are only in the initial state are not called for. */
  readonly skipInitial: boolean
}

function core(inputs: 1 | 2): Physical<GroupsWithStateOptions> {
  return {
    name: 'flatMapGroupsWithState',
    operatorName: 'flatMapGroupsWithState',
    inputs,
    state: 'keyed',
    ...(inputs === 2 ? { build: 1 as const, buildOnce: true } : {}),
    schema: ({ output }) => new Schema(output.fields),
    describe: ({ function: id }) => `FlatMapGroupsWithState ${rowFunction(id).name}`,
    keys: ({ width }, schemas) =>
      schemas.map(({ length }) => new Set(Array.from({ length: width }, (_, at) => length - width + at))),
    needsBatch: ({ timeout }, before, now) => timeout === 'EventTimeTimeout' && now > before,
    outputWatermark: () => undefined,
    start: (options, context) => new GroupsWithState(options, context),
  }
}

export const groupsWithState = core(1)
/** The second input is the initial state. */
export const groupsWithInitialState = core(2)

class GroupsWithState implements Processor {
  readonly #options: GroupsWithStateOptions
  readonly #context: StageContext
  readonly #input: GroupedInput
  readonly #groups: EpochGroups
  readonly #stored: StoredGroups
  readonly #static: boolean
  readonly #function: GroupFunction
  readonly #rows: ResultRows
  #batchTime: Micros = 0n
  #ran = true
  #closed = false
  /** The initial state is for the first batch only. */
  #first: boolean

  constructor(options: GroupsWithStateOptions, context: StageContext) {
    const { state } = context
    this.#options = options
    this.#context = context
    this.#input = new GroupedInput(context, options.width, options.flatKey, options.timeout === 'EventTimeTimeout')
    this.#groups = this.#input.groups
    this.#static = this.#input.isStatic
    this.#function = new GroupFunction(options, stateFunctionFailed)
    const hasTimeouts = options.timeout !== 'NoTimeout'
    const where = `the state of ${this.#function.name}`
    this.#stored = new StoredGroups(state, this.#input.keys, options.state, hasTimeouts, where)
    this.#rows = new ResultRows(context.output, options.output.flat, this.#function.name)
    this.#first = state === undefined || state.version === 0
    if (state && options.timeout === 'ProcessingTimeTimeout') state.due = () => this.#due()
  }

  /** Spark: a group is timed out when its timeout is before the batch's time, both in ms. */
  #due(): Micros | undefined {
    const earliest = this.#stored.earliest()
    return earliest === undefined ? undefined : BigInt(earliest + 1) * 1000n
  }

  onEpoch(_: number, batchTime: Micros): void {
    this.#batchTime = batchTime
    this.#ran = false
  }

  onBatch(batch: RecordBatch, _: Out, port: Port): void {
    if (port === 0 || this.#first || this.#static) this.#input.add(batch, port)
  }

  onWatermark(time: Micros, out: Out): void | Promise<void> {
    const ran = this.#run(out, time)
    if (ran) return ran.then(() => this.#acted(time))
    this.#acted(time)
  }

  /** The watermark ends here: what functions give has none. */
  #acted(time: Micros): void {
    this.#input.late.lateAt = time
  }

  onBarrier(epoch: number, out: Out): void | Promise<void> {
    const ran = this.#ran ? undefined : this.#run(out, this.#input.late.lateAt)
    if (ran) return ran.then(() => this.#seal(epoch, out))
    this.#seal(epoch, out)
  }

  #seal(epoch: number, out: Out): void {
    this.#context.state?.seal()
    out.barrier(epoch)
  }

  close(): void {
    this.#closed = true
  }

  /** Calls the function for the epoch's groups, then for those that have timed out. */
  #run(out: Out, watermark: Micros): void | Promise<void> {
    this.#ran = true
    const times: GroupTimes = {
      timeout: this.#options.timeout,
      batchTimeMs: toMillis(this.#batchTime),
      watermarkMs: this.#static ? noTimestamp : toMillis(watermark),
      watermarkPresent: this.#input.hasEventTime,
    }
    const called = this.#callGroups(times, out)
    if (!called) return this.#callTimedOut(times, out)
    return called.then(() => this.#callTimedOut(times, out))
  }

  #callGroups(times: GroupTimes, out: Out): void | Promise<void> {
    const groups = this.#groups
    groups.arrange()
    const initial = this.#context.inputs.length === 2 && (this.#first || this.#static)
    this.#first = false
    const skips = initial && this.#options.skipInitial
    return this.#callInOrder(groups.size, out, (group) => {
      const call = new GroupCall(groups.entryKey(group).bytes, this.#input.key(group))
      if (!this.#static) call.stored = this.#stored.get(call.bytes)
      if (initial) this.#addInitial(call, group)
      if (skips && groups.count(group) === 0) return undefined
      this.#begin(call, groups.rows(group), times, false)
      return call
    })
  }

  #callTimedOut(times: GroupTimes, out: Out): void | Promise<void> {
    const { timeout } = this.#options
    const threshold = timeout === 'EventTimeTimeout' ? times.watermarkMs : times.batchTimeMs
    const due = timeout === 'NoTimeout' || this.#static ? [] : this.#stored.dueBefore(threshold)
    const called = this.#callInOrder(due.length, out, (at) => {
      const bytes = due[at] as Uint8Array
      const call = new GroupCall(bytes, this.#input.keyOf(bytes))
      call.stored = this.#stored.get(bytes)
      this.#begin(call, noRows, times, true)
      return call
    })
    if (called) return called.then(() => this.#finish(out))
    this.#finish(out)
  }

  #finish(out: Out): void {
    this.#rows.flush(out)
    this.#groups.clear()
  }

  /** @param begin calls the function for one of `count` groups; undefined = it is not called */
  #callInOrder(count: number, out: Out, begin: (at: number) => GroupCall | undefined): void | Promise<void> {
    const open = new Map<number, GroupCall>()
    return callInOrder({
      count,
      concurrency: this.#options.concurrency,
      stopped: () => this.#closed,
      call: (at) => {
        const call = begin(at)
        if (call) open.set(at, call)
        return call?.result
      },
      take: (at, result) => {
        const call = open.get(at)
        if (!call || this.#closed) return
        open.delete(at)
        this.#function.emit(result, this.#rows, out)
        if (!this.#static) this.#save(call)
      },
    })
  }

  #begin(call: GroupCall, rows: Iterable<RowObject>, times: GroupTimes, hasTimedOut: boolean): void {
    const stored = this.#stored.hasValue(call.stored) ? call.stored : undefined
    call.state = new GroupStateHandle(times, this.#stored, stored, hasTimedOut)
    call.result = this.#function.call(call.key, rows, call.state)
  }

  /** Puts a group's initial state, if there is one, where its own would be. */
  #addInitial(call: GroupCall, group: number): void {
    const count = this.#groups.count(group, 1)
    if (count === 0) return
    if (count > 1) {
      throw new MillraceError(
        'MILLRACE_INITIAL_STATE',
        'The initial state provided contained multiple rows(state) with the same key. Make sure to de-duplicate the initial state before passing it.',
      )
    }
    const { initialColumn } = this.#options
    for (const row of this.#groups.rows(group, 1)) {
      const column = this.#context.inputs[1]?.fields[initialColumn]
      const value = this.#stored.encode(column ? row[column.name] : row)
      if (this.#static) call.stored = value.slice()
      else {
        this.#stored.put(call.bytes, value, this.#stored.timeoutOf(call.stored), noTimestamp)
        call.stored = this.#stored.get(call.bytes)
      }
    }
  }

  /** What the function has done to the group's state. */
  #save({ bytes, stored, state }: GroupCall): void {
    const handle = state as GroupStateHandle
    const before = this.#stored.timeoutOf(stored)
    const { timeoutMs, isRemoved, isUpdated } = handle
    const metrics = this.#context.state?.metrics
    if (isRemoved && timeoutMs === noTimestamp) {
      this.#stored.remove(bytes, before)
      if (metrics) metrics.rowsRemoved += 1
    } else if (isUpdated || isRemoved || timeoutMs !== before) {
      const unchanged = !isUpdated && !isRemoved && stored !== undefined
      const value = unchanged ? this.#stored.withoutTimeout(stored) : this.#stored.encode(handle.getOption())
      this.#stored.put(bytes, value, before, timeoutMs)
      if (metrics) metrics.rowsUpdated += 1
    }
  }
}

/** One call of the function. */
class GroupCall {
  readonly bytes: Uint8Array
  readonly key: unknown
  stored: Uint8Array | undefined
  state: GroupStateHandle | undefined
  result: unknown

  constructor(bytes: Uint8Array, key: unknown) {
    this.bytes = bytes
    this.key = key
  }
}

const noRows: readonly RowObject[] = []
