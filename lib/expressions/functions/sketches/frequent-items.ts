/**
 * A sketch of the most frequent items (Misra and Gries, Finding Repeated Elements, 1982), with the table, the purges and the
 * order of Apache DataSketches' `ItemsSketch`: open addressing, and when it is full the median count is taken off all.
 */
import type { SqlValue } from '../../../types/data-type.ts'
import { finishedLow } from './murmur128.ts'

const fewestBits = 3
const load = 0.75
const mostSamples = 1024

/** An item with about how often it came. */
export interface FrequentItem {
  readonly item: SqlValue
  readonly count: number
}

export class FrequentItems {
  readonly mostBits: number
  /** What purges have taken off each count. */
  offset = 0
  /** Items that came, null not among them. */
  total = 0
  nulls = 0
  readonly #codeOf: (item: SqlValue) => number
  #items: SqlValue[]
  #counts: Float64Array
  /** How far an item lies behind its place, from 1; 0 is free. */
  #drifts: Int32Array
  #kept = 0

  /**
   * @param mostBits the table has 2^mostBits places at most
   * @param codeOf Java's hash code of an item
   * @param bits of the table at first
   */
  constructor(mostBits: number, codeOf: (item: SqlValue) => number, bits = fewestBits) {
    this.mostBits = Math.max(mostBits, fewestBits)
    this.#codeOf = codeOf
    this.#items = []
    this.#counts = new Float64Array(1 << bits)
    this.#drifts = new Int32Array(1 << bits)
  }

  /** Places of the table, as a power of 2. */
  get bits(): number {
    return 31 - Math.clz32(this.#drifts.length)
  }

  /** Adds an item so many times. */
  add(item: SqlValue, count: number): void {
    if (count === 0) return
    this.total += count
    this.#put(item, count)
    if (this.#kept <= Math.floor(this.#drifts.length * load)) return
    if (this.bits < this.mostBits) this.#grow()
    else this.#purge()
  }

  #put(item: SqlValue, count: number): void {
    const mask = this.#drifts.length - 1
    const code = this.#codeOf(item)
    let at = finishedLow(code >> 31, code) & mask
    let drift = 1
    while (this.#drifts[at] !== 0 && !Object.is(this.#items[at], item)) {
      at = (at + 1) & mask
      drift++
    }
    if (this.#drifts[at] === 0) {
      this.#items[at] = item
      this.#counts[at] = count
      this.#drifts[at] = drift
      this.#kept++
    } else this.#counts[at] = (this.#counts[at] as number) + count
  }

  #grow(): void {
    const [items, counts, drifts] = [this.#items, this.#counts, this.#drifts]
    this.#items = []
    this.#counts = new Float64Array(2 * drifts.length)
    this.#drifts = new Int32Array(2 * drifts.length)
    this.#kept = 0
    for (const [at, drift] of drifts.entries()) if (drift > 0) this.#put(items[at] as SqlValue, counts[at] as number)
  }

  /** Takes the median of the first counts off all, and drops what has none left. */
  #purge(): void {
    const samples = this.places().slice(0, Math.min(mostSamples, Math.floor(this.#drifts.length * load)))
    const sorted = Float64Array.from(samples, (at) => this.#counts[at] as number).sort()
    const median = sorted[Math.floor(samples.length / 2)] as number
    for (let at = 0; at < this.#counts.length; at++) this.#counts[at] = (this.#counts[at] as number) - median
    this.offset += median
    const { length } = this.#drifts
    // From the back, the run that wraps around last.
    let first = length - 1
    while ((this.#drifts[first] as number) > 0) first--
    for (let at = first - 1; at >= 0; at--) this.#dropEmpty(at)
    for (let at = length - 1; at >= first; at--) this.#dropEmpty(at)
  }

  #dropEmpty(place: number): void {
    if (this.#drifts[place] === 0 || (this.#counts[place] as number) > 0) return
    this.#kept--
    const mask = this.#drifts.length - 1
    let free = place
    let drift = 1
    this.#drifts[free] = 0
    for (let at = (free + 1) & mask; this.#drifts[at] !== 0; at = (at + 1) & mask) {
      if ((this.#drifts[at] as number) > drift) {
        this.#items[free] = this.#items[at] as SqlValue
        this.#counts[free] = this.#counts[at] as number
        this.#drifts[free] = (this.#drifts[at] as number) - drift
        this.#drifts[at] = 0
        free = at
        drift = 0
      }
      drift++
    }
  }

  /** Places in use, ascending. */
  places(): readonly number[] {
    const places: number[] = []
    for (const [at, drift] of this.#drifts.entries()) if (drift > 0) places.push(at)
    return places
  }

  itemAt(place: number): SqlValue {
    return this.#items[place] as SqlValue
  }

  countAt(place: number): number {
    return this.#counts[place] as number
  }

  /** Places in use, in strides of the golden section, as a merge goes through them. */
  #strided(): readonly number[] {
    const { length } = this.#drifts
    const stride = Math.floor((length * (Math.sqrt(5) - 1)) / 2) | 1
    const places: number[] = []
    for (let i = 0, at = 0; i < length; i++, at = (at + stride) & (length - 1)) {
      if ((this.#drifts[at] as number) > 0) places.push(at)
    }
    return places
  }

  /** Adds what another sketch holds. */
  merge(other: FrequentItems): void {
    const total = this.total + other.total
    for (const at of other.#strided()) this.add(other.itemAt(at), other.countAt(at))
    this.offset += other.offset
    this.total = total
    this.nulls += other.nulls
  }

  /** Items that are surely among the frequent ones, the most frequent first; nulls behind what came as often. */
  most(k: number): readonly FrequentItem[] {
    const found = this.#strided()
      .filter((at) => this.countAt(at) > this.offset)
      .map((at) => ({ item: this.itemAt(at), count: this.countAt(at) + this.offset }))
      .sort((a, b) => b.count - a.count)
    if (this.nulls > 0) {
      const less = found.findIndex(({ count }) => count < this.nulls)
      found.splice(less < 0 ? found.length : less, 0, { item: null, count: this.nulls })
    }
    return found.slice(0, k)
  }
}
