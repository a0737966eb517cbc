/** Which entries of a variable expire when: an ordered table of times and keys, so that a sweep costs what it removes. */
import type { EntryTable } from '../../../state/entry-table.ts'
import { afterTime, firstTime, timeBytes, timedKey, timeOf } from './key-bytes.ts'
import { never } from './value-codec.ts'

const nothing = new Uint8Array(0)

export class TtlIndex {
  readonly #table: EntryTable

  constructor(table: EntryTable) {
    this.#table = table
  }

  /** @param beforeMs the key's time so far, `never` = it has none @param afterMs its new one, `never` = none any more */
  move(key: Uint8Array, beforeMs: number, afterMs: number): void {
    if (beforeMs === afterMs) return
    if (beforeMs !== never) this.#table.remove(timedKey(beforeMs, key))
    if (afterMs !== never) this.#table.put(timedKey(afterMs, key), nothing)
  }

  /** Takes out what expires at or before `nowMs`, and gives the keys. */
  takeExpired(nowMs: number): Uint8Array[] {
    const keys: Uint8Array[] = []
    for (const { key } of this.#table.range(firstTime, afterTime(nowMs))) keys.push(key)
    for (const key of keys) this.#table.remove(key)
    return keys.map((key) => key.slice(timeBytes))
  }

  /** ms; undefined = nothing expires. */
  earliest(): number | undefined {
    return earliestTime(this.#table)
  }
}

/** The least time among keys that begin with one. */
export function earliestTime(table: EntryTable): number | undefined {
  if (table.size === 0) return undefined
  for (const { key } of table.range(firstTime)) return timeOf(key)
  return undefined
}
