/**
 * A table of bytes by bytes that is larger than memory: the epoch's changes over a table on disk, which takes them over when
 * the epoch has been committed.
 */
import { compareBytes } from '../columnar/bytes.ts'
import { invariant } from '../errors.ts'
import type { Schema } from '../types/schema.ts'
import { ChangedEntries, type ChangedEntry } from './changed-entries.ts'
import type { DiskTable } from './disk-tables.ts'
import type { EntryBatch } from './entry-batch.ts'
import { EntryListWriter, readEntryList } from './entry-lists.ts'
import type { Entry, EntryTable, EntryTableOptions } from './entry-table.ts'
import type { StateTable } from './state-store.ts'

export class DiskEntries implements EntryTable, StateTable {
  readonly isEntries = true
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  readonly isIndex: boolean
  readonly #ordered: boolean
  readonly #disk: DiskTable
  /** Asked for through `#changes`. */
  readonly #unfolded = new ChangedEntries()
  /** Changes that nobody has asked for one by one: there are no others then, or they are older. */
  #list: Uint8Array | undefined
  /** Entries more than on disk. */
  #grown = 0

  constructor({ name, key, value, ordered, isIndex = false }: EntryTableOptions, disk: DiskTable) {
    this.name = name
    this.key = key
    this.value = value
    this.isIndex = isIndex
    this.#ordered = ordered
    this.#disk = disk
  }

  /** One by one. */
  get #changes(): ChangedEntries {
    this.#unfold()
    return this.#unfolded
  }

  #unfold(): void {
    const list = this.#list
    this.#list = undefined
    if (list) readEntryList(list, (key, value) => this.#unfolded.set(key, value))
  }

  get size(): number {
    return this.#disk.size + this.#grown
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const changes = this.#changes
    const code = changes.find(key)
    return code < 0 ? this.#disk.get(key) : changes.value(code)?.slice()
  }

  /** As `get`; what it gives is good until the next call, and the key is not kept. */
  peek(key: Uint8Array): Uint8Array | undefined {
    const changes = this.#changes
    const code = changes.find(key)
    return code < 0 ? this.#disk.peek(key) : changes.value(code)
  }

  /** Takes copies. @param isOld whether the disk has the key, from who has looked already */
  put(key: Uint8Array, value: Uint8Array, isOld?: boolean): void {
    const changes = this.#changes
    const code = changes.find(key)
    if (code < 0 ? !(isOld ?? this.#disk.has(key)) : changes.isRemoved(code)) this.#grown += 1
    changes.set(key, value)
  }

  /**
   * Puts many entries of different keys, at the end of an epoch as a rule: they cost no object each when nothing else changes.
   *
   * @param created of them, those that the table does not have
   */
  putAll(batch: EntryBatch, created: number): void {
    if (batch.count === 0) return
    this.#grown += created
    const changes = this.#changes
    if (changes.size === 0) this.#list = batch.finish()
    else batch.drain((key, value) => changes.set(key, value))
  }

  remove(key: Uint8Array, isThere = false): void {
    const changes = this.#changes
    const code = changes.find(key)
    if (code < 0 ? !(isThere || this.#disk.has(key)) : changes.isRemoved(code)) return
    this.#grown -= 1
    changes.set(key, undefined)
  }

  range(from: Uint8Array, to?: Uint8Array): Iterable<Entry> {
    invariant(this.#ordered, `the state table ${this.name} is not ordered`)
    return this.all(from, to)
  }

  /** Also of a table that is not ordered, since what is on disk is. */
  all(from?: Uint8Array, to?: Uint8Array): Iterable<Entry> {
    const changes = this.#changes.between(from, to)
    const onDisk = this.#disk.range(from, to)
    return changes.length === 0 ? onDisk : merged(onDisk, changes)
  }

  snapshot(): Uint8Array {
    const list = new EntryListWriter(this.size)
    for (const { key, value } of this.all()) list.append(key, value)
    return list.finish()
  }

  /** Of all since the disk took changes over, in the order of their keys. */
  changes(): Uint8Array | undefined {
    if (this.#list) return this.#list
    return this.#changes.size === 0 ? undefined : this.#changes.list()
  }

  /** The disk has taken the changes over. */
  taken(): void {
    this.#list = undefined
    this.#unfolded.clear()
    this.#grown = 0
  }

  /** The store brings the disk to its version before it makes the table. */
  restore(): void {
    this.taken()
  }
}

function* merged(onDisk: Iterable<Entry>, changes: readonly ChangedEntry[]): Generator<Entry> {
  let at = 0
  for (const entry of onDisk) {
    let same = false
    for (; at < changes.length; at++) {
      const { key, value } = changes[at] as ChangedEntry
      const order = compareBytes(key, entry.key)
      if (order > 0) break
      same = order === 0
      if (value) yield { key, value }
    }
    if (!same) yield entry
  }
  for (; at < changes.length; at++) {
    const { key, value } = changes[at] as ChangedEntry
    if (value) yield { key, value }
  }
}
