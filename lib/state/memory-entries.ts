/** A table of bytes by bytes in memory. Changes and snapshots are lists of entries (entry-lists.ts). */
import { invariant } from '../errors.ts'
import type { Schema } from '../types/schema.ts'
import { EntryListWriter, readEntryList, textOfBytes } from './entry-lists.ts'
import type { Entry, EntryTable, EntryTableOptions } from './entry-table.ts'
import type { StateTable } from './state-store.ts'

export class MemoryEntries implements EntryTable, StateTable {
  readonly isEntries = true
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  /** By the key's bytes as text of one character each: its order is that of the bytes. */
  readonly #entries = new Map<string, Entry>()
  readonly #changed = new Map<string, Uint8Array>()
  /** Keys of an ordered table, ascending, some of them gone; and those that came since. */
  #sorted: string[] = []
  readonly #added = new Set<string>()
  readonly #ordered: boolean

  constructor({ name, key, value, ordered }: EntryTableOptions) {
    this.name = name
    this.key = key
    this.value = value
    this.#ordered = ordered
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
    if (this.#entries.delete(text)) this.#changed.set(text, key)
  }

  range(from: Uint8Array, to?: Uint8Array): Iterable<Entry> {
    invariant(this.#ordered, `the state table ${this.name} is not ordered`)
    this.#sort()
    return this.#between(this.#sorted, textOfBytes(from), to && textOfBytes(to))
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
    this.#added.clear()
    this.#sorted = []
    for (const bytes of snapshot ? [snapshot, ...changes] : changes) readEntryList(bytes, this.#restored)
  }

  readonly #restored = (key: Uint8Array, value: Uint8Array | undefined): void => {
    const text = textOfBytes(key)
    if (value) this.#set(text, { key: key.slice(), value: value.slice() })
    else this.#entries.delete(text)
  }

  #set(text: string, entry: Entry): void {
    if (this.#ordered && !this.#entries.has(text)) this.#added.add(text)
    this.#entries.set(text, entry)
  }

  /** Merges what came into what was sorted; leaves out what has gone. */
  #sort(): void {
    const mostlyThere = this.#sorted.length <= 2 * this.size + 64
    if (this.#added.size === 0 && mostlyThere) return
    const added = [...this.#added].sort()
    const old = this.#sorted.filter((text) => this.#entries.has(text) && !this.#added.has(text))
    this.#added.clear()
    const merged: string[] = []
    let next = 0
    for (const text of added) {
      while (next < old.length && (old[next] as string) < text) merged.push(old[next++] as string)
      merged.push(text)
    }
    while (next < old.length) merged.push(old[next++] as string)
    this.#sorted = merged
  }

  *#between(sorted: readonly string[], from: string, to: string | undefined): Generator<Entry> {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] as string) < from) low = middle + 1
      else high = middle
    }
    for (let at = low; at < sorted.length; at++) {
      const text = sorted[at] as string
      if (to !== undefined && text >= to) return
      const entry = this.#entries.get(text)
      if (entry) yield entry
    }
  }
}
