/** Time for tests: nothing happens until a test lets it pass, and then at once. */
import { ClockAction, type Work } from '../query/system-clock.ts'
import type { SchedulerLike } from '../stream/rx.ts'

interface Timer {
  readonly atMs: number
  readonly run: () => void
}

export class VirtualClock implements SchedulerLike {
  #nowMs: number
  #timers: Timer[] = []
  #moves = 0

  constructor(startMs = 0) {
    this.#nowMs = startMs
  }

  now(): number {
    return this.#nowMs
  }

  /** How often time was told to pass; what waits for it can tell that nobody does. */
  get moves(): number {
    return this.#moves
  }

  /** Time passes while something is being done. */
  spend(ms: number): void {
    this.#nowMs += ms
  }

  schedule(work: Work, delayMs = 0, state?: unknown) {
    return new ClockAction((run, delay) => this.#wait(run, delay), work).schedule(state, delayMs)
  }

  /** Lets `ms` pass, with everything that falls due in it. */
  async advance(ms: number): Promise<void> {
    const end = this.#nowMs + ms
    await settle()
    while (this.#fireNext(end)) await settle()
    this.#nowMs = Math.max(this.#nowMs, end)
  }

  /**
   * Lets time pass until `done` settles.
   *
   * @param turns macrotasks that work under way gets before time goes on; 1 will do where nothing depends on the time
   */
  async until<T>(done: Promise<T>, turns = 12): Promise<T> {
    let settled = false
    const watch = () => {
      settled = true
    }
    done.then(watch, watch)
    for (let steps = 0; steps < 10_000; steps++) {
      await settle(turns)
      if (settled) return done
      this.#fireNext(Number.POSITIVE_INFINITY)
    }
    throw new Error('It does not end, however long one waits')
  }

  #fireNext(endMs: number): boolean {
    this.#moves += 1
    const next = this.#timers.reduce<Timer | undefined>((a, b) => (a && a.atMs <= b.atMs ? a : b), undefined)
    if (!next || next.atMs > endMs) return false
    this.#timers.splice(this.#timers.indexOf(next), 1)
    this.#nowMs = Math.max(this.#nowMs, next.atMs)
    next.run()
    return true
  }

  #wait(run: () => void, delayMs: number): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer)
    }
  }
}

/** Lets promises and macrotasks that are under way come to rest. */
export async function settle(turns = 12): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise<void>((resolve) => setImmediate(resolve))
}
