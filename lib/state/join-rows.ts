/** Rows of a join of two streams as its operators use them, wherever they are. */
import type { Vector } from '../columnar/vector.ts'
import type { DataType, Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { DiskJoin } from './disk-join.ts'
import { fillJoin } from './fill-join.ts'
import { JoinState } from './join-state.ts'
import type { KeyTable } from './key-table.ts'
import type { KeyedRows } from './keyed-rows.ts'
import { MemoryEntries } from './memory-entries.ts'
import type { RowExpiry } from './row-expiry.ts'
import type { StateStore } from './state-store.ts'

/** Limits of both sides, or rows of both. */
export type OfSides<T> = readonly [left: T, right: T]

export interface JoinRows {
  readonly keys: KeyTable
  /** By port. Their numbers of rows are good until `expired` or `endEpoch`. */
  readonly sides: OfSides<KeyedRows>
  /** To be called after keys have been given numbers, before rows with them are kept. */
  keysAssigned(): void
  /** Keeps rows of a side; see `KeyedRows.append`. They are found by the other side once they are linked. */
  append(
    port: 0 | 1,
    columns: readonly Vector[],
    rows: Int32Array | undefined,
    count: number,
    keys: Int32Array,
    ids: Int32Array,
  ): void
  /**
   * Rows of both sides that expire at or before a time, some at a time; they are to be removed before the next are asked for.
   * Of keys both sides' times must be the same.
   */
  expired(times: OfSides<Micros | undefined>): Iterable<OfSides<Int32Array>>
  /** Positions of the rows among `ids` that expire at or before a time; gives how many. */
  passed(port: 0 | 1, ids: Int32Array, time: Micros, into: Int32Array): number
  /** Forgets rows of a side before their time, and keys that have no row any more. */
  remove(port: 0 | 1, ids: Int32Array, count: number): void
  /** As `remove`, of rows that `expired` gave. */
  removeExpired(port: 0 | 1, ids: Int32Array, count: number): void
  /** The epoch's rows are all there. */
  endEpoch(): void
}

/**
 * @param keys types of the keys
 * @param inputs columns of the left and of the right rows
 * @param state undefined = kept nowhere. All rows of no keys are in memory as soon as one comes: they need no disk
 */
export function openJoinRows(
  keys: readonly DataType[],
  inputs: OfSides<Schema>,
  expiry: OfSides<RowExpiry>,
  state: StateStore | undefined,
): JoinRows {
  if (state?.onDisk && keys.length > 0) return new DiskJoin(keys, inputs, expiry, state)
  const rows = new JoinState(keys, inputs, expiry)
  if (!state) return rows
  const { name, key, value } = rows
  const entries = new MemoryEntries({ name, key, value, ordered: false })
  const isNew = state.fill(entries)
  state.register(rows, isNew)
  if (isNew) fillJoin(rows, [...entries.all()])
  return rows
}
