/**
 * HyperLogLog sketches with registers of a byte, in the form and with the answers of Apache DataSketches' `HLL_8`: a list of
 * eight coupons, then a hash set of them, then registers (Flajolet and others, HyperLogLog, 2007; the estimate in order of
 * arrival is Ting's, Streamed Approximate Counting of Distinct Elements, 2014).
 */
import { compositeEstimate, couponEstimate } from './hll-estimates.ts'
import { murmurWords } from './murmur128.ts'

/** A coupon is a register's number in 26 bits, and the register's value above. */
const addressMask = 0x3ffffff
const listBits = 3
const firstSetBits = 5

export class HllSketch {
  /** 2^k registers. */
  readonly k: number
  /** 0 where there is none; undefined once there are registers. A list, when of eight. */
  coupons: Int32Array | undefined = new Int32Array(1 << listBits)
  couponCount = 0
  registers: Uint8Array | undefined
  /** What HIP has estimated; 0 once the order is lost. */
  estimated = 0
  /** Sums of 2^−value over registers below 32, and over the others. */
  lowInverses = 0
  highInverses = 0
  /** The lowest value of a register, as far as it was looked for, and how many have it. */
  lowest = 0
  atLowest = 0
  outOfOrder = false

  constructor(k: number) {
    this.k = k
  }

  get isEmpty(): boolean {
    return this.registers === undefined && this.couponCount === 0
  }

  /** Adds the value whose hash is in `murmurWords`. */
  addHashed(): void {
    const [firstLow, high, low] = [murmurWords[1], murmurWords[2], murmurWords[3]] as [number, number, number]
    const zeros = high === 0 ? 32 + Math.clz32(low) : Math.clz32(high)
    this.addCoupon(((Math.min(zeros, 62) + 1) << 26) | (firstLow & addressMask))
  }

  addCoupon(coupon: number): void {
    if (this.registers) this.#raise(coupon & ((1 << this.k) - 1), coupon >>> 26)
    else if ((this.coupons as Int32Array).length === 1 << listBits) this.#list(coupon)
    else this.#addToSet(coupon)
  }

  #list(coupon: number): void {
    const list = this.coupons as Int32Array
    for (let at = 0; at < this.couponCount; at++) if (list[at] === coupon) return
    list[this.couponCount++] = coupon
    if (this.couponCount < list.length) return
    if (this.k < 8) this.#promote()
    else this.coupons = rehashed(list, firstSetBits)
  }

  #addToSet(coupon: number): void {
    const set = this.coupons as Int32Array
    const place = placeOf(set, coupon)
    if (set[place] === coupon) return
    set[place] = coupon
    this.couponCount++
    if (4 * this.couponCount <= 3 * set.length) return
    const bits = 31 - Math.clz32(set.length)
    if (bits === this.k - 3) this.#promote()
    else this.coupons = rehashed(set, bits + 1)
  }

  #promote(): void {
    const estimate = couponEstimate(this.couponCount)
    const coupons = this.coupons as Int32Array
    this.coupons = undefined
    this.couponCount = 0
    this.clearRegisters()
    for (const coupon of coupons) if (coupon !== 0) this.addCoupon(coupon)
    this.estimated = estimate
  }

  /** Registers, all 0. */
  clearRegisters(): void {
    this.coupons = undefined
    this.registers = new Uint8Array(1 << this.k)
    this.lowInverses = 1 << this.k
    this.highInverses = 0
    this.lowest = 0
    this.atLowest = 1 << this.k
  }

  #raise(register: number, value: number): void {
    const registers = this.registers as Uint8Array
    const old = registers[register] as number
    if (value <= old) return
    registers[register] = value
    this.estimated += (1 << this.k) / (this.lowInverses + this.highInverses)
    if (old < 32) this.lowInverses -= 2 ** -old
    else this.highInverses -= 2 ** -old
    if (value < 32) this.lowInverses += 2 ** -value
    else this.highInverses += 2 ** -value
    if (old === 0) this.atLowest--
  }

  /** Takes the registers of another sketch, which has as many or more; the order of arrival is lost. */
  mergeRegisters(from: Uint8Array): void {
    const registers = this.registers as Uint8Array
    const mask = registers.length - 1
    for (let at = 0; at < from.length; at++) {
      const value = from[at] as number
      if (value > (registers[at & mask] as number)) registers[at & mask] = value
    }
    this.outOfOrder = true
    this.estimated = 0
    this.#sum()
  }

  #sum(): void {
    const registers = this.registers as Uint8Array
    let lowest = 64
    let atLowest = 0
    let low = registers.length
    let high = 0
    for (const value of registers) {
      if (value > 0 && value < 32) low += 2 ** -value - 1
      else if (value > 0) high += 2 ** -value - 1
      if (value < lowest) {
        lowest = value
        atLowest = 1
      } else if (value === lowest) atLowest++
    }
    Object.assign(this, { lowest, atLowest, lowInverses: low, highInverses: high })
  }

  estimate(): number {
    if (!this.registers) return couponEstimate(this.couponCount)
    if (!this.outOfOrder) return this.estimated
    const zeros = this.lowest === 0 ? this.atLowest : 0
    return compositeEstimate({ k: this.k, inverses: this.lowInverses + this.highInverses, zeros })
  }

  /** A copy, with fewer registers if need be. */
  copy(k = this.k): HllSketch {
    const made = new HllSketch(k)
    if (this.registers && k < this.k) {
      made.clearRegisters()
      for (const [register, value] of this.registers.entries()) {
        if (value > 0) made.addCoupon((value << 26) | register)
      }
      made.estimated = this.estimated
      made.outOfOrder = this.outOfOrder
      return made
    }
    const { lowInverses, highInverses, lowest, atLowest, outOfOrder, estimated, couponCount } = this
    Object.assign(made, { lowInverses, highInverses, lowest, atLowest, outOfOrder, estimated, couponCount })
    made.coupons = this.coupons?.slice()
    made.registers = this.registers?.slice()
    return made
  }
}

function rehashed(coupons: Int32Array, bits: number): Int32Array {
  const set = new Int32Array(1 << bits)
  for (const coupon of coupons) if (coupon !== 0) set[placeOf(set, coupon)] = coupon
  return set
}

/** Where a coupon is, or would be. */
function placeOf(set: Int32Array, coupon: number): number {
  const mask = set.length - 1
  const bits = 31 - Math.clz32(set.length)
  const stride = ((coupon & addressMask) >>> bits) | 1
  let at = coupon & mask
  while (set[at] !== 0 && set[at] !== coupon) at = (at + stride) & mask
  return at
}
