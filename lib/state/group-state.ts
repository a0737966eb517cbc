/**
 * Groups of a running aggregation: keys, and what each accumulator remembers of them, as one table of the state store.
 * Cost of a change file is in proportion to the groups that changed.
 *
 * Format, little endian: u32 length and bytes of the key table's part, u32 groups, their ids, then each cell's values.
 */
import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import type { Cells } from '../columnar/cells.ts'
import type { Vector } from '../columnar/vector.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Field } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { ChangedIds } from './changed-ids.ts'
import { KeyTable } from './key-table.ts'
import { restoreKeys } from './restore-keys.ts'
import type { StateTable } from './state-store.ts'

export class GroupState implements StateTable {
  readonly name = 'groups'
  readonly key: Schema
  readonly value: Schema
  readonly accumulators: readonly Accumulator[]
  /** Groups that rows came for since `changes()`; those that went since are among them. */
  readonly changed = new ChangedIds()
  readonly #keys: KeyTable
  /** The next `changes()` are all there is. */
  #whole = false
  /** Cells whose groups keep memory of their own. */
  readonly #heavy: readonly Cells[]

  /**
   * @param keys fields of the grouping keys, names and types as the state's schema has them
   * @param values fields of the accumulators' buffers
   */
  constructor(
    keys: readonly Field[],
    accumulators: readonly Accumulator[],
    values: readonly Field[] = accumulators.flatMap((one) => one.buffer),
  ) {
    this.key = new Schema(keys)
    this.value = new Schema(values)
    this.accumulators = accumulators
    this.#heavy = accumulators.flatMap(({ cells }) => cells).filter((one) => one.keepsMemory)
    this.#keys = new KeyTable(keys.map(({ type }) => type))
  }

  get size(): number {
    return this.#keys.size
  }

  /** One above the highest id: how long arrays by id must be. */
  get top(): number {
    return this.#keys.top
  }

  /** Ids of new groups of the last `assign`, the first `createdCount`. */
  get created(): Int32Array {
    return this.#keys.created
  }

  get createdCount(): number {
    return this.#keys.createdCount
  }

  /** Ids of rows' groups, new ones with initial accumulators; all count as changed. */
  assign(columns: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    const keys = this.#keys
    keys.assign(columns, rows, count, ids)
    if (keys.createdCount > 0) {
      for (const { cells } of this.accumulators) {
        for (const one of cells) {
          one.grow(keys.top)
          one.clear(keys.created, keys.createdCount)
        }
      }
    }
    this.changed.mark(ids, count)
  }

  has(id: number): boolean {
    return this.#keys.has(id)
  }

  /** Forgets the first `count` groups of `ids`. */
  remove(ids: Int32Array, count: number): void {
    this.#keys.removeAll(ids, count)
    for (const one of this.#heavy) one.clear(ids, count)
  }

  /** Groups were taken over from another form of state: all are to be written, and no rows came for them. */
  takenOver(): void {
    this.changed.clear()
    this.#whole = true
  }

  /** Forgets all, as if nothing had come. */
  clear(): void {
    this.#keys.restore(undefined, [])
    this.changed.clear()
  }

  /** Ids of all groups, ascending. */
  ids(): Int32Array {
    return this.#keys.ids()
  }

  /** Key columns of the first `count` groups in `ids`. */
  keyVectors(ids: Int32Array, count: number): Vector[] {
    return this.#keys.vectors(ids, count)
  }

  /** Key columns and results of the first `count` groups in `ids`. */
  vectors(ids: Int32Array, count: number): Vector[] {
    return [...this.#keys.vectors(ids, count), ...this.accumulators.map((one) => one.finish(ids, count))]
  }

  snapshot(): Uint8Array {
    const ids = this.ids()
    return this.#encode(this.#keys.snapshot(), ids, ids.length)
  }

  changes(): Uint8Array | undefined {
    const keys = this.#keys.changes()
    const { changed } = this
    if (this.#whole) {
      const all = this.ids()
      changed.mark(all, all.length)
      this.#whole = false
    }
    if (keys === undefined && changed.count === 0) return undefined
    changed.arrange()
    const ids = new Int32Array(changed.count)
    const alive = this.#keys.present(changed.ids, changed.count, ids)
    changed.clear()
    return this.#encode(keys, ids, alive)
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    const readers = (snapshot ? [snapshot, ...changes] : changes).map((bytes) => new BytesReader(bytes))
    restoreKeys(this.#keys, readers, snapshot !== undefined)
    this.changed.clear()
    const cells = this.accumulators.flatMap((one) => one.cells)
    // A group that has gone since may be among the saved ones, above the highest id of now.
    let top = this.#keys.top
    const saved = readers.map((reader) => {
      const count = reader.int()
      const ids = new Int32Array(reader.take(4 * count))
      for (let i = 0; i < count; i++) top = Math.max(top, (ids[i] as number) + 1)
      return ids
    })
    for (const one of cells) one.grow(top)
    for (const [at, ids] of saved.entries()) {
      for (const one of cells) one.load(ids, ids.length, readers[at] as BytesReader)
    }
  }

  #encode(keys: Uint8Array | undefined, ids: Int32Array, count: number): Uint8Array {
    const cells = this.accumulators.flatMap((one) => one.cells)
    const arena = new ByteArena((keys?.length ?? 0) + 16 + count * (4 + 8 * cells.length))
    arena.appendInt(keys?.length ?? 0)
    if (keys) arena.append(keys)
    arena.appendInt(count)
    arena.appendInts(ids, count)
    for (const one of cells) one.save(ids, count, arena)
    return arena.bytes.subarray(0, arena.top)
  }
}
