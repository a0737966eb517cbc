/**
 * Timers: by key, for the functions, and by time, for what is due. A turn's changes are written when it ends, so that a
 * timer moved back and forth costs nothing.
 */
import type { EntryKey } from '../../../state/entry-key.ts'
import type { TimedEntry, TimeIndex } from '../../../state/time-index.ts'
import { timeBytes } from '../../../state/timed-key.ts'
import type { ValueForm, ValueTable } from '../../../state/value-table.ts'
import type { GroupCursor, WritesLate } from './group-cursor.ts'

const noTimes: readonly number[] = []

/** Times of a key, ascending, ms. */
export type Times = readonly number[]

/** Both tables of timers; the same for all lanes. */
export class TimerTables {
  readonly byKey: ValueTable<Times>
  readonly byTime: TimeIndex

  constructor(byKey: ValueTable<Times>, byTime: TimeIndex) {
    this.byKey = byKey
    this.byTime = byTime
  }

  /** Timers due at or before `nowMs`, in the order of their times, as of now: what handlers change counts later. */
  due(nowMs: number): readonly TimedEntry[] {
    return this.byTime.upTo(nowMs)
  }

  /** ms; undefined = there are none. */
  earliest(): number | undefined {
    return this.byTime.earliest()
  }
}

/** The timers of a lane's current key. */
export class GroupTimers implements WritesLate {
  readonly #tables: TimerTables
  readonly #cursor: GroupCursor
  #turn = -1
  #key: EntryKey | undefined
  #before = noTimes
  #now = noTimes
  #owes = false

  constructor(tables: TimerTables, cursor: GroupCursor) {
    this.#tables = tables
    this.#cursor = cursor
  }

  /** Ascending. */
  list(): number[] {
    this.#load()
    return [...this.#now]
  }

  register(timeMs: number): void {
    this.#load()
    if (this.#now.includes(timeMs)) return
    this.#now = this.#now.length === 0 ? [timeMs] : [...this.#now, timeMs].sort((a, b) => a - b)
    this.#owe()
  }

  remove(timeMs: number): void {
    this.#load()
    if (!this.#now.includes(timeMs)) return
    this.#now = this.#now.length === 1 ? noTimes : this.#now.filter((one) => one !== timeMs)
    this.#owe()
  }

  flush(): void {
    this.#owes = false
    this.#turn = -1
    const { byKey, byTime } = this.#tables
    const [key, before, now] = [this.#key as EntryKey, this.#before, this.#now]
    for (const one of before) if (!now.includes(one)) byTime.remove(one, key)
    if (now.length === 0) return byKey.remove(key)
    byKey.put(key, now)
    for (const one of now) if (!before.includes(one)) byTime.add(one, key)
  }

  #load(): void {
    if (this.#turn === this.#cursor.turn) return
    this.#turn = this.#cursor.turn
    this.#key = this.#cursor.key('timers', 'timers')
    this.#before = this.#tables.byKey.get(this.#key) ?? noTimes
    this.#now = this.#before
  }

  #owe(): void {
    if (this.#owes) return
    this.#owes = true
    this.#cursor.owe(this)
  }
}

/** Doubles, little endian, one after another. */
export const timesForm: ValueForm<Times> = {
  encode(arena, times) {
    for (const one of times) {
      const at = arena.reserve(timeBytes)
      arena.view.setFloat64(at, one, true)
      arena.top = at + timeBytes
    }
  },
  decode(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const times: number[] = []
    for (let at = 0; at < bytes.length; at += timeBytes) times.push(view.getFloat64(at, true))
    return times
  },
}
