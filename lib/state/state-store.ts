/**
 * State of one stateful stage, versioned by epoch: epoch N loads version N and writes N+1; version 0 is empty.
 *
 * The stage changes its tables in memory; at the barrier it calls `seal()` (synchronous, in proportion to the change);
 * the driver then awaits `persist`. `discard` forgets a version that a failed epoch wrote, whatever it holds.
 */
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import type { EntryTable, EntryTableOptions } from './entry-table.ts'
import type { ValueForm, ValueTable } from './value-table.ts'

/** Counts for the progress report (Spark's stateOperators[]). */
export interface StateMetrics {
  rowsTotal: number
  rowsUpdated: number
  rowsRemoved: number
  rowsDroppedByWatermark: number
  /** An operator's own counts of the last epoch, by Spark's names (customMetrics). */
  custom?: Readonly<Record<string, number>>
}

/** One table of a stage's state, as bytes: what persists is the table's business, where is the store's. */
export interface StateTable {
  /** Unique within the stage: `groups`, `left`, `right`. */
  readonly name: string
  /** Compared at restart; a difference is refused with Spark's STATE_STORE_{KEY,VALUE}_SCHEMA_NOT_COMPATIBLE. */
  readonly key: Schema
  readonly value: Schema
  /** Its bytes are lists of entries (entry-lists.ts), whoever keeps them; another form of a table of one name is another table. */
  readonly isEntries?: true
  /** Not counted among the state's rows. */
  readonly isIndex?: boolean
  /** The whole table. */
  snapshot(): Uint8Array
  /** What changed since the last `changes()` or `restore`; undefined = nothing. */
  changes(): Uint8Array | undefined
  /** Begins anew from a snapshot and the changes after it, in order. */
  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void
  /** Rows now held; for metrics and snapshots. */
  readonly size: number
}

/** What a table has to write: what changed in the epoch, or, `full`, the whole of it. */
export interface SealedTable {
  readonly name: string
  /** undefined: a whole table on disk, which is read from there. */
  readonly bytes: Uint8Array | undefined
  readonly full: boolean
}

/** What a sealed epoch has to write; a table may be there twice, once in full. */
export interface Changes {
  readonly tables: readonly SealedTable[]
}

export interface StateStore {
  /** Version that the registered tables were filled with, then the last one persisted. */
  readonly version: number
  /** rowsTotal is set at each seal; the others count since `beginEpoch`. */
  readonly metrics: StateMetrics
  /**
   * The stage's, set at its start: the earliest batch time at which it has work without data (a timeout or timer of
   * processing time, a TTL); undefined = none. Asked between epochs, also before the first one after a restart.
   */
  due?: () => Micros | undefined
  /**
   * Registers a table and fills it with the store's version. Called by the stage at its start.
   *
   * @param isNew the version need not hold it
   */
  register(table: StateTable, isNew?: boolean): void
  /** Fills a table with the store's version, and no more: state in the other form, to be taken over. Gives whether it holds it. */
  fill(table: StateTable): boolean
  /** Are tables of entries on disk, and so larger than memory? */
  readonly onDisk: boolean
  /** Makes a table of bytes and registers it. */
  entries(options: EntryTableOptions): EntryTable
  /** Makes a table of values and registers it. */
  values<V>(options: EntryTableOptions, form: ValueForm<V>): ValueTable<V>
  /** The driver's: a new epoch's counts begin at 0. */
  beginEpoch(): void
  /** The stage's, at the barrier: takes what changed. Synchronous, in proportion to the change. */
  seal(): Changes
  /** Makes `changes` durable as `version`; what an earlier attempt left there is forgotten first. */
  persist(version: number, changes: Changes): Promise<void>
  /** The driver's: `persist` of what the stage sealed last. */
  persistSealed(version: number): Promise<void>
  /** Forgets a version that a failed epoch wrote, whatever it holds. */
  discard(version: number): Promise<void>
  /** Removes files that no version from `oldest` on needs. */
  purge(oldest: number): Promise<void>
  /** Gives back what is open; versions stay. */
  close(): Promise<void>
}
