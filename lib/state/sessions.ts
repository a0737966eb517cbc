/** Sessions of a running aggregation as an operator uses them, wherever they are. */
import type { StructVector, Vector } from '../columnar/vector.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Micros } from '../types/data-type.ts'
import { DiskSessions } from './disk-sessions.ts'
import { MemorySessions } from './memory-sessions.ts'
import type { SessionStateOptions } from './session-state.ts'
import type { StateStore } from './state-store.ts'

/** Key columns, the sessions, and results, a row per session. */
export interface SessionVectors {
  readonly keys: readonly Vector[]
  readonly session: StructVector
  readonly results: readonly Vector[]
  readonly count: number
}

export interface Sessions {
  readonly accumulators: readonly Accumulator[]
  /** Steps that the last `assign` took from one session of a key to the next. */
  readonly steps: number
  /**
   * Sessions of rows, new ones with initial accumulators. `join` must follow once the rows are in the accumulators.
   *
   * @param columns the key columns of a batch
   * @param session each row's own session
   */
  assign(
    columns: readonly Vector[],
    session: StructVector,
    rows: Int32Array | undefined,
    count: number,
    sessions: Int32Array,
  ): void
  /** Joins sessions that have come to touch, and what the accumulators hold of them, in order of start. */
  join(): void
  /** Counts for the progress report, of what has changed since `seal`; asked before any go, and before `all`. */
  counts(): { readonly updated: number; readonly removed: number }
  /** All of them, at most `count` at a time. */
  all(count: number): Iterable<SessionVectors>
  /**
   * Forgets the sessions whose end is at or before `time`; gives how many.
   *
   * @param last takes them before they go, at most `count` at a time
   */
  evict(time: Micros, count: number, last: ((sessions: SessionVectors) => void) | undefined): number
  /** Forgets all, as if nothing had come. */
  clear(): void
  /** Seals the state, if there is one. */
  seal(): void
}

/** @param state undefined = kept nowhere */
export function openSessions(options: SessionStateOptions, state: StateStore | undefined): Sessions {
  return state?.onDisk ? new DiskSessions(options, state) : new MemorySessions(options, state)
}
