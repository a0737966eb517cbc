/** Values by keys in memory, as they are; they become bytes when an epoch's changes or a snapshot are written. */
import type { Schema } from '../types/schema.ts'
import type { EntryKey } from './entry-key.ts'
import { EntryListWriter, readEntryList, textOfBytes } from './entry-lists.ts'
import type { EntryTableOptions } from './entry-table.ts'
import type { StateTable } from './state-store.ts'
import type { ValueForm, ValueTable } from './value-table.ts'

/** The place of a key's value. A key that was removed and put again has another one. */
export interface KeptValue<V> {
  readonly text: string
  /** undefined = it was removed. */
  value: V | undefined
  /** Is it among the changes? */
  changed: boolean
}

export class MemoryValues<V> implements ValueTable<V>, StateTable {
  readonly isEntries = true
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  readonly isIndex: boolean
  readonly #form: ValueForm<V>
  /** Are changes recorded? */
  readonly records: boolean
  readonly #kept = new Map<string, KeptValue<V>>()
  #changed: KeptValue<V>[] = []

  /** @param records whether `changes` is ever called */
  constructor({ name, key, value, isIndex = false }: EntryTableOptions, form: ValueForm<V>, records = true) {
    this.name = name
    this.key = key
    this.value = value
    this.isIndex = isIndex
    this.#form = form
    this.records = records
  }

  get size(): number {
    return this.#kept.size
  }

  get(key: EntryKey): V | undefined {
    return this.find(key)?.value
  }

  /** The place of a key's value; undefined = it has none. A key that comes again and again is looked up once. */
  find(key: EntryKey): KeptValue<V> | undefined {
    const at = key.found?.indexOf(this) ?? -1
    if (at >= 0) {
      const known = key.found?.[at + 1] as KeptValue<V>
      if (known.value !== undefined) return known
    }
    const kept = this.#kept.get(key.text)
    if (kept !== undefined) this.#remember(key, at, kept)
    return kept
  }

  #remember(key: EntryKey, at: number, kept: KeptValue<V>): void {
    if (key.found === undefined) key.found = [this, kept]
    else if (at < 0) key.found.push(this, kept)
    else key.found[at + 1] = kept
  }

  put(key: EntryKey, value: V): void {
    let kept = this.find(key)
    if (kept === undefined) {
      kept = this.#add(key.text, value)
      this.#remember(key, key.found?.indexOf(this) ?? -1, kept)
    } else kept.value = value
    this.#change(kept)
  }

  remove(key: EntryKey): void {
    const kept = this.find(key)
    if (kept === undefined) return
    kept.value = undefined
    this.#kept.delete(key.text)
    this.#change(kept)
  }

  /** In any order. */
  all(): Iterable<KeptValue<V>> {
    return this.#kept.values()
  }

  snapshot(): Uint8Array {
    const list = new EntryListWriter(this.size)
    for (const { text, value } of this.#kept.values()) list.appendValue(text, value, this.#form)
    return list.finish()
  }

  changes(): Uint8Array | undefined {
    if (this.#changed.length === 0) return undefined
    const list = new EntryListWriter(this.#changed.length)
    // A place that was given up comes before the one that the key has now.
    for (const kept of this.#changed) {
      list.appendValue(kept.text, kept.value, this.#form)
      kept.changed = false
    }
    this.#changed = []
    return list.finish()
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    for (const kept of this.#kept.values()) kept.value = undefined
    this.#kept.clear()
    this.#changed = []
    for (const bytes of snapshot ? [snapshot, ...changes] : changes) readEntryList(bytes, this.#restored)
  }

  readonly #restored = (key: Uint8Array, value: Uint8Array | undefined): void => {
    const text = textOfBytes(key)
    if (value) this.#add(text, this.#form.decode(value))
    else this.#kept.delete(text)
  }

  #add(text: string, value: V): KeptValue<V> {
    const kept = { text, value, changed: false }
    this.#kept.set(text, kept)
    return kept
  }

  #change(kept: KeptValue<V>): void {
    if (kept.changed || !this.records) return
    kept.changed = true
    this.#changed.push(kept)
  }
}
