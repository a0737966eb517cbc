/** A wait for a query under a clock of tests ends only if somebody lets time pass: says so where nobody does. */
import type { SchedulerLike } from '../stream/rx.ts'

/** A clock that goes on when it is told to. */
interface StillClock extends SchedulerLike {
  /** How often it was told to. */
  readonly moves: number
}

/** Real time for whoever waits to let virtual time pass, ms. */
const patience = 1000

/**
 * What is waited for; with a warning where it may never come.
 *
 * @param method what the program called
 */
export function notInStillTime<T>(
  clock: SchedulerLike,
  method: string,
  warn: (message: string) => void,
  done: Promise<T>,
): Promise<T> {
  if (!isStill(clock)) return done
  const before = clock.moves
  const timer = setTimeout(() => {
    if (clock.moves > before) return
    warn(
      `${method}() waits for time to pass, and the session's clock stands still until a test lets it go on: ` +
        `await clock.until(query.${method}()), or await clock.advance(ms) meanwhile`,
    )
  }, patience)
  timer.unref()
  return done.finally(() => clearTimeout(timer))
}

function isStill(clock: SchedulerLike): clock is StillClock {
  return 'moves' in clock
}
