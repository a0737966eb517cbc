/** Sessions in memory. */
import type { StructVector, Vector } from '../columnar/vector.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Micros } from '../types/data-type.ts'
import { fillSessions } from './fill-sessions.ts'
import { MemoryEntries } from './memory-entries.ts'
import { SessionState, type SessionStateOptions } from './session-state.ts'
import type { Sessions, SessionVectors } from './sessions.ts'
import type { StateStore } from './state-store.ts'

export class MemorySessions implements Sessions {
  readonly #sessions: SessionState
  readonly #state: StateStore | undefined

  constructor(options: SessionStateOptions, state: StateStore | undefined) {
    this.#sessions = new SessionState(options)
    this.#state = state
    if (!state) return
    const { name, key, value } = this.#sessions
    const entries = new MemoryEntries({ name, key, value, ordered: false })
    const isNew = state.fill(entries)
    state.register(this.#sessions, isNew)
    if (!isNew) return
    // The state was on disk before.
    fillSessions(this.#sessions, [...entries.all()])
    this.#sessions.takenOver()
  }

  get accumulators(): readonly Accumulator[] {
    return this.#sessions.accumulators
  }

  get steps(): number {
    return this.#sessions.steps
  }

  assign(
    columns: readonly Vector[],
    session: StructVector,
    rows: Int32Array | undefined,
    count: number,
    sessions: Int32Array,
  ): void {
    this.#sessions.assign(columns, session, rows, count, sessions)
  }

  join(): void {
    this.#sessions.join()
  }

  counts(): { readonly updated: number; readonly removed: number } {
    return this.#sessions.counts()
  }

  all(count: number): Iterable<SessionVectors> {
    return this.#pages(this.#sessions.ids(), count)
  }

  *#pages(ids: Int32Array, count: number): Generator<SessionVectors> {
    for (let from = 0; from < ids.length; from += count) {
      const some = ids.subarray(from, from + count)
      yield this.#sessions.vectors(some, some.length)
    }
  }

  evict(time: Micros, count: number, last: ((sessions: SessionVectors) => void) | undefined): number {
    const gone = this.#sessions.expired(time)
    if (last) for (const some of this.#pages(gone, count)) last(some)
    this.#sessions.remove(gone)
    return gone.length
  }

  clear(): void {
    this.#sessions.clear()
  }

  seal(): void {
    this.#state?.seal()
  }
}
