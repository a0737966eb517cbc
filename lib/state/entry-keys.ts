/** Keys of a table of entries: rows of key columns in normal form, and back. */
import { ByteArena } from '../columnar/bytes.ts'
import { encodeRow, RowDecoder } from '../columnar/row-codec.ts'
import type { Vector } from '../columnar/vector.ts'
import type { DataType } from '../types/data-type.ts'

export class EntryKeys {
  readonly #arena = new ByteArena(256)
  readonly #decoder: RowDecoder

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

  /** Key columns, a row per key. */
  decode(keys: readonly Uint8Array[]): Vector[] {
    const arena = new ByteArena(64 * keys.length)
    const offsets = Int32Array.from(keys, (key) => arena.append(key))
    const rows = Int32Array.from(keys, (_, at) => at)
    return this.#decoder.vectors(arena, offsets, rows, keys.length)
  }
}
