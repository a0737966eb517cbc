/** Integers as ASCII digits, three at a time, written through a DataView. Four bytes of slack behind them are touched. */

/** Digits of 0 to 999 without leading zeros, as little-endian words; how many they are; and padded to three. */
const words = new Int32Array(1000)
const lengths = new Uint8Array(1000)
const padded = new Int32Array(1000)
for (let n = 0; n < 1000; n++) {
  const text = String(n)
  const three = text.padStart(3, '0')
  lengths[n] = text.length
  for (let i = 0; i < text.length; i++) words[n] = (words[n] as number) | (text.charCodeAt(i) << (8 * i))
  for (let i = 0; i < 3; i++) padded[n] = (padded[n] as number) | (three.charCodeAt(i) << (8 * i))
}

/** `00` to `99` as little-endian 16-bit words. */
export const twoDigits = Int16Array.from({ length: 100 }, (_, n) => 48 + Math.floor(n / 10) + ((48 + (n % 10)) << 8))

/** `.000` to `.999` as little-endian words. */
export const pointMillis = Int32Array.from({ length: 1000 }, (_, n) => 46 | ((padded[n] as number) << 8))

/** Writes 0 to 999,999,999 at `at` and gives the position behind it. */
function writeBelowBillion(view: DataView, at: number, value: number): number {
  if (value < 1000) {
    view.setInt32(at, words[value] as number, true)
    return at + (lengths[value] as number)
  }
  const thousands = (value / 1000) | 0
  const low = value - thousands * 1000
  let end = at
  if (thousands < 1000) {
    view.setInt32(end, words[thousands] as number, true)
    end += lengths[thousands] as number
  } else {
    const millions = (thousands / 1000) | 0
    view.setInt32(end, words[millions] as number, true)
    end += lengths[millions] as number
    view.setInt32(end, padded[thousands - millions * 1000] as number, true)
    end += 3
  }
  view.setInt32(end, padded[low] as number, true)
  return end + 3
}

/** Writes nine digits. */
function writeNineDigits(view: DataView, at: number, value: number): number {
  const millions = (value / 1_000_000) | 0
  const rest = value - millions * 1_000_000
  const thousands = (rest / 1000) | 0
  view.setInt32(at, padded[millions] as number, true)
  view.setInt32(at + 3, padded[thousands] as number, true)
  view.setInt32(at + 6, padded[rest - thousands * 1000] as number, true)
  return at + 9
}

/** Writes an int32 at `at` and gives the position behind it; at most 11 bytes. */
export function writeInt(view: DataView, at: number, value: number): number {
  if (value >= 0 && value < 1_000_000_000) return writeBelowBillion(view, at, value)
  return writeExact(view, at, value)
}

/** Writes an integer below 2^53; at most 17 bytes. */
function writeExact(view: DataView, at: number, value: number): number {
  let start = at
  let size = value
  if (size < 0) {
    view.setUint8(start++, 45)
    size = -size
  }
  if (size < 1_000_000_000) return writeBelowBillion(view, start, size | 0)
  const top = Math.floor(size / 1_000_000_000)
  start = writeBelowBillion(view, start, top | 0)
  return writeNineDigits(view, start, (size - top * 1_000_000_000) | 0)
}

/** Writes the 64-bit integer of two words at `at` and gives the position behind it; at most 20 bytes. */
export function writeLong(view: DataView, at: number, low: number, high: number): number {
  if (high === low >> 31) return writeInt(view, at, low)
  if (high >= -0x200000 && high < 0x200000) return writeExact(view, at, high * 4294967296 + (low >>> 0))
  const text = ((BigInt(high) << 32n) | BigInt(low >>> 0)).toString()
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i))
  return at + text.length
}
