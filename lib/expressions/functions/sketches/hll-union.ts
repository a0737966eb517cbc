/** Unions of HyperLogLog sketches, as Apache DataSketches' `Union` makes them. */
import type { HllSketch } from './hll-sketch.ts'

/**
 * What a union holds after one more sketch; may change and give `held`, never `source`.
 *
 * @param most the union's own k, which sketches with registers may lower
 * @param read the source is a view of bytes: then its set of coupons is not copied but gone through
 */
export function unionOf(held: HllSketch, source: HllSketch, most: number, read: boolean): HllSketch {
  if (source.isEmpty) return held
  if (source.coupons) {
    const isSet = source.coupons.length > 8
    if (isSet && held.isEmpty && source.k === held.k && !read) return source.copy()
    return addCoupons(held, source.coupons)
  }
  const registers = source.registers as Uint8Array
  if (held.coupons) return addCoupons(source.copy(Math.min(source.k, most)), held.coupons)
  const target = source.k < held.k ? held.copy(source.k) : held
  target.mergeRegisters(registers)
  return target
}

function addCoupons(to: HllSketch, coupons: Int32Array): HllSketch {
  for (const coupon of coupons) if (coupon !== 0) to.addCoupon(coupon)
  return to
}
