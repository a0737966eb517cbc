/**
 * Lists of entries as bytes: what changed in a table of bytes, or a piece of all it holds. Little endian: u32 entries, then
 * of each u32 length and bytes of its key, i32 length and bytes of its value, length −1 for an entry that was removed.
 */
import { ByteArena, compareBytes } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'

/** Writes a list entry by entry. */
export class EntryListWriter {
  readonly #arena: ByteArena
  #count = 0

  /** @param expected entries; a guess */
  constructor(expected = 64) {
    this.#arena = new ByteArena(16 + 64 * expected)
    this.#arena.appendInt(0)
  }

  get count(): number {
    return this.#count
  }

  /** Bytes so far. */
  get size(): number {
    return this.#arena.top
  }

  /** @param value undefined = the entry was removed */
  append(key: Uint8Array, value: Uint8Array | undefined): void {
    this.#count += 1
    appendEntry(this.#arena, key, value)
  }

  /** The list; the writer must not be used any more. */
  finish(): Uint8Array {
    this.#arena.view.setUint32(0, this.#count, true)
    return this.#arena.bytes.subarray(0, this.#arena.top)
  }
}

/** Appends an entry as it stands in a list. @param value undefined = the entry was removed */
export function appendEntry(arena: ByteArena, key: Uint8Array, value: Uint8Array | undefined): void {
  arena.appendInt(key.length)
  arena.append(key)
  arena.appendInt(value ? value.length : -1)
  if (value) arena.append(value)
}

/**
 * Reads a list.
 *
 * @param each takes parts of `bytes`, not copies; no value = removed
 * @param ascending in the order of the keys, whatever order they stand in
 */
export function readEntryList(
  bytes: Uint8Array,
  each: (key: Uint8Array, value: Uint8Array | undefined) => void,
  ascending = false,
): void {
  const reader = new BytesReader(bytes)
  const unordered: [Uint8Array, Uint8Array | undefined][] = []
  let last: Uint8Array | undefined
  for (let left = reader.int(); left > 0; left--) {
    const key = part(reader, reader.int())
    const length = reader.int()
    const value = length < 0 ? undefined : part(reader, length)
    if (ascending && last && (unordered.length > 0 || compareBytes(last, key) > 0)) unordered.push([key, value])
    else {
      each(key, value)
      last = key
    }
  }
  // Stable: what was written to one key last stays last.
  unordered.sort(([a], [b]) => compareBytes(a, b))
  for (const [key, value] of unordered) each(key, value)
}

function part(reader: BytesReader, length: number): Uint8Array {
  const from = reader.skip(length)
  return reader.bytes.subarray(from, from + length)
}

/** Arguments of one call, at most. */
const longestCall = 4096

/** Bytes as text of one character each: equal when they are equal, and in their order. */
export function textOfBytes(bytes: Uint8Array): string {
  if (bytes.length <= longestCall) return Reflect.apply(String.fromCharCode, null, bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += longestCall)
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, at + longestCall))
  return text
}
