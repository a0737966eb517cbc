/**
 * A Tuple sketch that takes values: a table of at least k keys, each with a number; when the table fills up, the k smallest
 * stay (quick select: Dasgupta and others, A Framework for Estimating Stream Expression Cardinalities, 2015). Sizes, limits
 * and order are those of Apache DataSketches.
 */
import type { ByteArena } from '../../../columnar/bytes.ts'
import type { BytesReader } from '../../../columnar/bytes-reader.ts'
import { everything, type HashSet, type TupleSet } from './hash-set.ts'
import { KeyTable } from './key-table.ts'
import { firstSummary, type SummaryKind, type SummaryMode, summed } from './summary-mode.ts'

/** Tables of a small sketch grow by 2 to the power of it. */
const growth = 3
const fewestBits = 5

export class TupleSketch {
  readonly #nominalBits: number
  readonly #kind: SummaryKind
  readonly #mode: SummaryMode
  #table: KeyTable
  #values: Float64Array
  #modes: Uint8Array
  #count = 0
  #theta = everything
  #thetaHigh = 0x7fffffff
  #thetaLow = -1
  empty = true

  /** @param nominalBits it keeps at least the 2^nominalBits smallest hashes */
  constructor(nominalBits: number, mode: SummaryMode = 0, kind: SummaryKind = 'double') {
    this.#nominalBits = nominalBits
    this.#mode = mode
    this.#kind = kind
    const most = nominalBits + 1
    this.#table = new KeyTable(most <= fewestBits ? fewestBits : ((most - fewestBits) % growth) + fewestBits)
    this.#values = new Float64Array(this.#table.size)
    this.#modes = new Uint8Array(this.#table.size)
  }

  get theta(): bigint {
    return this.#theta
  }

  get count(): number {
    return this.#count
  }

  /** Adds a value's number under the value's hash of 64 bits, of which the lowest does not count. */
  add(hashHigh: number, hashLow: number, value: number): void {
    this.empty = false
    const high = hashHigh >>> 1
    const low = (hashLow >>> 1) | (hashHigh << 31)
    if (!this.#below(high, low)) return
    const found = this.#table.find(high, low)
    const at = found < 0 ? -1 - found : found
    const held = found < 0 ? firstSummary(this.#mode, this.#kind) : (this.#values[at] as number)
    this.#values[at] = summed(held, value, this.#mode, this.#kind)
    this.#modes[at] = this.#mode
    if (found < 0) this.#insert(at, high, low)
  }

  /** Adds a key of another sketch: a new one keeps its number and mode. */
  mergeKey(key: bigint, value: number, mode: number): void {
    this.empty = false
    const high = Number(key >> 32n)
    const low = Number(BigInt.asIntN(32, key))
    if (!this.#below(high, low)) return
    const found = this.#table.find(high, low)
    if (found >= 0) {
      const first = summed(firstSummary(this.#mode, this.#kind), this.#values[found] as number, this.#mode, this.#kind)
      this.#values[found] = summed(first, value, this.#mode, this.#kind)
      this.#modes[found] = this.#mode
      return
    }
    this.#values[-1 - found] = value
    this.#modes[-1 - found] = mode
    this.#insert(-1 - found, high, low)
  }

  /** Adds what another sketch holds. */
  absorb(set: TupleSet): void {
    if (set.empty) return
    this.empty = false
    if (set.theta < this.#theta) {
      this.#lower(set.theta)
      this.#rebuild(this.#table.bits)
    }
    for (const [at, key] of set.keys.entries()) this.mergeKey(key, set.values[at] as number, set.modes[at] as number)
  }

  #below(high: number, low: number): boolean {
    if (high === 0 && low === 0) return false
    return high < this.#thetaHigh || (high === this.#thetaHigh && low >>> 0 < this.#thetaLow >>> 0)
  }

  #insert(at: number, high: number, low: number): void {
    this.#table.put(at, high, low)
    this.#count++
    const { size, bits } = this.#table
    const full = bits > this.#nominalBits
    if (this.#count <= Math.floor(size * (full ? 15 / 16 : 0.5))) return
    if (!full) return this.#rebuild(bits + growth)
    this.#lower(this.#kept().sort()[1 << this.#nominalBits] as bigint)
    this.#rebuild(bits)
  }

  #lower(theta: bigint): void {
    this.#theta = theta
    this.#thetaHigh = Number(theta >> 32n)
    this.#thetaLow = Number(BigInt.asIntN(32, theta))
  }

  #kept(): BigInt64Array {
    return this.#table.keys.filter((key) => key !== 0n)
  }

  #rebuild(bits: number): void {
    const [table, values, modes] = [this.#table, this.#values, this.#modes]
    this.#table = new KeyTable(bits)
    this.#values = new Float64Array(this.#table.size)
    this.#modes = new Uint8Array(this.#table.size)
    this.#count = 0
    for (let at = 0; at < table.size; at++) {
      const [low, high] = [table.words[2 * at] as number, table.words[2 * at + 1] as number]
      if (!this.#below(high, low)) continue
      const to = -1 - this.#table.find(high, low)
      this.#table.put(to, high, low)
      this.#values[to] = values[at] as number
      this.#modes[to] = modes[at] as number
      this.#count++
    }
  }

  /** What it holds, in the order of the table. */
  compact(): TupleSet {
    const places: number[] = []
    for (let at = 0; at < this.#table.size; at++) if (this.#table.keys[at] !== 0n) places.push(at)
    return {
      theta: this.empty ? everything : this.#theta,
      empty: this.empty,
      keys: BigInt64Array.from(places, (at) => this.#table.keys[at] as bigint),
      values: Float64Array.from(places, (at) => this.#values[at] as number),
      modes: Uint8Array.from(places, (at) => this.#modes[at] as number),
    }
  }

  /** The hashes alone, ascending: no more than the k smallest, as a union gives them. */
  smallest(): HashSet {
    const keys = this.#kept().sort()
    const most = 1 << this.#nominalBits
    if (keys.length <= most) return { theta: this.#theta, empty: this.empty, keys }
    return { theta: keys[most] as bigint, empty: false, keys: keys.slice(0, most) }
  }

  /** Saves the table as it is, so that its order outlives a restart. */
  write(to: ByteArena): void {
    const entry = 21
    const at = to.reserve(17 + entry * this.#count)
    const { view } = to
    view.setInt32(at, this.#table.bits, true)
    view.setInt32(at + 4, this.#count, true)
    view.setBigInt64(at + 8, this.#theta, true)
    view.setUint8(at + 16, this.empty ? 1 : 0)
    let next = at + 17
    for (const [place, key] of this.#table.keys.entries()) {
      if (key === 0n) continue
      view.setInt32(next, place, true)
      view.setBigInt64(next + 4, key, true)
      view.setFloat64(next + 12, this.#values[place] as number, true)
      view.setUint8(next + 20, this.#modes[place] as number)
      next += entry
    }
    to.top = next
  }

  /** Takes over what `write` saved. */
  restore(from: BytesReader): this {
    this.#table = new KeyTable(from.int())
    this.#values = new Float64Array(this.#table.size)
    this.#modes = new Uint8Array(this.#table.size)
    this.#count = from.int()
    this.#lower(from.view.getBigInt64(from.skip(8), true))
    this.empty = from.bytes[from.skip(1)] === 1
    for (let left = this.#count; left > 0; left--) {
      const place = from.int()
      this.#table.keys[place] = from.view.getBigInt64(from.skip(8), true)
      this.#values[place] = from.view.getFloat64(from.skip(8), true)
      this.#modes[place] = from.bytes[from.skip(1)] as number
    }
    return this
  }
}
