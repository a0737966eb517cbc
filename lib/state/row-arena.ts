/**
 * Rows kept beyond their batch: appended, removed, read again as vectors. A row has a small number that is used again when
 * it is gone, so that what else is known of it can live in arrays beside.
 *
 * Each column is kept as cells by number: values are copied in once, and what removed rows leave behind is given back.
 * Vectors that were read are copies and stay valid.
 *
 * Persistence, little endian: i32 count and numbers of rows that have gone; i32 count and numbers of the others, then their
 * cells, column by column.
 */
import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import type { Cells } from '../columnar/cells.ts'
import type { Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { DataType } from '../types/data-type.ts'
import { ChangedIds } from './changed-ids.ts'
import { IdPool } from './id-pool.ts'
import { type RowColumn, rowColumn } from './row-columns.ts'

export class RowArena {
  readonly #columns: readonly RowColumn[]
  /** Of all columns, by the rows' numbers. */
  readonly cells: readonly Cells[]
  readonly #ids = new IdPool()
  /** Rows that came or went since `changes()`. */
  readonly #changed = new ChangedIds()
  readonly #one = new Int32Array(1)
  readonly #oneRow = new Int32Array(1)

  constructor(types: readonly DataType[]) {
    this.#columns = types.map(rowColumn)
    this.cells = this.#columns.flatMap((one) => one.cells)
  }

  /** Rows now. */
  get size(): number {
    return this.#ids.size
  }

  /** One above the highest number ever given. */
  get top(): number {
    return this.#ids.top
  }

  has(id: number): boolean {
    return this.#ids.has(id)
  }

  /** Keeps row `row` of the columns; gives its number. */
  append(columns: readonly Vector[], row: number): number {
    this.#oneRow[0] = row
    this.appendRows(columns, this.#oneRow, 1, this.#one)
    return this.#one[0] as number
  }

  /**
   * Keeps many rows of a batch.
   *
   * @param rows row numbers; undefined = rows 0 … count−1
   * @param ids takes the numbers that the rows get, one per row
   */
  appendRows(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    invariant(columns.length === this.#columns.length, 'a row has other columns than its arena')
    this.reserveRows(count, ids)
    for (const [at, column] of this.#columns.entries()) column.put(columns[at] as Vector, rows, count, ids)
  }

  /** Gives numbers to rows whose cells are still to be written. */
  reserveRows(count: number, ids: Int32Array): void {
    this.#ids.next(count, ids)
    this.#ids.take(ids, count)
    for (const cells of this.cells) cells.grow(this.top)
    this.#changed.mark(ids, count)
  }

  remove(id: number): void {
    this.#one[0] = id
    this.removeAll(this.#one, 1)
  }

  /** Forgets the first `count` rows named in `ids`, each once. */
  removeAll(ids: Int32Array, count: number): void {
    this.#ids.releaseAll(ids, count)
    for (const cells of this.cells) cells.clear(ids, count)
    this.#changed.mark(ids, count)
  }

  /** Columns of the first `count` rows named in `ids`. */
  vectors(ids: Int32Array, count: number): Vector[] {
    return this.#columns.map((column) => column.vector(ids, count))
  }

  /** One of the columns, as `vectors` gives it. */
  column(at: number, ids: Int32Array, count: number): Vector {
    return (this.#columns[at] as RowColumn).vector(ids, count)
  }

  /** Numbers of all rows, ascending. */
  ids(): Int32Array {
    return this.#ids.ids()
  }

  /** All rows with their numbers, as `restore` takes them. */
  snapshot(): Uint8Array {
    const ids = this.ids()
    return this.#encode(new Int32Array(0), 0, ids, ids.length)
  }

  /** Rows that came or went since the last call or `restore`; undefined = none. */
  changes(): Uint8Array | undefined {
    const { ids, count } = this.#changed
    if (count === 0) return undefined
    const gone = new Int32Array(count)
    const kept = new Int32Array(count)
    const keptCount = this.#ids.partition(ids, count, kept, gone)
    this.#changed.clear()
    return this.#encode(gone, count - keptCount, kept, keptCount)
  }

  /** Begins anew. Rows keep their numbers. */
  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const before = this.ids()
    for (const cells of this.cells) cells.clear(before, before.length)
    this.#ids.clear()
    this.#changed.clear()
    for (const bytes of snapshot ? [snapshot, ...changes] : changes) this.#apply(new BytesReader(bytes))
    this.#ids.endLoading()
  }

  #encode(gone: Int32Array, goneCount: number, ids: Int32Array, count: number): Uint8Array {
    const arena = new ByteArena(64 + 4 * goneCount + count * (4 + 8 * this.#columns.length))
    arena.appendInt(goneCount)
    arena.appendInts(gone, goneCount)
    arena.appendInt(count)
    arena.appendInts(ids, count)
    for (const cells of this.cells) cells.save(ids, count, arena)
    return arena.bytes.subarray(0, arena.top)
  }

  #apply(reader: BytesReader): void {
    const gone = new Int32Array(reader.take(4 * reader.int()))
    const ids = new Int32Array(reader.take(4 * reader.int()))
    const before = this.top
    this.#ids.load(gone, ids)
    for (const cells of this.cells) {
      cells.grow(this.top)
      // What came and went between two savings was never there.
      const known = gone.filter((id) => id < before)
      cells.clear(known, known.length)
      cells.load(ids, ids.length, reader)
    }
  }
}
