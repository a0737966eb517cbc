/** Sessions that were read from a table: their numbers, keys and starts as the table has them. */
import type { Int64Vector } from '../columnar/vector.ts'
import { longer } from './longer.ts'
import { timesAt } from './time-words.ts'

export class KnownSessions {
  #count = 0
  #ids = new Int32Array(64)
  #keyIds = new Int32Array(64)
  #starts = new Int32Array(128)

  add(ids: Int32Array, keyIds: Int32Array, { words }: Int64Vector): void {
    const count = this.#count + ids.length
    if (count > this.#ids.length) {
      this.#ids = longer(this.#ids, 2 * count)
      this.#keyIds = longer(this.#keyIds, 2 * count)
      this.#starts = longer(this.#starts, 4 * count)
    }
    this.#ids.set(ids, this.#count)
    this.#keyIds.set(keyIds, this.#count)
    this.#starts.set(words.subarray(0, 2 * ids.length), 2 * this.#count)
    this.#count = count
  }

  /** Keys and starts of those that are not there any more as the table has them. */
  without(isThere: (id: number, keyId: number) => boolean): {
    readonly keyIds: Int32Array
    readonly starts: Int64Vector
    readonly count: number
  } {
    const gone = new Int32Array(this.#count)
    let count = 0
    for (let at = 0; at < this.#count; at++)
      if (!isThere(this.#ids[at] as number, this.#keyIds[at] as number)) gone[count++] = at
    return {
      keyIds: gone.subarray(0, count).map((at) => this.#keyIds[at] as number),
      starts: timesAt(this.#starts, gone, count),
      count,
    }
  }

  clear(): void {
    this.#count = 0
  }
}
