/** Sessions as a snapshot and the change files after it tell of them, one file after another. */
import type { Int64Vector } from '../columnar/vector.ts'
import { timesAt } from './time-words.ts'

/** The last word on every session's key, start and end. */
export class SavedSessions {
  /** One above the highest number. */
  top = 0
  #keyIds = new Int32Array(64).fill(-1)
  #starts = new Int32Array(2 * 64)
  #ends = new Int32Array(2 * 64)

  forget(sessions: Int32Array): void {
    for (const session of sessions) if (session < this.top) this.#keyIds[session] = -1
  }

  take(sessions: Int32Array, keyIds: Int32Array, starts: Int32Array, ends: Int32Array): void {
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i] as number
      if (session >= this.#keyIds.length) this.#grow(session + 1)
      if (session >= this.top) this.top = session + 1
      this.#keyIds[session] = keyIds[i] as number
      for (let word = 0; word < 2; word++) {
        this.#starts[2 * session + word] = starts[2 * i + word] as number
        this.#ends[2 * session + word] = ends[2 * i + word] as number
      }
    }
  }

  alive(): { ids: Int32Array; keyIds: Int32Array; starts: Int64Vector; ends: Int64Vector } {
    const all = new Int32Array(this.top)
    let count = 0
    for (let session = 0; session < this.top; session++) if (this.#keyIds[session] !== -1) all[count++] = session
    const ids = all.subarray(0, count)
    return {
      ids,
      keyIds: ids.map((session) => this.#keyIds[session] as number),
      starts: timesAt(this.#starts, ids, count),
      ends: timesAt(this.#ends, ids, count),
    }
  }

  #grow(needed: number): void {
    const length = Math.max(needed, 2 * this.#keyIds.length)
    const keyIds = new Int32Array(length).fill(-1)
    keyIds.set(this.#keyIds)
    this.#keyIds = keyIds
    const starts = new Int32Array(2 * length)
    starts.set(this.#starts)
    this.#starts = starts
    const ends = new Int32Array(2 * length)
    ends.set(this.#ends)
    this.#ends = ends
  }
}
