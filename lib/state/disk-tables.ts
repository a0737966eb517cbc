/**
 * Tables of bytes by bytes on local disk that hold one version of a stage's state: a working copy of what the checkpoint's
 * changes and snapshots say, made anew from them whenever it cannot be trusted. It is brought to a version when the epoch
 * that wrote the version has been committed, so it is never ahead of the query.
 */
import type { Entry } from './entry-table.ts'

export interface DiskTables {
  /** The version it holds; undefined = none that can be trusted. */
  readonly version: number | undefined
  /** The least version that it may be brought to: above `version` when it was broken off on the way. */
  readonly least: number
  /** The table of a name, which is made when it is not there. */
  table(name: string): DiskTable
  /** Removes the tables of other names. */
  keepOnly(names: ReadonlySet<string>): void
  /** Removes all. */
  clear(): void
  /** From here to `arrive` it is on the way to a version: broken off, it can be brought to that version and later ones only. */
  depart(version: number): void
  arrive(version: number): void
  close(): Promise<void>
}

export interface DiskTable {
  /** Entries. */
  readonly size: number
  has(key: Uint8Array): boolean
  /** As `get`, and good until the next call. */
  peek(key: Uint8Array): Uint8Array | undefined
  /** What it gives is the caller's. */
  get(key: Uint8Array): Uint8Array | undefined
  /** Entries with from <= key < to (undefined = from the start, to the end), as of the call. */
  range(from?: Uint8Array, to?: Uint8Array): Iterable<Entry>
  /**
   * All entries as of the call, until `done`, however long the reading takes and whatever is written meanwhile. Each is to be
   * copied before the next: it may be of any class of bytes.
   */
  entries(): Iterable<Entry> & { done(): void }
  /** Puts and removes what lists of entries say; may be done again. */
  apply(lists: readonly Uint8Array[]): void
}
