/**
 * One version of one stage's state as a file: what changed since the version before it, or all there is (a snapshot).
 *
 * Format 2, little endian: `MRST`, u16 format, u16 kind (0 changes, 1 snapshot, 2 a part of a snapshot), f64 version, u32
 * tables, u32 parts that belong to a snapshot; per table u32 form (0 its own, 1 a list of entries), its name, key schema,
 * value schema (each u32 length, UTF-8) and content (u32 length or 0xffffffff = unchanged, or in the parts; bytes); at the
 * end the CRC-32 of all before it. Format 1 has no parts and no forms.
 */
import { ByteArena, utf8Of } from '../columnar/bytes.ts'
import { MillraceError } from '../errors.ts'
import { crc32 } from './crc32.ts'

export interface StateFileTable {
  readonly name: string
  /** Its content is a list of entries. */
  readonly isEntries: boolean
  /** Schemas as Spark's JSON. */
  readonly key: string
  readonly value: string
  /** undefined = unchanged. */
  readonly bytes: Uint8Array | undefined
}

export interface StateFile {
  readonly version: number
  readonly snapshot: boolean
  /** It holds a piece of a snapshot. */
  readonly isPart?: boolean
  /** Of a snapshot: how many files beside it hold the rest. */
  readonly parts?: number
  readonly tables: readonly StateFileTable[]
}

const magic = 0x5453524d
const format = 2
const unchanged = 0xffffffff
const headerBytes = 24
/** Of the format before. */
const shortHeaderBytes = 20

/** CRC-32 of some bytes, as an unsigned number. */
export type Checksum = (bytes: Uint8Array) => number

/** @param checksum another implementation of CRC-32, faster than ours */
export function encodeStateFile(file: StateFile, checksum: Checksum = crc32): Uint8Array {
  const arena = new ByteArena(256 + file.tables.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0) + 512, 0))
  const at = arena.reserve(headerBytes)
  arena.view.setUint32(at, magic, true)
  arena.view.setUint16(at + 4, format, true)
  arena.view.setUint16(at + 6, file.isPart ? 2 : file.snapshot ? 1 : 0, true)
  arena.view.setFloat64(at + 8, file.version, true)
  arena.view.setUint32(at + 16, file.tables.length, true)
  arena.view.setUint32(at + 20, file.parts ?? 0, true)
  arena.top = at + headerBytes
  for (const { name, isEntries, key, value, bytes } of file.tables) {
    appendUint32(arena, isEntries ? 1 : 0)
    for (const text of [name, key, value]) appendSized(arena, utf8Of(text))
    if (bytes) appendSized(arena, bytes)
    else appendUint32(arena, unchanged)
  }
  appendUint32(arena, checksum(arena.bytes.subarray(0, arena.top)))
  return arena.bytes.subarray(0, arena.top)
}

/**
 * @param path named in errors
 * @param checksum as for `encodeStateFile`
 * @throws MILLRACE_STATE_CORRUPT for a file that is torn or has a wrong byte, MILLRACE_STATE_FORMAT for a later format
 */
export function decodeStateFile(bytes: Uint8Array, path: string, checksum: Checksum = crc32): StateFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < shortHeaderBytes + 4 || view.getUint32(0, true) !== magic)
    throw corrupt(path, 'it is too short or no state file')
  const found = view.getUint16(4, true)
  const sum = view.getUint32(bytes.length - 4, true)
  if (sum !== checksum(bytes.subarray(0, bytes.length - 4))) throw corrupt(path, 'its checksum is wrong')
  if (found === 0 || found > format) throw unknownFormat(path, found)
  const tables: StateFileTable[] = []
  let at = found === 1 ? shortHeaderBytes : headerBytes
  const decoder = new TextDecoder()
  const take = (): Uint8Array | undefined => {
    const length = view.getUint32(at, true)
    at += 4
    if (length === unchanged) return undefined
    at += length
    return bytes.subarray(at - length, at)
  }
  for (let left = view.getUint32(16, true); left > 0; left--) {
    const isEntries = found > 1 && view.getUint32(at, true) === 1
    if (found > 1) at += 4
    const [name, key, value] = [take(), take(), take()].map((text) => decoder.decode(text)) as [string, string, string]
    tables.push({ name, isEntries, key, value, bytes: take() })
  }
  const kind = view.getUint16(6, true)
  const parts = found === 1 ? 0 : view.getUint32(20, true)
  return { version: view.getFloat64(8, true), snapshot: kind === 1, isPart: kind === 2, parts, tables }
}

function appendUint32(arena: ByteArena, value: number): void {
  const at = arena.reserve(4)
  arena.view.setUint32(at, value, true)
  arena.top = at + 4
}

function appendSized(arena: ByteArena, bytes: Uint8Array): void {
  appendUint32(arena, bytes.length)
  arena.append(bytes)
}

/** The error of a state file that cannot be trusted. */
export function corrupt(path: string, what: string): MillraceError {
  return new MillraceError(
    'MILLRACE_STATE_CORRUPT',
    `This state file is damaged: ${what}. Restore it from a copy of the checkpoint, or start anew with another checkpoint location: ${path}`,
    { parameters: { path } },
  )
}

function unknownFormat(path: string, found: number): MillraceError {
  return new MillraceError(
    'MILLRACE_STATE_FORMAT',
    `This state file was written by a later version of millrace (format ${found}; this one reads format ${format}). Use that version: ${path}`,
    { parameters: { path, format: String(found) } },
  )
}
