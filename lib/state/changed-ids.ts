/**
 * A set of small numbers that were touched since it was last cleared: one bit each to ask, and a list to go through. Marks a
 * batch of ids at about the cost of reading them; clearing costs what was marked, not what there is.
 */
import { longer } from './longer.ts'

/** Fewer numbers stay in the order in which they were marked. */
const leastArranged = 4096
/** So many words of bits are looked through for one number. */
const densest = 8

export class ChangedIds {
  /** The numbers, each once, in the order they were marked first; the first `count`. Replaced when it grows. */
  ids = new Int32Array(64)
  count = 0
  #bits = new Int32Array(64)

  has(id: number): boolean {
    return (((this.#bits[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1
  }

  /** Adds the first `count` of `ids`; numbers may come several times. */
  mark(ids: Int32Array, count: number): void {
    let most = -1
    for (let i = 0; i < count; i++) if ((ids[i] as number) > most) most = ids[i] as number
    if (most < 0) return
    this.#reserve(most, count)
    this.count = markBits(this.#bits, this.ids, this.count, ids, count)
  }

  /** Adds one number. */
  add(id: number): void {
    this.#reserve(id, 1)
    const bits = this.#bits
    const bit = 1 << (id & 31)
    if (((bits[id >>> 5] as number) & bit) !== 0) return
    bits[id >>> 5] = (bits[id >>> 5] as number) | bit
    this.ids[this.count++] = id
  }

  /**
   * Puts the list in ascending order when much was marked: what is kept by number is then read in the order in which it
   * stands in memory, not with a cache miss each.
   */
  arrange(): void {
    const { count } = this
    if (count < leastArranged || count * densest < this.#bits.length) return
    listBits(this.#bits, this.ids)
  }

  clear(): void {
    // Whole words: every number of a word that has any is in the list.
    for (let i = 0; i < this.count; i++) this.#bits[(this.ids[i] as number) >>> 5] = 0
    this.count = 0
    // A first load of state marks everything; later epochs touch little.
    if (this.ids.length > 1 << 16) this.ids = new Int32Array(64)
  }

  #reserve(most: number, more: number): void {
    const words = (most >>> 5) + 1
    if (words > this.#bits.length) this.#bits = longer(this.#bits, Math.max(words, this.#bits.length * 2))
    // No more numbers can be listed than there are bits.
    const needed = Math.min(this.count + more, this.#bits.length * 32)
    if (needed > this.ids.length) this.ids = longer(this.ids, Math.max(needed, this.ids.length * 2))
  }
}

function markBits(bits: Int32Array, list: Int32Array, listed: number, ids: Int32Array, count: number): number {
  let at = listed
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    const word = bits[id >>> 5] as number
    const bit = 1 << (id & 31)
    if ((word & bit) !== 0) continue
    bits[id >>> 5] = word | bit
    list[at++] = id
  }
  return at
}

function listBits(bits: Int32Array, list: Int32Array): void {
  let at = 0
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] as number; left !== 0; left &= left - 1)
      list[at++] = (word << 5) + 31 - Math.clz32(left & -left)
  }
}
