/** Keys of a table of entries: rows of key columns in normal form, and back. */
import { ByteArena } from '../columnar/bytes.ts'
import { encodeRow, RowDecoder } from '../columnar/row-codec.ts'
import type { Int64Vector, Vector } from '../columnar/vector.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { EntryKey } from './entry-key.ts'
import { textOfBytes } from './entry-lists.ts'
import { orderedTimeBytes, writeOrderedTime } from './time-words.ts'

/** Lengths for which there is a key at hand. */
const mostPassing = 1024

export class EntryKeys {
  readonly #arena = new ByteArena(256)
  readonly #decoder: RowDecoder
  /** For keys that are looked up, by their length. */
  readonly #passing = new Map<number, Uint8Array>()

  constructor(types: readonly DataType[]) {
    this.#decoder = new RowDecoder(types)
  }

  /** The key of a row. */
  encode(columns: readonly Vector[], row: number): Uint8Array {
    const arena = this.#arena
    arena.top = 0
    encodeRow(arena, columns, row, true)
    return arena.bytes.slice(0, arena.top)
  }

  /** As `encode`, for tables that take either form. */
  key(columns: readonly Vector[], row: number): EntryKey {
    const arena = this.#arena
    arena.top = 0
    encodeRow(arena, columns, row, true)
    return new EntryKey(textOfBytes(arena.bytes, arena.top))
  }

  /**
   * As `encode`; good until the next call.
   *
   * @param times row `row` stands behind the key, so that the entries of a key are together and in their order
   */
  passing(columns: readonly Vector[], row: number, times?: Int64Vector): Uint8Array {
    const arena = this.#arena
    arena.top = 0
    encodeRow(arena, columns, row, true)
    if (times) {
      const at = arena.reserve(orderedTimeBytes)
      writeOrderedTime(arena.view, at, times, row)
      arena.top = at + orderedTimeBytes
    }
    const { top, bytes } = arena
    let key = this.#passing.get(top)
    if (key === undefined) {
      key = new Uint8Array(top)
      if (this.#passing.size < mostPassing) this.#passing.set(top, key)
    }
    for (let i = 0; i < top; i++) key[i] = bytes[i] as number
    return key
  }

  /** The values of a key. */
  values(key: Uint8Array): SqlValue[] {
    const view = new DataView(key.buffer, key.byteOffset, key.byteLength)
    return this.#decoder.row({ bytes: key, view }, 0)
  }

  /** Key columns, a row per key; what stands behind a key is not looked at. */
  decode(keys: readonly Uint8Array[]): Vector[] {
    const arena = new ByteArena(64 * keys.length)
    const offsets = Int32Array.from(keys, (key) => arena.append(key))
    const rows = Int32Array.from(keys, (_, at) => at)
    return this.#decoder.vectors(arena, offsets, rows, keys.length)
  }
}
