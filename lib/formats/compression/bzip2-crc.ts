/** bzip2's checksum: CRC-32 of IEEE 802.3 with the highest bit first. */

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  return crc
})

/** @returns signed, as bitwise operators give it */
export function bzip2Crc(bytes: Uint8Array): number {
  let crc = -1
  for (let at = 0; at < bytes.length; at++) crc = (crc << 8) ^ (table[(crc >>> 24) ^ (bytes[at] as number)] as number)
  return ~crc
}

/** The checksum of a stream from those of its blocks. */
export function combinedCrc(stream: number, block: number): number {
  return ((stream << 1) | (stream >>> 31)) ^ block
}
