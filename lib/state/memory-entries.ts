/** A table of bytes by bytes in memory. Changes and snapshots are lists of entries (entry-lists.ts). */
import { invariant } from '../errors.ts'
import type { Schema } from '../types/schema.ts'
import { EntryListWriter, readEntryList, textOfBytes } from './entry-lists.ts'
import type { Entry, EntryTable, EntryTableOptions } from './entry-table.ts'
import { SortedTexts } from './sorted-texts.ts'
import type { StateTable } from './state-store.ts'

export class MemoryEntries implements EntryTable, StateTable {
  readonly isEntries = true
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  readonly isIndex: boolean
  /** By the key's bytes as text of one character each: its order is that of the bytes. */
  readonly #entries = new Map<string, Entry>()
  readonly #changed = new Map<string, Uint8Array>()
  /** Keys of an ordered table. */
  readonly #sorted: SortedTexts | undefined

  constructor({ name, key, value, ordered, isIndex = false }: EntryTableOptions) {
    this.name = name
    this.key = key
    this.value = value
    this.isIndex = isIndex
    this.#sorted = ordered ? new SortedTexts() : undefined
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#entries.get(textOfBytes(key))?.value
  }

  put(key: Uint8Array, value: Uint8Array): void {
    const text = textOfBytes(key)
    this.#changed.set(text, key)
    this.#set(text, { key, value })
  }

  remove(key: Uint8Array): void {
    const text = textOfBytes(key)
    if (!this.#entries.delete(text)) return
    this.#changed.set(text, key)
    this.#sorted?.remove(text)
  }

  range(from: Uint8Array, to?: Uint8Array): Iterable<Entry> {
    invariant(this.#sorted, `the state table ${this.name} is not ordered`)
    return this.#between(this.#sorted.range(textOfBytes(from), to && textOfBytes(to)))
  }

  /** In any order. */
  all(): Iterable<Entry> {
    return this.#entries.values()
  }

  snapshot(): Uint8Array {
    const list = new EntryListWriter(this.size)
    for (const { key, value } of this.#entries.values()) list.append(key, value)
    return list.finish()
  }

  changes(): Uint8Array | undefined {
    if (this.#changed.size === 0) return undefined
    const list = new EntryListWriter(this.#changed.size)
    for (const [text, key] of this.#changed) list.append(key, this.#entries.get(text)?.value)
    this.#changed.clear()
    return list.finish()
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    this.#entries.clear()
    this.#changed.clear()
    this.#sorted?.clear()
    for (const bytes of snapshot ? [snapshot, ...changes] : changes) readEntryList(bytes, this.#restored)
  }

  readonly #restored = (key: Uint8Array, value: Uint8Array | undefined): void => {
    const text = textOfBytes(key)
    if (value) this.#set(text, { key: key.slice(), value: value.slice() })
    else if (this.#entries.delete(text)) this.#sorted?.remove(text)
  }

  #set(text: string, entry: Entry): void {
    if (this.#sorted && !this.#entries.has(text)) this.#sorted.add(text)
    this.#entries.set(text, entry)
  }

  *#between(texts: Iterable<string>): Generator<Entry> {
    for (const text of texts) {
      const entry = this.#entries.get(text)
      if (entry) yield entry
    }
  }
}
