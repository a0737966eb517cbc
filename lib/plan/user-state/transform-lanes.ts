/**
 * Lanes of calls of a processor. A processor whose functions give their results at once has one; one that gives promises
 * has several when it is a class, each with an instance of its own, so that calls for different keys run side by side.
 * Calls for one key never overlap.
 */
import type { EntryKey } from '../../state/entry-key.ts'
import type { StateMetrics } from '../../state/state-store.ts'
import { isPromise } from './ordered-calls.ts'
import type { AnyProcessor, ProcessorMaker } from './transform-node.ts'
import { GroupCursor } from './variables/group-cursor.ts'
import { type HandleState, processorFailed } from './variables/processor-errors.ts'
import { ProcessorHandle, type TimerCounts } from './variables/processor-handle.ts'
import type { ProcessorVariables } from './variables/processor-variables.ts'
import type { QueryInfo, TimeMode } from './variables/stateful-processor.ts'

/** What a lane is made of. */
export interface LaneOptions {
  readonly source: ProcessorMaker
  readonly variables: ProcessorVariables
  readonly timeMode: TimeMode
  readonly metrics: Pick<StateMetrics, 'rowsUpdated' | 'rowsRemoved'>
  readonly counts: TimerCounts
  readonly info: () => QueryInfo
}

/** A call of one of the processor's functions. */
export interface LaneCall {
  readonly key: EntryKey
  /** Named in errors. */
  readonly function: string
  /** Calls it; what it gives may be a promise. */
  call(processor: AnyProcessor): unknown
  /** After it, still in the key's turn. */
  after?(handle: ProcessorHandle): void
}

interface Lane {
  readonly cursor: GroupCursor
  readonly handle: ProcessorHandle
  readonly processor: AnyProcessor
}

export class TransformLanes {
  readonly #options: LaneOptions
  readonly #lanes: Lane[] = []
  readonly #free: Lane[] = []
  /** Keys with a call under way or waiting, by their text; of asynchronous calls only. */
  readonly #underWay = new Map<string, Promise<unknown>>()
  #state: HandleState = 'PRE_INIT'
  #nowMs = -1

  /** Makes the first lane, whose `init` says which variables there are. */
  constructor(options: LaneOptions) {
    this.#options = options
    this.#free.push(this.#lane())
    options.variables.openOthers()
  }

  /** How many calls may be under way. */
  limit(concurrency: number): number {
    return this.#options.source.shared ? 1 : concurrency
  }

  /** Spark's states of a handle: what may be done changes with them. */
  enter(state: HandleState, nowMs: number): void {
    this.#state = state
    this.#nowMs = nowMs
    for (const { cursor } of this.#lanes) {
      cursor.state = state
      cursor.nowMs = nowMs
    }
  }

  /** Makes a call; gives its rows, or a promise of them when it is asynchronous. @throws …USER_FUNCTION_ERROR */
  run(call: LaneCall): unknown {
    if (this.#underWay.size > 0) return this.#queued(call)
    const result = this.#run(call)
    return isPromise(result) ? this.#watched(call, result) : result
  }

  close(): void {
    this.enter('CLOSED', -1)
    for (const { processor } of this.#options.source.shared ? this.#lanes.slice(0, 1) : this.#lanes) {
      try {
        processor.close?.()
      } catch (error) {
        throw processorFailed('close', error)
      }
    }
  }

  /** After the calls for the same key that are under way. */
  #queued(call: LaneCall): Promise<unknown> {
    const before = this.#underWay.get(call.key.text)
    const result = before ? before.then(() => this.#run(call)) : promiseOf(() => this.#run(call))
    return this.#watched(call, result)
  }

  #watched(call: LaneCall, result: Promise<unknown>): Promise<unknown> {
    const text = call.key.text
    const done = (): void => {
      if (this.#underWay.get(text) === settled) this.#underWay.delete(text)
    }
    const settled: Promise<unknown> = result.then(done, done)
    this.#underWay.set(text, settled)
    return result
  }

  #run(call: LaneCall): unknown {
    const lane = this.#free.pop() ?? this.#lane()
    lane.cursor.begin(call.key)
    let result: unknown
    try {
      result = call.call(lane.processor)
      if (!isPromise(result) && !isAsyncIterable(result)) return this.#ended(lane, call, listOf(result))
    } catch (error) {
      throw processorFailed(call.function, error)
    }
    return this.#awaited(lane, call, result)
  }

  async #awaited(lane: Lane, call: LaneCall, given: unknown): Promise<unknown> {
    try {
      const result = await given
      return this.#ended(lane, call, isAsyncIterable(result) ? await collected(result) : listOf(result))
    } catch (error) {
      throw processorFailed(call.function, error)
    }
  }

  /** Rows are made by now: a generator's within the key's turn. */
  #ended(lane: Lane, call: LaneCall, rows: unknown): unknown {
    call.after?.(lane.handle)
    lane.cursor.end()
    this.#free.push(lane)
    return rows
  }

  #lane(): Lane {
    const { source, variables, timeMode, metrics, counts, info } = this.#options
    const cursor = new GroupCursor(metrics)
    const handle = new ProcessorHandle(variables, cursor, timeMode, counts, info, this.#lanes.length === 0)
    const lane = { cursor, handle, processor: source.make() }
    try {
      lane.processor.init?.(handle, timeMode)
    } catch (error) {
      throw processorFailed('init', error)
    }
    cursor.state = this.#state
    cursor.nowMs = this.#nowMs
    this.#lanes.push(lane)
    return lane
  }
}

/** Rows as a list; what is no list is left to who takes it. */
function listOf(result: unknown): unknown {
  if (result === undefined || result === null) return []
  if (Array.isArray(result) || typeof result !== 'object' || !(Symbol.iterator in result)) return result
  return [...(result as Iterable<unknown>)]
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function collected(rows: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const row of rows) all.push(row)
  return all
}

function promiseOf(call: () => unknown): Promise<unknown> {
  try {
    return Promise.resolve(call())
  } catch (error) {
    return Promise.reject(error)
  }
}
