/** Murmur3 (x86, 32 bits) as Spark's `Murmur3_x86_32` computes it, tail bytes one by one as signed integers. */

function mixK(k: number): number {
  const mixed = Math.imul(k, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

function mixH(h: number, k: number): number {
  const mixed = h ^ k
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

function finish(h: number, length: number): number {
  let mixed = h ^ length
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

export function murmurInt(value: number, seed: number): number {
  return finish(mixH(seed, mixK(value)), 4)
}

export function murmurLong(value: bigint, seed: number): number {
  const low = Number(BigInt.asIntN(32, value))
  const high = Number(BigInt.asIntN(32, value >> 32n))
  return finish(mixH(mixH(seed, mixK(low)), mixK(high)), 8)
}

export function murmurBytes(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length - (bytes.length % 4)
  let h = seed
  for (let at = 0; at < whole; at += 4) h = mixH(h, mixK(view.getInt32(at, true)))
  for (let at = whole; at < bytes.length; at++) h = mixH(h, mixK(view.getInt8(at)))
  return finish(h, bytes.length)
}
