/** A session for one golden case: the package's own entry, Spark's settings of the recording, nobody else's state. */
import { createSession } from '../../../index.ts'
import type { Probe } from '../../../lib/query/probe.ts'
import type { Session } from '../../../lib/session/session.ts'

/**
 * Opens one.
 *
 * @param conf the case's settings; the rest are the package's defaults, but for the zone, which is UTC
 * @param probe called at every step of the commit protocol
 */
export function openGoldenSession(conf: { readonly [key: string]: string }, probe?: Probe): Session {
  return createSession({
    conf: { 'spark.sql.session.timeZone': 'UTC', 'spark.sql.streaming.numRecentProgressUpdates': '500', ...conf },
    surroundings: { print: () => {}, warn: () => {}, ...(probe ? { probe } : {}) },
  })
}
