/**
 * Lists of entries as bytes: what changed in a table of bytes, or a piece of all it holds. Little endian: u32 entries, then
 * of each u32 length and bytes of its key, i32 length and bytes of its value, length −1 for an entry that was removed.
 */
import { ByteArena, compareBytes } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import { timeBytes, writeTime } from './timed-key.ts'
import type { ValueForm } from './value-table.ts'

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

  /** Appends an entry whose key is text of one character a byte, and whose value a form writes. */
  appendValue<V>(key: string, value: V | undefined, form: ValueForm<V>): void {
    this.#count += 1
    const arena = this.#arena
    arena.appendInt(key.length)
    arena.appendLatin1(key)
    arena.appendInt(-1)
    if (value === undefined) return
    const from = arena.top
    form.encode(arena, value)
    arena.view.setInt32(from - 4, arena.top - from, true)
  }

  /** Appends an entry without a value, whose key is a time and text of one character a byte (timed-key.ts). */
  appendTimed(timeMs: number, key: string, removed: boolean): void {
    this.#count += 1
    const arena = this.#arena
    arena.appendInt(timeBytes + key.length)
    const at = arena.reserve(timeBytes)
    writeTime(arena.view, at, timeMs)
    arena.top = at + timeBytes
    arena.appendLatin1(key)
    arena.appendInt(removed ? -1 : 0)
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

/** Longer ones go through a call that costs more to begin with, and less for each byte. */
const shortText = 128
/** Arguments of one call, at most. */
const longestCall = 4096

/** The first `length` bytes as text of one character each: equal when they are equal, and in their order. */
export function textOfBytes(bytes: Uint8Array, length = bytes.length): string {
  let text = ''
  if (length > shortText) {
    for (let at = 0; at < length; at += longestCall)
      text += Reflect.apply(String.fromCharCode, null, bytes.subarray(at, Math.min(length, at + longestCall)))
    return text
  }
  let at = 0
  for (; at + 8 <= length; at += 8) text += eight(bytes, at)
  for (; at < length; at++) text += String.fromCharCode(bytes[at] as number)
  return text
}

/** A call with so many arguments costs as much as one with one. */
function eight(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(
    bytes[at] as number,
    bytes[at + 1] as number,
    bytes[at + 2] as number,
    bytes[at + 3] as number,
    bytes[at + 4] as number,
    bytes[at + 5] as number,
    bytes[at + 6] as number,
    bytes[at + 7] as number,
  )
}
