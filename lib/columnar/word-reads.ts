/**
 * Bytes read four at a time: a run of text is looked through at a third of the cost. A DataView costs an allocation, so the
 * last two are kept: rows of a batch have their bytes in the same array, and what they meet has its own.
 */

let lastArray: Uint8Array = new Uint8Array(0)
let lastView = new DataView(lastArray.buffer)
let otherArray = lastArray
let otherView = lastView

/** A view of the array's bytes. */
export function viewOf(data: Uint8Array): DataView {
  if (data === lastArray) return lastView
  const view = data === otherArray ? otherView : new DataView(data.buffer, data.byteOffset, data.byteLength)
  otherArray = lastArray
  otherView = lastView
  lastArray = data
  lastView = view
  return view
}

/** Runs that are shorter are read byte by byte. */
const shortest = 8

/** Number of characters in UTF-8: bytes that do not continue one. */
export function characterCount(data: Uint8Array, offset: number, length: number): number {
  const view = viewOf(data)
  const end = offset + length
  let count = length
  let at = offset
  // ASCII goes by eight bytes.
  while (at + 8 <= end && ((view.getInt32(at, true) | view.getInt32(at + 4, true)) & 0x80808080) === 0) at += 8
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true)
    if ((word & 0x80808080) === 0) continue
    const continuing = (word >>> 7) & (~word >>> 6) & 0x01010101
    count -= Math.imul(continuing, 0x01010101) >>> 24
  }
  for (; at < end; at++) if (((data[at] as number) & 0xc0) === 0x80) count--
  return count
}

/** Where a run of bytes begins in another, counted from `offset`; -1 where it does not. */
export function indexOfBytes(
  data: Uint8Array,
  offset: number,
  length: number,
  part: Uint8Array,
  partAt: number,
  partLength: number,
): number {
  if (partLength === 0) return 0
  const first = part[partAt] as number
  const pattern = Math.imul(first, 0x01010101)
  const last = offset + length - partLength
  const view = viewOf(data)
  const words = Math.min(last, data.length - 4)
  let at = offset
  while (at <= last) {
    if (at <= words) {
      const different = view.getInt32(at, true) ^ pattern
      if (((different - 0x01010101) & ~different & 0x80808080) === 0) {
        at += 4
        continue
      }
      // One of these four bytes.
      while (data[at] !== first) at++
      if (at > last) return -1
    }
    if (data[at] === first && sameBytes(data, at, part, partAt, partLength)) return at - offset
    at++
  }
  return -1
}

function sameBytes(data: Uint8Array, at: number, part: Uint8Array, partAt: number, length: number): boolean {
  for (let i = 1; i < length; i++) if (data[at + i] !== part[partAt + i]) return false
  return true
}

/** Copies bytes to where there is room for them. */
export function copyBytes(
  data: Uint8Array,
  offset: number,
  length: number,
  target: Uint8Array,
  targetView: DataView,
  to: number,
): void {
  let i = 0
  if (length >= shortest) {
    const view = viewOf(data)
    for (; i + 4 <= length; i += 4) targetView.setInt32(to + i, view.getInt32(offset + i, true), true)
  }
  for (; i < length; i++) target[to + i] = data[offset + i] as number
}
