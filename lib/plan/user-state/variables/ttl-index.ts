/** Which entries of a variable expire when, so that a sweep costs what it removes. */
import type { EntryKey } from '../../../state/entry-key.ts'
import type { TimeIndex } from '../../../state/time-index.ts'
import { never } from './value-codec.ts'

export class TtlIndex {
  readonly #times: TimeIndex

  constructor(times: TimeIndex) {
    this.#times = times
  }

  /** @param beforeMs the key's time so far, `never` = it has none @param afterMs its new one, `never` = none any more */
  move(key: EntryKey, beforeMs: number, afterMs: number): void {
    if (beforeMs === afterMs) return
    if (beforeMs !== never) this.#times.remove(beforeMs, key)
    if (afterMs !== never) this.#times.add(afterMs, key)
  }

  /** Takes out what expires at or before `nowMs`, and gives the keys. */
  takeExpired(nowMs: number): EntryKey[] {
    return this.#times.upTo(nowMs).map(({ timeMs, key }) => {
      this.#times.remove(timeMs, key)
      return key
    })
  }

  /** ms; undefined = nothing expires. */
  earliest(): number | undefined {
    return this.#times.earliest()
  }
}
