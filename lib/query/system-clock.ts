/** The machine's clock as RxJS's SchedulerLike: what queries run on outside of tests. */
import { type SchedulerLike, Subscription } from '../stream/rx.ts'

/** What RxJS calls with an action as `this` and the state it was scheduled with. */
export type Work = Parameters<SchedulerLike['schedule']>[0]

/** One scheduled piece of work; unsubscribing cancels it. It may schedule itself again from inside. */
export class ClockAction extends Subscription {
  readonly #start: (run: () => void, delayMs: number) => () => void
  readonly #work: Work
  #cancel: () => void = () => {}

  /** @param start begins waiting and gives what cancels it */
  constructor(start: (run: () => void, delayMs: number) => () => void, work: Work) {
    super(() => this.#cancel())
    this.#start = start
    this.#work = work
  }

  schedule(state?: unknown, delayMs = 0): Subscription {
    this.#cancel()
    if (!this.closed) this.#cancel = this.#start(() => this.#work.call(this, state), delayMs)
    return this
  }
}

/**
 * A timer. A wait of 0 is the next turn of the event loop: setTimeout(0) takes 1.1 ms, longer than a batch.
 */
function wait(run: () => void, delayMs: number): () => void {
  if (delayMs <= 0) {
    const turn = setImmediate(run)
    return () => clearImmediate(turn)
  }
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

export const systemClock: SchedulerLike = {
  now: () => Date.now(),
  schedule: (work: Work, delayMs?: number, state?: unknown) => new ClockAction(wait, work).schedule(state, delayMs),
}
