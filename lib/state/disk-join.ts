/**
 * Rows of a join of two streams on disk. The rows of the keys that come up in an epoch, by rows or by their time, are in
 * memory until its end: they are read when the key comes up first, and joined there as always. At the end those that came,
 * were marked or have gone are written.
 *
 * As in Spark's stores, a key has a count of its rows on either side, and its rows are numbered from 0: whatever is read or
 * written is one entry, found by its key. A row that goes leaves its number to another one.
 */
import type { Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { DataType, Micros } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { field, intType } from '../types/types.ts'
import { ChangedIds } from './changed-ids.ts'
import { DiskEntries } from './disk-entries.ts'
import { DiskJoinSide } from './disk-join-side.ts'
import { EntryBatch } from './entry-batch.ts'
import { EntryKeys } from './entry-keys.ts'
import { entryPages } from './entry-pages.ts'
import { ExpiryEntries } from './expiry-entries.ts'
import type { JoinRows, OfSides } from './join-rows.ts'
import { JoinState, rowsOfKeys } from './join-state.ts'
import type { KeyTable } from './key-table.ts'
import type { KeyedRows } from './keyed-rows.ts'
import { expiryTimes } from './late-rows.ts'
import { passedRows, type RowExpiry } from './row-expiry.ts'
import type { StateStore } from './state-store.ts'

/** Keys that are written, or whose time is looked at, at a time. */
const stepKeys = 8192
const ports = [0, 1] as const
export class DiskJoin implements JoinRows {
  readonly keys: KeyTable
  readonly sides: OfSides<KeyedRows>
  /** Of the keys that have come up. */
  readonly #memory: JoinState
  readonly #onDisk: OfSides<DiskJoinSide>
  readonly #rows: DiskEntries
  readonly #counts: DiskEntries
  readonly #expiry: OfSides<RowExpiry>
  /** Keys by the times of their rows, for a side that expires by a column. */
  readonly #rowTimes: OfSides<ExpiryEntries | undefined>
  readonly #keyTimes: ExpiryEntries | undefined
  readonly #entryKeys: EntryKeys
  readonly #rowBatch = new EntryBatch()
  readonly #countBatch = new EntryBatch()
  /** Keys whose rows are others than on disk. */
  readonly #touched = new ChangedIds()
  #emptied = new Int32Array(64)

  constructor(keys: readonly DataType[], inputs: OfSides<Schema>, expiry: OfSides<RowExpiry>, state: StateStore) {
    this.#memory = new JoinState(keys, inputs, [undefined, undefined])
    this.keys = this.#memory.keys
    this.sides = this.#memory.sides
    const { name, key, value } = this.#memory
    const counts = new Schema([field('left', intType, false), field('right', intType, false)])
    this.#rows = opened(state, name, key, value, false)
    this.#onDisk = [new DiskJoinSide(0, this.sides[0], this.#rows), new DiskJoinSide(1, this.sides[1], this.#rows)]
    this.#counts = opened(state, 'counts', key, counts, true)
    this.#expiry = expiry
    const times = (port: 0 | 1) =>
      expiry[port]?.kind === 'column' ? new ExpiryEntries(state, `${port === 0 ? 'left' : 'right'}Expiry`) : undefined
    this.#rowTimes = [times(0), times(1)]
    this.#keyTimes = expiry.some((one) => one?.kind === 'key') ? new ExpiryEntries(state) : undefined
    this.#entryKeys = new EntryKeys(keys)
    const inMemory = new JoinState(keys, inputs, expiry)
    if (state.fill(inMemory)) this.#takeOver(inMemory)
    else this.#fillExpiry()
  }

  /** Rows that are on disk did not expire before on a side that has no times: there was no watermark. */
  #fillExpiry(): void {
    const byKey = this.#keyTimes?.size === 0 ? this.#keyTimes : undefined
    const byRow = this.#rowTimes.map((one) => (one?.size === 0 ? one : undefined))
    if (!byKey && byRow.every((one) => one === undefined)) return
    for (const page of entryPages(this.#counts.all(), stepKeys)) {
      const ids = this.#bring(page.map(({ key }) => key))
      if (byKey) this.#addKeyTimes(byKey, ids)
      for (const port of ports) {
        const rows = byRow[port] && rowsOfKeys(this.sides[port], ids)
        if (rows) this.#addRowTimes(port, rows)
      }
      this.#flush()
    }
  }

  #addKeyTimes(times: ExpiryEntries, ids: Int32Array): void {
    const columns = this.keys.vectors(ids, ids.length)
    const expiry = this.#expiry.find((one) => one?.kind === 'key') as RowExpiry & { readonly kind: 'key' }
    const vector = expiryTimes(columns[expiry.key] as Vector)
    for (let i = 0; i < ids.length; i++) times.add(this.#entryKeys.passing(columns, i), vector, i)
  }

  /** Of rows in memory. */
  #addRowTimes(port: 0 | 1, rows: Int32Array): void {
    const { arena, keyOf } = this.sides[port]
    const { column } = this.#expiry[port] as RowExpiry & { readonly kind: 'column' }
    const times = expiryTimes(arena.column(column, rows, rows.length))
    const keys = this.keys.vectors(
      rows.map((id) => keyOf[id] as number),
      rows.length,
    )
    for (let i = 0; i < rows.length; i++) this.#rowTimes[port]?.add(this.#entryKeys.passing(keys, i), times, i)
  }

  #takeOver(from: JoinState): void {
    for (const port of ports) {
      const { arena, keyOf, matched } = from.sides[port]
      const all = arena.ids()
      for (let at = 0; at < all.length; at += stepKeys) {
        const old = all.subarray(at, at + stepKeys)
        const count = old.length
        const keyIds = new Int32Array(count)
        const ids = new Int32Array(count)
        this.keys.assign(
          from.keys.vectors(
            old.map((id) => keyOf[id] as number),
            count,
          ),
          undefined,
          count,
          keyIds,
        )
        this.keysAssigned()
        this.append(port, arena.vectors(old, count), undefined, count, keyIds, ids)
        for (let i = 0; i < count; i++) this.sides[port].matched[ids[i] as number] = matched[old[i] as number] as number
        this.sides[port].link(ids, count)
        this.#flush()
      }
    }
  }

  keysAssigned(): void {
    this.#look(true)
  }

  /**
   * Reads the rows of keys that are new in memory.
   *
   * @param isTimed whether a key that is new on disk, too, will expire
   */
  #look(isTimed: boolean): void {
    const { created, createdCount } = this.keys
    this.#memory.keysAssigned()
    for (const side of this.#onDisk) side.growKeys(this.keys.top)
    if (createdCount === 0) return
    const columns = this.keys.vectors(created, createdCount)
    const timed = isTimed ? this.#expiry.find((one) => one?.kind === 'key') : undefined
    const times = timed && expiryTimes(columns[timed.key] as Vector)
    for (const side of this.#onDisk) side.beginReading()
    for (let i = 0; i < createdCount; i++) {
      const key = this.#entryKeys.passing(columns, i)
      const counts = countsOf(this.#counts.peek(key))
      for (const port of ports) this.#onDisk[port].read(key, created[i] as number, counts[port])
      if (times && counts[0] + counts[1] === 0) this.#keyTimes?.add(key, times, i)
    }
    for (const side of this.#onDisk) side.endReading()
  }

  append(
    port: 0 | 1,
    columns: readonly Vector[],
    rows: Int32Array | undefined,
    count: number,
    keys: Int32Array,
    ids: Int32Array,
  ): void {
    this.#memory.append(port, columns, rows, count, keys, ids)
    this.#onDisk[port].came(ids, count)
    if (this.#rowTimes[port]) this.#addRowTimes(port, ids.subarray(0, count))
  }

  *expired(times: OfSides<Micros | undefined>): Generator<OfSides<Int32Array>> {
    const keyTime = times[0] ?? times[1]
    if (keyTime !== undefined)
      for (const keys of this.#keyTimes?.expire(keyTime, stepKeys) ?? []) {
        const ids = this.#bring(keys)
        yield [rowsOfKeys(this.sides[0], ids), rowsOfKeys(this.sides[1], ids)]
        this.#flush()
      }
    for (const port of ports) {
      const time = times[port]
      if (time === undefined) continue
      for (const keys of this.#rowTimes[port]?.expire(time, stepKeys) ?? []) {
        const rows = rowsOfKeys(this.sides[port], this.#bring(keys))
        const into = new Int32Array(rows.length)
        const count = this.passed(port, rows, time, into)
        const gone = into.subarray(0, count).map((at) => rows[at] as number)
        yield port === 0 ? [gone, none] : [none, gone]
        this.#flush()
      }
    }
  }

  /** Takes the rows of keys into memory; gives the keys' numbers, each once. */
  #bring(keys: readonly Uint8Array[]): Int32Array {
    const ids = new Int32Array(keys.length)
    this.keys.assign(this.#entryKeys.decode(keys), undefined, keys.length, ids)
    this.#look(false)
    return Int32Array.from(new Set(ids))
  }

  passed(port: 0 | 1, ids: Int32Array, time: Micros, into: Int32Array): number {
    return passedRows(this.#expiry[port], this.sides[port], this.keys, ids, time, into)
  }

  remove(port: 0 | 1, ids: Int32Array, count: number): void {
    if (this.#emptied.length < count) this.#emptied = new Int32Array(count)
    const { keyOf } = this.sides[port]
    for (let i = 0; i < count; i++) this.#touched.add(keyOf[ids[i] as number] as number)
    // Keys stay until the end: memory knows all that there is of them.
    this.sides[port].removeAll(ids, count, this.#emptied)
  }

  removeExpired(port: 0 | 1, ids: Int32Array, count: number): void {
    this.remove(port, ids, count)
  }

  endEpoch(): void {
    this.#flush()
  }

  /** Writes what changed, and empties the memory. */
  #flush(): void {
    const touched = this.#touched
    for (const { arena, changed, keyOf } of this.sides)
      for (let i = 0; i < changed.count; i++) {
        const id = changed.ids[i] as number
        if (arena.has(id)) touched.add(keyOf[id] as number)
      }
    touched.arrange()
    let rows = 0
    let keys = 0
    for (let from = 0; from < touched.count; from += stepKeys) {
      const created = this.#write(touched.ids.subarray(from, Math.min(from + stepKeys, touched.count)))
      rows += created.rows
      keys += created.keys
    }
    this.#rows.putAll(this.#rowBatch, rows)
    this.#counts.putAll(this.#countBatch, keys)
    touched.clear()
    this.#memory.restore(undefined, [])
  }

  /** Gives how many rows and keys the disk did not have. */
  #write(ids: Int32Array): { readonly rows: number; readonly keys: number } {
    const columns = this.keys.vectors(ids, ids.length)
    const [left, right] = this.#onDisk
    let rows = 0
    let keys = 0
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number
      const key = this.#entryKeys.passing(columns, i)
      const before = [left.stored(id), right.stored(id)] as const
      const after = [left.number(key, id, i), right.number(key, id, i)] as const
      for (const port of ports) rows += Math.max(0, after[port] - before[port])
      const isOld = before[0] + before[1] > 0
      if (after[0] + after[1] > 0) {
        this.#countBatch.add(key, new Uint8Array(Uint32Array.from(after).buffer))
        if (!isOld) keys += 1
      } else if (isOld) this.#counts.remove(key)
    }
    for (const side of this.#onDisk) side.save(columns, this.#entryKeys, this.#rowBatch)
    return { rows, keys }
  }
}

const none = new Int32Array(0)

function opened(state: StateStore, name: string, key: Schema, value: Schema, isIndex: boolean): DiskEntries {
  const entries = state.entries({ name, key, value, ordered: false, isIndex })
  invariant(entries instanceof DiskEntries, 'rows of a join on disk need a state on disk')
  return entries
}

/** Rows of a key on either side. */
function countsOf(value: Uint8Array | undefined): OfSides<number> {
  if (!value) return [0, 0]
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  return [view.getUint32(0, true), view.getUint32(4, true)]
}
