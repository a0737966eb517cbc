/** A time index as an ordered table of entries, wherever that is: times in front of keys (timed-key.ts), no values. */
import { EntryKey } from './entry-key.ts'
import type { EntryTable } from './entry-table.ts'
import type { TimedEntry, TimeIndex } from './time-index.ts'
import { afterTime, firstTime, timeBytes, timedKey, timeOf } from './timed-key.ts'

const nothing = new Uint8Array(0)

export class EntryTimes implements TimeIndex {
  readonly #table: EntryTable

  constructor(table: EntryTable) {
    this.#table = table
  }

  add(timeMs: number, key: EntryKey): void {
    this.#table.put(timedKey(timeMs, key.bytes), nothing)
  }

  remove(timeMs: number, key: EntryKey): void {
    this.#table.remove(timedKey(timeMs, key.bytes))
  }

  upTo(nowMs: number): TimedEntry[] {
    const due: TimedEntry[] = []
    for (const { key } of this.#table.range(firstTime, afterTime(nowMs)))
      due.push({ timeMs: timeOf(key), key: EntryKey.of(key.slice(timeBytes)) })
    return due
  }

  earliest(): number | undefined {
    if (this.#table.size === 0) return undefined
    for (const { key } of this.#table.range(firstTime)) return timeOf(key)
    return undefined
  }
}
