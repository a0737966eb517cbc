/**
 * Sessions on disk: those of the keys that rows came for in an epoch are in memory until its end, read when the first row of
 * their key comes.
 *
 * The index by time leads to entries (session-records.ts) by the end that a session had when its entry was made: what has
 * grown since is found out, and put under its later end, when that time comes, and what begins earlier now, or was joined,
 * has left its entry behind. So a session that grows from epoch to epoch costs no change of the index.
 */
import type { StructVector, Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Micros } from '../types/data-type.ts'
import { DiskEntries } from './disk-entries.ts'
import { EntryBatch } from './entry-batch.ts'
import { entryPages } from './entry-pages.ts'
import type { Entry } from './entry-table.ts'
import { ExpiryEntries } from './expiry-entries.ts'
import { KnownSessions } from './known-sessions.ts'
import { SessionRecords } from './session-records.ts'
import { SessionState, type SessionStateOptions } from './session-state.ts'
import type { Sessions, SessionVectors } from './sessions.ts'
import type { StateStore } from './state-store.ts'

/** Sessions that are read, written or evicted at a time. */
const stepSessions = 8192
const nothing = new Uint8Array(0)

export class DiskSessions implements Sessions {
  readonly #sessions: SessionState
  readonly #state: StateStore
  readonly #entries: DiskEntries
  readonly #records: SessionRecords
  readonly #expiry: ExpiryEntries | undefined
  readonly #batch = new EntryBatch()
  /** Those in memory that the table has, as it has them. */
  readonly #known = new KnownSessions()

  constructor(options: SessionStateOptions, state: StateStore) {
    this.#sessions = new SessionState({ ...options, expires: false })
    this.#state = state
    const { name, key, value } = this.#sessions
    const entries = state.entries({ name, key, value, ordered: true })
    invariant(entries instanceof DiskEntries, 'sessions on disk need a state on disk')
    this.#entries = entries
    this.#records = new SessionRecords(options.keys, options.accumulators)
    this.#expiry = options.expires ? new ExpiryEntries(state) : undefined
    // The state was in memory before.
    if (state.fill(this.#sessions)) {
      this.#write(this.#sessions.ids(), true)
      this.#sessions.clear()
    } else this.#expiry?.fill(entries.range(nothing), (page) => this.#take(page).ends())
  }

  get accumulators(): readonly Accumulator[] {
    return this.#sessions.accumulators
  }

  get steps(): number {
    return this.#sessions.steps
  }

  assign(
    columns: readonly Vector[],
    session: StructVector,
    rows: Int32Array | undefined,
    count: number,
    sessions: Int32Array,
  ): void {
    this.#sessions.assignKeys(columns, rows, count)
    this.#look(this.#sessions.createdKeys, this.#sessions.createdKeyCount)
    this.#sessions.place(session, rows, count, sessions)
  }

  /** Reads the sessions of keys that are new in memory. */
  #look(created: Int32Array, count: number): void {
    if (count === 0) return
    const columns = this.#sessions.keyVectors(created, count)
    const records = this.#records
    const keyIds: number[] = []
    records.begin()
    for (let i = 0; i < count; i++) {
      const [from, to] = records.range(columns, i)
      for (const entry of this.#entries.range(from, to)) {
        records.add(entry)
        keyIds.push(created[i] as number)
      }
    }
    if (keyIds.length === 0) return
    const keys = Int32Array.from(keyIds)
    const ids = new Int32Array(keys.length)
    const starts = records.starts()
    this.#sessions.add(keys, starts, records.ends(), keys.length, ids)
    records.load(ids)
    this.#known.add(ids, keys, starts)
  }

  join(): void {
    this.#sessions.join()
  }

  counts(): { readonly updated: number; readonly removed: number } {
    return this.#sessions.counts()
  }

  /** Those in memory are written first: what is read then is all there is. */
  *all(count: number): Iterable<SessionVectors> {
    this.#flush()
    for (const page of entryPages(this.#entries.range(nothing), Math.min(count, stepSessions)))
      yield this.#vectors(page)
  }

  #take(entries: readonly Entry[]): SessionRecords {
    const records = this.#records
    records.begin()
    for (const entry of entries) records.add(entry)
    return records
  }

  /** Of entries, while nothing is in memory: the accumulators have them as ids from 0 on. */
  #vectors(entries: readonly Entry[]): SessionVectors {
    const records = this.#take(entries)
    const count = entries.length
    const ids = Int32Array.from({ length: count }, (_, at) => at)
    for (const { cells } of this.accumulators) {
      for (const one of cells) {
        one.grow(count)
        one.clear(ids, count)
      }
    }
    records.load(ids)
    return {
      keys: records.decode(entries),
      session: this.#sessions.sessionOf(records.starts(), records.ends()),
      results: this.accumulators.map((one) => one.finish(ids, count)),
      count,
    }
  }

  evict(time: Micros, count: number, last: ((sessions: SessionVectors) => void) | undefined): number {
    if (!this.#expiry) return 0
    this.#flush()
    let gone = 0
    for (const keys of this.#expiry.expire(time, Math.min(count, stepSessions))) {
      const due = this.#due(this.#expiry, keys, time)
      if (due.length === 0) continue
      gone += due.length
      last?.(this.#vectors(due))
      for (const { key } of due) this.#entries.remove(key, true)
    }
    return gone
  }

  /** Of keys that the index gave, the entries of sessions that end by a time. Those that have grown go back into the index. */
  #due(expiry: ExpiryEntries, keys: readonly Uint8Array[], time: Micros): readonly Entry[] {
    const found: Entry[] = []
    for (const key of keys) {
      const value = this.#entries.get(key)
      if (value) found.push({ key, value })
    }
    const ends = this.#take(found).ends()
    return found.filter(({ key }, at) => {
      const isDue = (ends.values[at] as bigint) <= time
      if (!isDue) expiry.add(key, ends, at)
      return isDue
    })
  }

  clear(): void {
    this.#sessions.clear()
    this.#known.clear()
  }

  seal(): void {
    this.#flush()
    this.#state.seal()
  }

  /** Writes the sessions that rows came for, and empties the memory. */
  #flush(): void {
    const sessions = this.#sessions
    const changed = sessions.changed()
    if (changed.length === 0) return
    const { keyIds, starts, count } = this.#known.without((id, key) => sessions.isSaved(id, key))
    const columns = sessions.keyVectors(keyIds, count)
    for (let i = 0; i < count; i++) this.#entries.remove(this.#records.key(columns, i, starts), true)
    this.#write(changed, false)
    this.clear()
  }

  /** @param asNew the table has none of them, whatever saved versions in memory know */
  #write(ids: Int32Array, asNew: boolean): void {
    let created = 0
    for (let from = 0; from < ids.length; from += stepSessions) {
      const some = ids.subarray(from, from + stepSessions)
      const keyIds = this.#sessions.keysOf(some, some.length)
      const columns = this.#sessions.keyVectors(keyIds, some.length)
      const [starts, ends] = this.#sessions.bounds(some, some.length)
      let at = 0
      this.#records.save(some, some.length, ends, (value) => {
        const key = this.#records.key(columns, at, starts)
        this.#batch.add(key, value)
        if (asNew || !this.#sessions.isSaved(some[at] as number, keyIds[at] as number)) {
          created += 1
          this.#expiry?.add(key, ends, at)
        }
        at += 1
      })
    }
    this.#entries.putAll(this.#batch, created)
  }
}
