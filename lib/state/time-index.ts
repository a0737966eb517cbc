/** Keys in order of the times that they have, any number each: timers, and what expires. */
import type { EntryKey } from './entry-key.ts'

/** A key at one of its times. */
export interface TimedEntry {
  /** ms */
  readonly timeMs: number
  readonly key: EntryKey
}

export interface TimeIndex {
  /** Of a time that the key does not have. @param timeMs a whole number of milliseconds */
  add(timeMs: number, key: EntryKey): void
  /** Of a time that the key has. */
  remove(timeMs: number, key: EntryKey): void
  /** Times up to and including `nowMs`, in their order, then in that of the keys' bytes; as of the call. They stay. */
  upTo(nowMs: number): readonly TimedEntry[]
  /** ms; undefined = there are none. */
  earliest(): number | undefined
}
