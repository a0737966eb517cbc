/** How long a stop waits for others' code. */
import type { SchedulerLike, Subscription } from '../stream/rx.ts'

/** Time that a sink or source gets to end by itself after an interrupt. */
const interruptGraceMs = 10_000

/**
 * `work`, but once `signal` is aborted for no longer than the grace time: then it is rejected with the signal's reason,
 * whatever `work` still does. Without it `await query.stop()` inside foreachBatch would wait for itself, and a source whose
 * server never answers could not be stopped. Spark interrupts the thread in both cases.
 */
export function withGrace<T>(work: Promise<T>, signal: AbortSignal, clock: SchedulerLike): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: Subscription | undefined
    const interrupted = () => {
      timer = clock.schedule(() => reject(signal.reason), interruptGraceMs)
    }
    const done = () => {
      signal.removeEventListener('abort', interrupted)
      timer?.unsubscribe()
    }
    if (signal.aborted) interrupted()
    else signal.addEventListener('abort', interrupted)
    work.then(
      (value) => {
        done()
        resolve(value)
      },
      (error) => {
        done()
        reject(error)
      },
    )
  })
}
