/**
 * A table of bytes by bytes that is larger than memory: the epoch's changes over a table on disk, which takes them over when
 * the epoch has been committed.
 */
import { invariant } from '../errors.ts'
import type { Schema } from '../types/schema.ts'
import type { DiskTable } from './disk-tables.ts'
import type { EntryBatch } from './entry-batch.ts'
import { EntryListWriter, readEntryList, textOfBytes } from './entry-lists.ts'
import type { Entry, EntryTable, EntryTableOptions } from './entry-table.ts'
import { placeOf } from './sorted-texts.ts'
import type { StateTable } from './state-store.ts'

/** No value: the entry was removed. */
interface Change {
  readonly key: Uint8Array
  value: Uint8Array | undefined
}

export class DiskEntries implements EntryTable, StateTable {
  readonly isEntries = true
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  readonly isIndex: boolean
  readonly #ordered: boolean
  readonly #disk: DiskTable
  /** By the key's bytes as text: its order is theirs. Asked for through `#changes`. */
  readonly #unfolded = new Map<string, Change>()
  /** Changes that nobody has asked for one by one: there are no others then, or they are older. */
  #list: Uint8Array | undefined
  /** Entries more than on disk. */
  #grown = 0
  /** Whether a range was read since a key was added to the changes; the second one puts them in order, for those that follow. */
  #wasRead = false
  #sorted: readonly string[] | undefined

  constructor({ name, key, value, ordered, isIndex = false }: EntryTableOptions, disk: DiskTable) {
    this.name = name
    this.key = key
    this.value = value
    this.isIndex = isIndex
    this.#ordered = ordered
    this.#disk = disk
  }

  /** One by one. */
  get #changes(): Map<string, Change> {
    this.#unfold()
    return this.#unfolded
  }

  #unfold(): void {
    const list = this.#list
    this.#list = undefined
    if (!list) return
    readEntryList(list, (key, value) => this.#unfolded.set(textOfBytes(key), { key, value }))
    this.#forgetOrder()
  }

  #add(text: string, key: Uint8Array, value: Uint8Array | undefined): void {
    this.#changes.set(text, { key, value })
    this.#forgetOrder()
  }

  #forgetOrder(): void {
    this.#wasRead = false
    this.#sorted = undefined
  }

  get size(): number {
    return this.#disk.size + this.#grown
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const change = this.#changes.size === 0 ? undefined : this.#changes.get(textOfBytes(key))
    return change ? change.value : this.#disk.get(key)
  }

  /** As `get`; what it gives is good until the next call, and the key is not kept. */
  peek(key: Uint8Array): Uint8Array | undefined {
    const change = this.#changes.size === 0 ? undefined : this.#changes.get(textOfBytes(key))
    return change ? change.value : this.#disk.peek(key)
  }

  /** @param isOld whether the disk has the key, from who has looked already */
  put(key: Uint8Array, value: Uint8Array, isOld?: boolean): void {
    const text = textOfBytes(key)
    const change = this.#changes.get(text)
    if (change ? change.value === undefined : !(isOld ?? this.#disk.has(key))) this.#grown += 1
    if (change) change.value = value
    else this.#add(text, key, value)
  }

  /**
   * Puts many entries of different keys, at the end of an epoch as a rule: they cost no object each when nothing else changes.
   *
   * @param created of them, those that the table does not have
   */
  putAll(batch: EntryBatch, created: number): void {
    if (batch.count === 0) return
    const others = this.#changes.size
    this.#list = batch.finish()
    this.#grown += created
    if (others > 0) this.#unfold()
  }

  remove(key: Uint8Array): void {
    const text = textOfBytes(key)
    const change = this.#changes.get(text)
    if (change ? change.value === undefined : !this.#disk.has(key)) return
    this.#grown -= 1
    if (change) change.value = undefined
    else this.#add(text, key, undefined)
  }

  range(from: Uint8Array, to?: Uint8Array): Iterable<Entry> {
    invariant(this.#ordered, `the state table ${this.name} is not ordered`)
    return this.all(from, to)
  }

  /** Also of a table that is not ordered, since what is on disk is. */
  all(from?: Uint8Array, to?: Uint8Array): Iterable<Entry> {
    const onDisk = this.#disk.range(from, to)
    if (this.#changes.size === 0) return onDisk
    const texts = this.#between(from && textOfBytes(from), to && textOfBytes(to))
    if (texts.length === 0) return onDisk
    return merged(
      onDisk,
      texts.map((text) => [text, { ...(this.#changes.get(text) as Change) }]),
    )
  }

  /** Keys of the changes with low <= key < high, in order. */
  #between(low: string | undefined, high: string | undefined): readonly string[] {
    if (this.#wasRead) {
      this.#sorted ??= [...this.#changes.keys()].sort()
      const from = low === undefined ? 0 : placeOf(this.#sorted, low)
      return this.#sorted.slice(from, high === undefined ? undefined : placeOf(this.#sorted, high))
    }
    this.#wasRead = true
    const texts: string[] = []
    for (const text of this.#changes.keys())
      if ((low === undefined || text >= low) && (high === undefined || text < high)) texts.push(text)
    return texts.sort()
  }

  snapshot(): Uint8Array {
    const list = new EntryListWriter(this.size)
    for (const { key, value } of this.all()) list.append(key, value)
    return list.finish()
  }

  /** Of all since the disk took changes over, in the order of their keys. */
  changes(): Uint8Array | undefined {
    if (this.#list) return this.#list
    if (this.#changes.size === 0) return undefined
    const list = new EntryListWriter(this.#changes.size)
    for (const text of this.#sorted ?? [...this.#changes.keys()].sort()) {
      const { key, value } = this.#changes.get(text) as Change
      list.append(key, value)
    }
    return list.finish()
  }

  /** The disk has taken the changes over. */
  taken(): void {
    this.#list = undefined
    this.#unfolded.clear()
    this.#forgetOrder()
    this.#grown = 0
  }

  /** The store brings the disk to its version before it makes the table. */
  restore(): void {
    this.taken()
  }
}

function* merged(onDisk: Iterable<Entry>, changes: readonly (readonly [string, Change])[]): Generator<Entry> {
  let at = 0
  for (const entry of onDisk) {
    const text = textOfBytes(entry.key)
    let same = false
    for (; at < changes.length; at++) {
      const [changed, { key, value }] = changes[at] as readonly [string, Change]
      if (changed > text) break
      same = changed === text
      if (value) yield { key, value }
    }
    if (!same) yield entry
  }
  for (; at < changes.length; at++) {
    const [, { key, value }] = changes[at] as readonly [string, Change]
    if (value) yield { key, value }
  }
}
