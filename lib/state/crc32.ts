/** CRC-32 (IEEE 802.3, as zlib's): finds any flipped or missing byte of a state file. */

const polynomial = 0xedb88320

/** Table k gives the effect of a byte that is followed by k more: four bytes are taken at a time. */
const tables: readonly Int32Array[] = makeTables()

function makeTables(): readonly Int32Array[] {
  const made = Array.from({ length: 4 }, () => new Int32Array(256))
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    ;(made[0] as Int32Array)[byte] = crc
  }
  for (let k = 1; k < 4; k++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = (made[k - 1] as Int32Array)[byte] as number
      ;(made[k] as Int32Array)[byte] = (before >>> 8) ^ ((made[0] as Int32Array)[before & 255] as number)
    }
  }
  return made
}

/** Checksum of the first `length` bytes, as an unsigned number. */
export function crc32(bytes: Uint8Array, length = bytes.length): number {
  const [t0, t1, t2, t3] = tables as [Int32Array, Int32Array, Int32Array, Int32Array]
  let crc = -1
  let at = 0
  for (; at + 4 <= length; at += 4) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
    crc =
      (t3[crc & 255] as number) ^
      (t2[(crc >>> 8) & 255] as number) ^
      (t1[(crc >>> 16) & 255] as number) ^
      (t0[crc >>> 24] as number)
  }
  for (; at < length; at++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] as number)) & 255] as number)
  return ~crc >>> 0
}
