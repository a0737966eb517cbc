/** One side of a join on disk: its rows in memory, and what the disk has of their keys. */
import type { Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { DiskEntries } from './disk-entries.ts'
import type { EntryBatch } from './entry-batch.ts'
import type { EntryKeys } from './entry-keys.ts'
import { GroupRecords } from './group-records.ts'
import { RowKeys } from './join-entries.ts'
import { type KeyedRows, noRow } from './keyed-rows.ts'
import { longer } from './longer.ts'

/** Of a row that the disk does not have. */
const unnumbered = -1

export class DiskJoinSide {
  readonly rows: KeyedRows
  readonly #port: 0 | 1
  readonly #entries: DiskEntries
  readonly #records: GroupRecords
  readonly #rowKeys = new RowKeys()
  /** By row: its number among those of its key on disk. */
  #numbers = new Int32Array(64)
  /** By key: rows that the disk has of it. */
  #stored = new Int32Array(64)
  /** Rows that were read, by their keys, numbers and marks. */
  #owners: number[] = []
  #read: number[] = []
  #marks: number[] = []
  /** Rows that are to be written, by their ids and their keys' places among those that are written. */
  #dirty: number[] = []
  #places: number[] = []

  /** @param entries of both sides */
  constructor(port: 0 | 1, rows: KeyedRows, entries: DiskEntries) {
    this.rows = rows
    this.#port = port
    this.#entries = entries
    this.#records = new GroupRecords(rows.arena.cells)
  }

  /** Rows that the disk has of a key. */
  stored(id: number): number {
    return this.#stored[id] as number
  }

  growKeys(top: number): void {
    if (top > this.#stored.length) this.#stored = longer(this.#stored, Math.max(top, 2 * this.#stored.length))
  }

  #growRows(): void {
    const { top } = this.rows.arena
    if (top > this.#numbers.length) this.#numbers = longer(this.#numbers, Math.max(top, 2 * this.#numbers.length))
  }

  /** Rows have come that the disk does not have. */
  came(ids: Int32Array, count: number): void {
    this.#growRows()
    for (let i = 0; i < count; i++) this.#numbers[ids[i] as number] = unnumbered
  }

  beginReading(): void {
    this.#records.begin()
    this.#owners = []
    this.#read = []
    this.#marks = []
  }

  /** Reads the rows of a key. */
  read(key: Uint8Array, id: number, count: number): void {
    this.#stored[id] = count
    for (let number = 0; number < count; number++) {
      const value = this.#entries.peek(this.#rowKeys.of(key, this.#port, number))
      invariant(value, `row ${number} of a key that has ${count} is not among the rows of the join`)
      this.#records.add(value.subarray(1))
      this.#owners.push(id)
      this.#read.push(number)
      this.#marks.push(value[0] as number)
    }
  }

  /** Gives the rows that were read to memory. */
  endReading(): void {
    const count = this.#read.length
    if (count === 0) return
    const ids = new Int32Array(count)
    this.rows.take(count, Int32Array.from(this.#owners), Uint8Array.from(this.#marks), ids)
    this.#growRows()
    for (let i = 0; i < count; i++) this.#numbers[ids[i] as number] = this.#read[i] as number
    this.#records.load(ids, count)
    this.rows.link(ids, count)
  }

  /**
   * Numbers the rows of a key, notes those that the disk is to get, and removes entries of numbers that are used no more.
   *
   * @param place of the key among those that are written
   */
  number(key: Uint8Array, id: number, place: number): number {
    const { ends, links, changed } = this.rows
    const numbers = this.#numbers
    const before = this.#stored[id] as number
    let count = 0
    for (let at = ends[2 * id] as number; at !== noRow; at = links[2 * at] as number) count += 1
    const used = new Uint8Array(Math.min(before, count))
    for (let at = ends[2 * id] as number; at !== noRow; at = links[2 * at] as number) {
      const number = numbers[at] as number
      if (number !== unnumbered && number < count) used[number] = 1
      else numbers[at] = unnumbered
    }
    let free = 0
    for (let at = ends[2 * id] as number; at !== noRow; at = links[2 * at] as number) {
      if (numbers[at] === unnumbered) {
        while (used[free] === 1) free += 1
        numbers[at] = free++
      } else if (!changed.has(at)) continue
      this.#dirty.push(at)
      this.#places.push(place)
    }
    for (let number = count; number < before; number++) this.#entries.remove(this.#rowKeys.of(key, this.#port, number))
    this.#stored[id] = count
    return count
  }

  /** Writes what was noted. @param columns of the keys that are written */
  save(columns: readonly Vector[], keys: EntryKeys, batch: EntryBatch): void {
    const { matched } = this.rows
    let value = new Uint8Array(64)
    let at = 0
    this.#records.save(Int32Array.from(this.#dirty), this.#dirty.length, (id, record) => {
      if (value.length <= record.length) value = new Uint8Array(2 * record.length + 1)
      value[0] = matched[id] as number
      value.set(record, 1)
      const key = keys.passing(columns, this.#places[at++] as number)
      batch.add(this.#rowKeys.of(key, this.#port, this.#numbers[id] as number), value.subarray(0, record.length + 1))
    })
    this.#dirty = []
    this.#places = []
  }
}
