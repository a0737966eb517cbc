/**
 * Keys of state tables. A group's key is its row in normal form (row-codec); what belongs to it has its bytes in front.
 * Times are 8 bytes, big endian, the sign turned, so that the order of the bytes is theirs.
 */

/** One after the other. */
export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

export const timeBytes = 8
const scratch = new DataView(new ArrayBuffer(timeBytes))

/** A time and what it belongs to. @param timeMs a whole number of milliseconds */
export function timedKey(timeMs: number, key: Uint8Array): Uint8Array {
  const joined = new Uint8Array(timeBytes + key.length)
  // By halves: a bigint would be garbage. Two's complement, the sign bit turned.
  const high = Math.floor(timeMs / 0x1_0000_0000)
  scratch.setInt32(0, high ^ -0x8000_0000)
  scratch.setUint32(4, timeMs - high * 0x1_0000_0000)
  for (let at = 0; at < timeBytes; at++) joined[at] = scratch.getUint8(at)
  joined.set(key, timeBytes)
  return joined
}

/** The time in front of a key. */
export function timeOf(key: Uint8Array): number {
  for (let at = 0; at < timeBytes; at++) scratch.setUint8(at, key[at] as number)
  return (scratch.getInt32(0) ^ -0x8000_0000) * 0x1_0000_0000 + scratch.getUint32(4)
}

const nothing = new Uint8Array(0)

/** No key is less. */
export const firstTime: Uint8Array = new Uint8Array(timeBytes)

/** Below it are the keys of times up to and including `timeMs`. */
export function afterTime(timeMs: number): Uint8Array {
  return timedKey(timeMs + 1, nothing)
}

/** The least bytes behind all that begin with `prefix`; undefined = there are none. */
export function afterPrefix(prefix: Uint8Array): Uint8Array | undefined {
  let length = prefix.length
  while (length > 0 && prefix[length - 1] === 0xff) length--
  if (length === 0) return undefined
  const after = prefix.slice(0, length)
  after[length - 1] = (after[length - 1] as number) + 1
  return after
}
