/** Values over a table of bytes, which is on disk as a rule: they are encoded when they are put, and decoded when they are read. */
import { ByteArena } from '../columnar/bytes.ts'
import type { EntryKey } from './entry-key.ts'
import type { EntryTable } from './entry-table.ts'
import type { ValueForm, ValueTable } from './value-table.ts'

export class EncodedValues<V> implements ValueTable<V> {
  readonly #entries: EntryTable
  readonly #form: ValueForm<V>
  readonly #arena = new ByteArena(256)

  constructor(entries: EntryTable, form: ValueForm<V>) {
    this.#entries = entries
    this.#form = form
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: EntryKey): V | undefined {
    const bytes = this.#entries.get(key.bytes)
    return bytes && this.#form.decode(bytes)
  }

  put(key: EntryKey, value: V): void {
    const arena = this.#arena
    arena.top = 0
    this.#form.encode(arena, value)
    this.#entries.put(key.bytes, arena.bytes.slice(0, arena.top))
  }

  remove(key: EntryKey): void {
    this.#entries.remove(key.bytes)
  }
}
