import { longType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

function crcTable(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    return crc
  })
}

let table: Int32Array | undefined

/** CRC-32 of ISO 3309, as `java.util.zip.CRC32`. */
function crcOf(bytes: Uint8Array): bigint {
  table ??= crcTable()
  let crc = -1
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] as number)
  return BigInt(~crc >>> 0)
}

export const crc32 = plainFunction(
  { name: 'crc32', summary: 'The CRC-32 checksum.', takes: ['binary'], gives: longType },
  crcOf,
)
