/** Sessions in memory from the entries in which they are on disk. */
import { compareBytes } from '../columnar/bytes.ts'
import type { Entry } from './entry-table.ts'
import { SessionRecords } from './session-records.ts'
import type { SessionState } from './session-state.ts'

/** Sessions that are taken over at a time. */
const stepSessions = 8192

/** Adds the sessions of entries, in any order; none of them may be there. */
export function fillSessions(sessions: SessionState, entries: readonly Entry[]): void {
  const records = new SessionRecords(sessions.key.fields.slice(0, -1), sessions.accumulators)
  const sorted = entries.toSorted((a, b) => compareBytes(a.key, b.key))
  const ids = new Int32Array(stepSessions)
  for (let from = 0; from < sorted.length; from += stepSessions) {
    const some = sorted.slice(from, from + stepSessions)
    records.begin()
    for (const entry of some) records.add(entry)
    const keyIds = sessions.assignKeys(records.decode(some), undefined, some.length)
    sessions.add(keyIds, records.starts(), records.ends(), some.length, ids)
    records.load(ids)
  }
}
