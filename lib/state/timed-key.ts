/**
 * Keys that begin with a time, of tables in order of time: 8 bytes, big endian, the sign turned, so that the order of the
 * bytes is that of the times.
 */

export const timeBytes = 8
const scratch = new DataView(new ArrayBuffer(timeBytes))

/** Writes a time. @param timeMs a whole number of milliseconds */
export function writeTime(view: DataView, at: number, timeMs: number): void {
  // By halves: a bigint would be garbage. Two's complement, the sign bit turned.
  const high = Math.floor(timeMs / 0x1_0000_0000)
  view.setInt32(at, high ^ -0x8000_0000)
  view.setUint32(at + 4, timeMs - high * 0x1_0000_0000)
}

/** A time and what it belongs to. @param timeMs a whole number of milliseconds */
export function timedKey(timeMs: number, key: Uint8Array): Uint8Array {
  const joined = new Uint8Array(timeBytes + key.length)
  writeTime(scratch, 0, timeMs)
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
