/**
 * A trigger as an RxJS scheduler: work is put off until the trigger is due, whatever clock stands behind it.
 *
 * ProcessingTime is due at multiples of its interval by the wall clock. The first work runs at once; the next one waits
 * for the multiple after the time the last one *began*, so that a batch that overruns is followed at once by the next and
 * missed ticks are skipped (Spark's ProcessingTimeExecutor). All other triggers are due when asked.
 */
import type { SchedulerLike, Subscription } from '../../stream/rx.ts'
import { ClockAction, type Work } from '../system-clock.ts'
import type { Trigger } from './trigger.ts'

export class MicroBatchScheduler implements SchedulerLike {
  readonly #intervalMs: number
  readonly #clock: SchedulerLike
  #due: number | undefined

  constructor(trigger: Trigger, clock: SchedulerLike) {
    this.#intervalMs = trigger.kind === 'processingTime' ? trigger.intervalMs : 0
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now()
  }

  /** Runs `work` when the trigger is due, and not before `delayMs` from now. */
  schedule(work: Work, delayMs = 0, state?: unknown): Subscription {
    return new ClockAction((run, delay) => this.#wait(run, delay), work).schedule(state, delayMs)
  }

  #wait(run: () => void, delayMs: number): () => void {
    const now = this.now()
    const due = Math.max(now + delayMs, this.#intervalMs === 0 || this.#due === undefined ? now : this.#due)
    const start = () => {
      const begin = this.now()
      if (this.#intervalMs > 0) this.#due = Math.floor(begin / this.#intervalMs) * this.#intervalMs + this.#intervalMs
      run()
    }
    const waiting = this.#clock.schedule(start, due - now)
    return () => waiting.unsubscribe()
  }
}
