/**
 * Backpressure of one source.
 *
 * Bytes in flight are what the source's pool has retained plus what a sink holds unwritten; they are counted per source,
 * since with one shared limit `align`, holding one side, and the other side, waiting for room, would wait for each other
 * for ever. A source below its limit is always let go on, however large its next chunk. A run of 5 ms without a
 * macrotask would starve timers, triggers and signals (measured: 200 ms of resolved awaits, no timer fired), so after
 * that the source waits for the next one.
 */
import type { Pool } from '../columnar/pool.ts'
import type { Gate } from './align.ts'
import type { Flow } from './processor.ts'

/** Longest run of one process without a macrotask, in ms. */
const longestTurnMs = 5
/** How often a source that waits for retained leases looks again, in ms: releasing a lease tells nobody. */
const lookAgainMs = 1

/** When this process last began a macrotask that a flow has seen; shared by all sources, so that they take turns. */
export class TurnClock {
  readonly #nowMs: () => number
  #since: number

  /** @param nowMs a monotonic clock in ms; tests give their own */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
    this.#since = nowMs()
  }

  get overdue(): boolean {
    return this.#nowMs() - this.#since >= longestTurnMs
  }

  /** Resolves in the next macrotask. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#since = this.#nowMs()
        resolve()
      })
    })
  }
}

const processTurns = new TurnClock()

export interface FlowOptions {
  /** Aborted on unsubscribe, stop or error. */
  readonly signal: AbortSignal
  /** The source's own pool; what is retained of it counts as in flight. */
  readonly pool?: Pool
  /** Bytes in flight from which on the source waits. Default 64 MiB. */
  readonly limitBytes?: number
  readonly turns?: TurnClock
}

export class FlowControl implements Flow, Gate {
  readonly #signal: AbortSignal
  readonly #pool: Pool | undefined
  readonly #limit: number
  readonly #turns: TurnClock
  #unwritten = 0
  #paused = false
  #wake: (() => void)[] = []

  constructor(options: FlowOptions) {
    this.#signal = options.signal
    this.#pool = options.pool
    this.#limit = options.limitBytes ?? 64 << 20
    this.#turns = options.turns ?? processTurns
    options.signal.addEventListener('abort', () => this.#wakeAll(), { once: true })
  }

  /** Bytes that count against the limit now. */
  get inFlight(): number {
    return this.#unwritten + (this.#pool?.retainedBytes ?? 0)
  }

  /** A sink took `bytes` that it has not written yet. */
  hold(bytes: number): void {
    this.#unwritten += bytes
  }

  /** A sink has written `bytes` of what it held. */
  written(bytes: number): void {
    this.#unwritten -= bytes
    if (this.#unwritten < this.#limit) this.#wakeAll()
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#wakeAll()
  }

  ready(): Promise<void> | undefined {
    if (this.#signal.aborted) return Promise.reject(abortError())
    if (this.#open && !this.#turns.overdue) return undefined
    return this.#wait()
  }

  get #open(): boolean {
    return !this.#paused && this.inFlight < this.#limit
  }

  async #wait(): Promise<void> {
    if (this.#turns.overdue) await this.#turns.next()
    while (!this.#signal.aborted && !this.#open) await this.#room()
    if (this.#signal.aborted) throw abortError()
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#paused ? undefined : setTimeout(() => resolve(), lookAgainMs)
      this.#wake.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

function abortError(): DOMException {
  return new DOMException('The source was unsubscribed.', 'AbortError')
}
