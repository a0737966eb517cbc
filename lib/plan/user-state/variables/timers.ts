/**
 * Timers: by key, for the functions, and by time, for what is due. A turn's changes are written when it ends, so that a
 * timer moved back and forth costs nothing.
 */
import type { EntryTable } from '../../../state/entry-table.ts'
import type { GroupCursor, WritesLate } from './group-cursor.ts'
import { afterTime, firstTime, timeBytes, timedKey, timeOf } from './key-bytes.ts'
import { earliestTime } from './ttl-index.ts'

const nothing = new Uint8Array(0)
const noTimes: readonly number[] = []

/** Both tables of timers; the same for all lanes. */
export class TimerTables {
  readonly byKey: EntryTable
  readonly byTime: EntryTable

  constructor(byKey: EntryTable, byTime: EntryTable) {
    this.byKey = byKey
    this.byTime = byTime
  }

  /** Timers due at or before `nowMs`, in the order of their times, as of now: what handlers change counts later. */
  due(nowMs: number): { readonly key: Uint8Array; readonly timeMs: number }[] {
    const due: { key: Uint8Array; timeMs: number }[] = []
    for (const { key } of this.byTime.range(firstTime, afterTime(nowMs)))
      due.push({ key: key.slice(timeBytes), timeMs: timeOf(key) })
    return due
  }

  /** ms; undefined = there are none. */
  earliest(): number | undefined {
    return earliestTime(this.byTime)
  }
}

/** The timers of a lane's current key. */
export class GroupTimers implements WritesLate {
  readonly #tables: TimerTables
  readonly #cursor: GroupCursor
  #turn = -1
  #key: Uint8Array = nothing
  #before: readonly number[] = noTimes
  #now: number[] = []
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
    let at = this.#now.length
    while (at > 0 && (this.#now[at - 1] as number) > timeMs) at--
    if (this.#now[at - 1] === timeMs) return
    this.#now.splice(at, 0, timeMs)
    this.#owe()
  }

  remove(timeMs: number): void {
    this.#load()
    const at = this.#now.indexOf(timeMs)
    if (at < 0) return
    this.#now.splice(at, 1)
    this.#owe()
  }

  flush(): void {
    this.#owes = false
    const { byKey, byTime } = this.#tables
    for (const one of this.#before) if (!this.#now.includes(one)) byTime.remove(timedKey(one, this.#key))
    for (const one of this.#now) if (!this.#before.includes(one)) byTime.put(timedKey(one, this.#key), nothing)
    if (this.#now.length === 0) byKey.remove(this.#key)
    else byKey.put(this.#key, bytesOfTimes(this.#now))
    this.#turn = -1
  }

  #load(): void {
    if (this.#turn === this.#cursor.turn) return
    this.#turn = this.#cursor.turn
    this.#key = this.#cursor.key('timers', 'timers')
    const bytes = this.#tables.byKey.get(this.#key)
    this.#before = bytes ? timesOfBytes(bytes) : noTimes
    this.#now = this.#before.slice()
  }

  #owe(): void {
    if (this.#owes) return
    this.#owes = true
    this.#cursor.owe(this)
  }
}

/** Doubles, little endian, one after another. */
function bytesOfTimes(times: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(timeBytes * times.length)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < times.length; at++) view.setFloat64(timeBytes * at, times[at] as number, true)
  return bytes
}

function timesOfBytes(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const times: number[] = []
  for (let at = 0; at < bytes.length; at += timeBytes) times.push(view.getFloat64(at, true))
  return times
}
