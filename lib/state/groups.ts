/** Groups of a running aggregation as an operator uses them, wherever they are. */
import type { Vector } from '../columnar/vector.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Field, Micros } from '../types/data-type.ts'
import type { ChangedIds } from './changed-ids.ts'
import { DiskGroups } from './disk-groups.ts'
import { MemoryGroups } from './memory-groups.ts'
import type { StateStore } from './state-store.ts'

export interface Groups {
  readonly accumulators: readonly Accumulator[]
  /** Groups that rows came for since `seal`. */
  readonly changed: ChangedIds
  /** Ids of rows' groups, new ones with initial accumulators; all count as changed. */
  assign(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): void
  /** Key columns and results of the first `count` groups in `ids`. */
  vectors(ids: Int32Array, count: number): readonly Vector[]
  /** The same of all groups, at most `count` at a time. */
  all(count: number): Iterable<{ readonly columns: readonly Vector[]; readonly count: number }>
  /**
   * Forgets the groups whose time is at or before `time`; gives how many.
   *
   * @param last takes their ids before they go
   */
  evict(time: Micros, last: ((ids: Int32Array, count: number) => void) | undefined): number
  /** Forgets all, as if nothing had come. */
  clear(): void
  /** Seals the state, if there is one. */
  seal(): void
}

export interface GroupsOptions {
  readonly keys: readonly Field[]
  readonly accumulators: readonly Accumulator[]
  /** Fields of the accumulators' buffers. */
  readonly values: readonly Field[]
  /** Key column with the time that groups expire at; undefined = never. */
  readonly timeColumn: number | undefined
  readonly state: StateStore | undefined
}

/** The one group of no keys needs no disk. */
export function openGroups(options: GroupsOptions): Groups {
  const { state, keys } = options
  return state?.onDisk && keys.length > 0 ? new DiskGroups(options, state) : new MemoryGroups(options)
}
