/** Small numbers in use: given out, taken back and given again, so that what is known of them can live in arrays. */
import { stepRows } from '../codegen/step-driver.ts'
import { invariant } from '../errors.ts'
import { longer } from './longer.ts'

export class IdPool {
  /** Numbers in use. */
  size = 0
  /** One above the highest number ever given: how long arrays must be. */
  top = 0
  /** One bit per number. Replaced when it grows. */
  alive = new Int32Array(2)
  /** Numbers to be used again, the last first. */
  #free = new Int32Array(16)
  #freeCount = 0

  has(id: number): boolean {
    return (((this.alive[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1
  }

  /** Writes the next `count` numbers, in the order in which `take` gives them. */
  next(count: number, into: Int32Array): void {
    const again = Math.min(count, this.#freeCount)
    for (let i = 0; i < again; i++) into[i] = this.#free[this.#freeCount - 1 - i] as number
    for (let i = again; i < count; i++) into[i] = this.top + i - again
  }

  /** Gives the first `count` numbers that `next` wrote. */
  take(ids: Int32Array, count: number): void {
    const again = Math.min(count, this.#freeCount)
    this.#freeCount -= again
    this.top += count - again
    this.size += count
    this.#reserve(this.top)
    setBits(this.alive, ids, count)
  }

  /** Takes the first `count` of `ids` back, each named once. */
  releaseAll(ids: Int32Array, count: number): void {
    const needed = this.#freeCount + count
    if (needed > this.#free.length) this.#free = longer(this.#free, Math.max(needed, this.#free.length * 2))
    for (let from = 0; from < count; from += stepRows) {
      const to = Math.min(from + stepRows, count)
      const wrong = clearBits(this.alive, ids, from, to, this.#free, this.#freeCount + from)
      // The text is made only when it is needed: ids are taken back by the million.
      if (wrong >= 0) invariant(false, `number ${wrong} is taken back and was not given`)
    }
    this.#freeCount = needed
    this.size -= count
  }

  /**
   * Tells numbers in use from others.
   *
   * @param kept takes those of the first `count` of `ids` that are in use, in order
   * @param gone takes the others
   * @returns how many are kept
   */
  partition(ids: Int32Array, count: number, kept: Int32Array, gone: Int32Array): number {
    let at = 0
    for (let from = 0; from < count; from += stepRows)
      at = splitAlive(this.alive, ids, from, Math.min(from + stepRows, count), kept, at, gone)
    return at
  }

  /** All numbers in use, ascending. */
  ids(): Int32Array {
    const ids = new Int32Array(this.size)
    let at = 0
    for (let word = 0; word << 5 < this.top; word++) {
      for (let id = word << 5, left = this.alive[word] as number; left !== 0; id++, left >>>= 1)
        if ((left & 1) === 1) ids[at++] = id
    }
    return ids
  }

  /** Begins anew. */
  clear(): void {
    this.size = 0
    this.top = 0
    this.alive = new Int32Array(2)
    this.#freeCount = 0
  }

  /** Puts numbers of a saved state in use, after others of it are not any more; `endLoading` must follow. */
  load(gone: Int32Array, ids: Int32Array): void {
    for (let i = 0; i < gone.length; i++) {
      const id = gone[i] as number
      // What came and went between two savings was never there.
      if (id < this.top) this.alive[id >>> 5] = (this.alive[id >>> 5] as number) & ~(1 << (id & 31))
    }
    let top = this.top
    for (let i = 0; i < ids.length; i++) top = Math.max(top, (ids[i] as number) + 1)
    this.top = top
    this.#reserve(top)
    setBits(this.alive, ids, ids.length)
  }

  endLoading(): void {
    this.#free = new Int32Array(Math.max(16, this.top))
    this.#freeCount = 0
    for (let id = this.top - 1; id >= 0; id--) if (!this.has(id)) this.#free[this.#freeCount++] = id
    this.#free = this.#free.slice(0, Math.max(16, this.#freeCount))
    this.size = this.top - this.#freeCount
  }

  #reserve(top: number): void {
    const words = (top + 31) >>> 5
    if (words > this.alive.length) this.alive = longer(this.alive, Math.max(words, this.alive.length * 2))
  }
}

function setBits(bits: Int32Array, ids: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    bits[id >>> 5] = (bits[id >>> 5] as number) | (1 << (id & 31))
  }
}

/** Gives a number that was not set; -1 = there is none. */
function clearBits(bits: Int32Array, ids: Int32Array, from: number, to: number, free: Int32Array, at: number): number {
  let wrong = -1
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const word = bits[id >>> 5] as number
    if (((word >>> (id & 31)) & 1) === 0) wrong = id
    bits[id >>> 5] = word & ~(1 << (id & 31))
    free[at + i - from] = id
  }
  return wrong
}

function splitAlive(
  bits: Int32Array,
  ids: Int32Array,
  from: number,
  to: number,
  kept: Int32Array,
  keptCount: number,
  gone: Int32Array,
): number {
  let at = keptCount
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const alive = ((bits[id >>> 5] as number) >>> (id & 31)) & 1
    // Both are written, one of them is kept: there is nothing to mispredict.
    kept[at] = id
    gone[i - at] = id
    at += alive
  }
  return at
}
