/** A session for one golden case: the package's own entry, Spark's settings of the recording, nobody else's state. */

import { asyncScheduler, type SchedulerLike } from 'rxjs'
import { createSession } from '../../../index.ts'
import type { Probe } from '../../../lib/query/probe.ts'
import type { Session } from '../../../lib/session/session.ts'

/** The session's surroundings in a case; all optional. */
export interface GoldenSurroundings {
  /** Called at every step of the commit protocol. */
  readonly probe?: Probe
  /** Milliseconds since 1970 that the clock stands at. */
  readonly nowMs?: number
}

/**
 * Opens one.
 *
 * @param conf the case's settings; the rest are the package's defaults, but for the zone, which is UTC
 */
export function openGoldenSession(
  conf: { readonly [key: string]: string },
  { probe, nowMs }: GoldenSurroundings = {},
): Session {
  const clock = nowMs === undefined ? asyncScheduler : new StandingClock(nowMs)
  return createSession({
    conf: { 'spark.sql.session.timeZone': 'UTC', 'spark.sql.streaming.numRecentProgressUpdates': '500', ...conf },
    surroundings: { print: () => {}, warn: () => {}, clock, ...(probe ? { probe } : {}) },
  })
}

/** A clock whose timers run and whose time does not. */
class StandingClock implements SchedulerLike {
  readonly #nowMs: number

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  now(): number {
    return this.#nowMs
  }

  readonly schedule: SchedulerLike['schedule'] = asyncScheduler.schedule.bind(asyncScheduler)
}
