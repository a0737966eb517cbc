/** XXH64 as Spark's `XXH64` computes it; all values unsigned inside, signed outside. */

const prime1 = 0x9e3779b185ebca87n
const prime2 = 0xc2b2ae3d27d4eb4fn
const prime3 = 0x165667b19e3779f9n
const prime4 = 0x85ebca77c2b2ae63n
const prime5 = 0x27d4eb2f165667c5n

const u64 = (value: bigint) => BigInt.asUintN(64, value)
const rotate = (value: bigint, bits: bigint) => u64(value << bits) | (value >> (64n - bits))
const round = (lane: bigint, input: bigint) => u64(rotate(u64(lane + u64(input * prime2)), 31n) * prime1)
const merge = (hash: bigint, lane: bigint) => u64((hash ^ round(0n, lane)) * prime1 + prime4)

function finish(hash: bigint): bigint {
  let mixed = u64((hash ^ (hash >> 33n)) * prime2)
  mixed = u64((mixed ^ (mixed >> 29n)) * prime3)
  return BigInt.asIntN(64, mixed ^ (mixed >> 32n))
}

const mixEight = (hash: bigint, input: bigint) => u64(rotate(hash ^ round(0n, input), 27n) * prime1 + prime4)
const mixFour = (hash: bigint, input: bigint) => u64(rotate(hash ^ u64(input * prime1), 23n) * prime2 + prime3)

export function xxHashInt(value: number, seed: bigint): bigint {
  return finish(mixFour(u64(seed + prime5 + 4n), BigInt(value >>> 0)))
}

export function xxHashLong(value: bigint, seed: bigint): bigint {
  return finish(mixEight(u64(seed + prime5 + 8n), u64(value)))
}

export function xxHashBytes(bytes: Uint8Array, seed: bigint): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { length } = bytes
  let at = 0
  let hash = u64(seed + prime5)
  if (length >= 32) {
    const lanes = [u64(seed + prime1 + prime2), u64(seed + prime2), u64(seed), u64(seed - prime1)] as [
      bigint,
      bigint,
      bigint,
      bigint,
    ]
    for (; at + 32 <= length; at += 32) {
      lanes[0] = round(lanes[0], view.getBigUint64(at, true))
      lanes[1] = round(lanes[1], view.getBigUint64(at + 8, true))
      lanes[2] = round(lanes[2], view.getBigUint64(at + 16, true))
      lanes[3] = round(lanes[3], view.getBigUint64(at + 24, true))
    }
    hash = u64(rotate(lanes[0], 1n) + rotate(lanes[1], 7n) + rotate(lanes[2], 12n) + rotate(lanes[3], 18n))
    for (const lane of lanes) hash = merge(hash, lane)
  }
  hash = u64(hash + BigInt(length))
  for (; at + 8 <= length; at += 8) hash = mixEight(hash, view.getBigUint64(at, true))
  if (at + 4 <= length) {
    hash = mixFour(hash, BigInt(view.getUint32(at, true)))
    at += 4
  }
  for (; at < length; at++) hash = u64(rotate(hash ^ u64(BigInt(bytes[at] as number) * prime5), 11n) * prime1)
  return finish(hash)
}
