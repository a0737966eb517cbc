/** Bytes by bytes: what functions of the user keep, and state that is larger than memory. */
import type { Schema } from '../types/schema.ts'
import { MemoryEntries } from './memory-entries.ts'

export interface Entry {
  readonly key: Uint8Array
  readonly value: Uint8Array
}

/** A table of bytes by bytes that a stage keeps. */
export interface EntryTable {
  readonly name: string
  readonly size: number
  /** What it gives must not be changed. */
  get(key: Uint8Array): Uint8Array | undefined
  /** Takes both over. */
  put(key: Uint8Array, value: Uint8Array): void
  /** @param isThere the caller knows that the table has the entry: it is not looked for */
  remove(key: Uint8Array, isThere?: true): void
  /** Entries with from <= key < to (undefined = to the end) in byte order, as of the call. Only of an ordered table. */
  range(from: Uint8Array, to?: Uint8Array): Iterable<Entry>
}

export interface EntryTableOptions {
  /** Unique within the stage. */
  readonly name: string
  /** What the bytes are, compared at restart. */
  readonly key: Schema
  readonly value: Schema
  /** Can it be read by ranges of keys? */
  readonly ordered: boolean
  /** It leads to entries of another table: not counted among the state's rows. */
  readonly isIndex?: boolean
}

/** A table that is kept nowhere: of static frames and plain RxJS. */
export function memoryEntries(options: EntryTableOptions): EntryTable {
  return new MemoryEntries(options)
}
