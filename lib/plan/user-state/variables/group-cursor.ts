/** Where a lane of calls stands: whose turn it is, what time it is, and what is still to be written when the turn ends. */
import type { EntryKey } from '../../../state/entry-key.ts'
import type { StateMetrics } from '../../../state/state-store.ts'
import { type HandleState, noCurrentKey, wrongHandleState } from './processor-errors.ts'

/** Something that writes to its tables only once a turn is over. */
export interface WritesLate {
  flush(): void
}

export class GroupCursor {
  state: HandleState = 'PRE_INIT'
  /** Number of the call; what was read for another one is not valid any more. */
  turn = 0
  nowMs = -1
  readonly metrics: Pick<StateMetrics, 'rowsUpdated' | 'rowsRemoved'>
  #key: EntryKey | undefined
  readonly #late: WritesLate[] = []

  constructor(metrics: Pick<StateMetrics, 'rowsUpdated' | 'rowsRemoved'>) {
    this.metrics = metrics
  }

  begin(key: EntryKey): void {
    this.#key = key
    this.turn++
  }

  end(): void {
    for (let one = this.#late.pop(); one; one = this.#late.pop()) one.flush()
    this.#key = undefined
    this.turn++
  }

  /** Is called by what has to be flushed at the end of the turn, once per turn. */
  owe(one: WritesLate): void {
    this.#late.push(one)
  }

  /**
   * The current key.
   *
   * @throws …INVALID_HANDLE_STATE in `init`, INTERNAL_ERROR_TWS outside of calls
   */
  key(name: string, operation: string): EntryKey {
    if (this.#key) return this.#key
    if (this.state === 'PRE_INIT') throw wrongHandleState(`${name}.${operation}`, this.state)
    throw noCurrentKey(name)
  }
}
