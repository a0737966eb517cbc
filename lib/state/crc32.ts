/** CRC-32 (IEEE 802.3, as zlib's): finds any flipped or missing byte of a state file. */

const polynomial = 0xedb88320
/** Bytes that are taken at a time. */
const stride = 16
/** Words per call of the loop: short calls get into optimised code. */
const stepWords = 4096

/** 256 entries for each k: the effect of a byte that is followed by k more. */
const effects = makeEffects()

function makeEffects(): Int32Array {
  const made = new Int32Array(256 * stride)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    made[byte] = crc
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256] as number
    made[at] = (before >>> 8) ^ (made[before & 255] as number)
  }
  return made
}

/** Checksum of the first `length` bytes, as an unsigned number. */
export function crc32(bytes: Uint8Array, length = bytes.length): number {
  const aligned = Math.min(length, -bytes.byteOffset & 3)
  const words = ((length - aligned) >>> 4) << 2
  let crc = addBytes(-1, bytes, 0, aligned)
  if (words > 0) {
    const view = new Int32Array(bytes.buffer, bytes.byteOffset + aligned, words)
    for (let from = 0; from < words; from += stepWords)
      crc = addWords(crc, view, from, Math.min(words, from + stepWords))
  }
  return ~addBytes(crc, bytes, aligned + words * 4, length) >>> 0
}

function addBytes(before: number, bytes: Uint8Array, from: number, to: number): number {
  let crc = before
  for (let at = from; at < to; at++) crc = (crc >>> 8) ^ (effects[(crc ^ (bytes[at] as number)) & 255] as number)
  return crc
}

/** Four words at a time. */
function addWords(before: number, words: Int32Array, from: number, to: number): number {
  let crc = before
  for (let at = from; at < to; at += 4) {
    crc =
      effectOf((words[at] as number) ^ crc, 12) ^
      effectOf(words[at + 1] as number, 8) ^
      effectOf(words[at + 2] as number, 4) ^
      effectOf(words[at + 3] as number, 0)
  }
  return crc
}

/** The effect of the four bytes of a word that is followed by `more` bytes. */
function effectOf(word: number, more: number): number {
  const table = more << 8
  return (
    (effects[table + 768 + (word & 255)] as number) ^
    (effects[table + 512 + ((word >>> 8) & 255)] as number) ^
    (effects[table + 256 + ((word >>> 16) & 255)] as number) ^
    (effects[table + (word >>> 24)] as number)
  )
}
