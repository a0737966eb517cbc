/**
 * What accumulators remember of one group as bytes: first the cells whose values have a fixed width, then of each other one
 * u32 length and bytes.
 */
import { ByteArena } from '../columnar/bytes.ts'
import { BytesReader } from '../columnar/bytes-reader.ts'
import type { Cells } from '../columnar/cells.ts'

export class GroupRecords {
  readonly #fixed: readonly (readonly [cells: Cells, width: number, arena: ByteArena])[]
  readonly #others: readonly (readonly [cells: Cells, arena: ByteArena])[]

  constructor(cells: readonly Cells[]) {
    this.#fixed = cells.flatMap((one) =>
      one.savedWidth === undefined ? [] : [[one, one.savedWidth, new ByteArena()] as const],
    )
    this.#others = cells.filter((one) => one.savedWidth === undefined).map((one) => [one, new ByteArena()] as const)
  }

  /** Gives the records of the first `count` ids, one after another; each is good until the next. */
  save(ids: Int32Array, count: number, each: (id: number, record: Uint8Array) => void): void {
    let width = 0
    for (const [cells, one, arena] of this.#fixed) {
      arena.top = 0
      cells.save(ids, count, arena)
      width += one
    }
    let record = new Uint8Array(width)
    for (let i = 0; i < count; i++) {
      const tails = this.#others.length === 0 ? nothing : this.#tail(ids.subarray(i, i + 1))
      if (record.length !== width + tails.length) record = new Uint8Array(width + tails.length)
      let at = 0
      for (const [, one, { bytes }] of this.#fixed) {
        for (let from = i * one, to = from + one; from < to; ) record[at++] = bytes[from++] as number
      }
      record.set(tails, width)
      each(ids[i] as number, record)
    }
  }

  #tail(id: Int32Array): Uint8Array {
    const tail = new ByteArena(256)
    for (const [cells] of this.#others) {
      const start = tail.reserve(4)
      tail.top = start + 4
      cells.save(id, 1, tail)
      tail.view.setUint32(start, tail.top - start - 4, true)
    }
    return tail.bytes.subarray(0, tail.top)
  }

  /** Begins to take records. */
  begin(): void {
    for (const [, , arena] of this.#fixed) arena.top = 0
    for (const [, arena] of this.#others) arena.top = 0
  }

  /** Takes a record. */
  add(record: Uint8Array): void {
    let at = 0
    for (const [, width, arena] of this.#fixed) {
      arena.append(record, at, width)
      at += width
    }
    if (this.#others.length === 0) return
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
    for (const [, arena] of this.#others) {
      const length = view.getUint32(at, true)
      arena.append(record, at + 4, length)
      at += 4 + length
    }
  }

  /** Gives the records that were taken to the first `count` ids, in order. */
  load(ids: Int32Array, count: number): void {
    for (const [cells, , arena] of this.#fixed) cells.load(ids, count, new BytesReader(arena.bytes))
    for (const [cells, arena] of this.#others) cells.load(ids, count, new BytesReader(arena.bytes))
  }
}

const nothing = new Uint8Array(0)
