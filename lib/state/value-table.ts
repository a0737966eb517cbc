/**
 * Values by keys, one each: what variables of processors keep. In memory a value stays what the program's side made of it, and
 * becomes bytes when the epoch ends; on disk it becomes bytes at once. The bytes are the same, entry by entry.
 */
import type { ByteArena } from '../columnar/bytes.ts'
import type { EntryKey } from './entry-key.ts'
import type { EntryTableOptions } from './entry-table.ts'
import { MemoryValues } from './memory-values.ts'

export interface ValueTable<V> {
  readonly size: number
  /** What it gives must not be changed. */
  get(key: EntryKey): V | undefined
  /** Takes both over; the value must not be changed after it. */
  put(key: EntryKey, value: V): void
  remove(key: EntryKey): void
}

/** What values of a table are as bytes. */
export interface ValueForm<V> {
  /** Appends the value's bytes. */
  encode(arena: ByteArena, value: V): void
  /** @param bytes not to be kept */
  decode(bytes: Uint8Array): V
}

/** A table that is kept nowhere: of static frames and plain RxJS. */
export function memoryValues<V>(options: EntryTableOptions, form: ValueForm<V>): ValueTable<V> {
  return new MemoryValues(options, form, false)
}
