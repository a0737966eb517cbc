/** A generator over batches: row numbers and element numbers are found first, then every column is taken by them. */

import type { Pool } from '../columnar/pool.ts'
import { RecordBatch } from '../columnar/record-batch.ts'
import { TakeRoom, take } from '../columnar/take.ts'
import type { ListVector, MapVector, Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import { Schema } from '../types/schema.ts'
import type { GeneratedFrom, Generation } from './row-step.ts'

/** Rows of a batch that comes out, at most: an array of a million elements gives many batches. */
const mostRows = 16_384

/** The columns after a generator. */
export function generatedSchema({ outputs }: Generation): Schema {
  return new Schema(outputs.map((one) => one.field))
}

/**
 * Prepares a generator. Not re-entrant.
 *
 * @param output schema of what comes out: the generation's columns, under names of an alias perhaps
 * @returns hands every batch of results to `emit`, which must read it before it returns; errors of `emit` pass through
 */
export function generateRows(
  generation: Generation,
  output: Schema,
  pool: Pool,
): (batch: RecordBatch, emit: (batch: RecordBatch) => void) => void {
  const rows = new GeneratedRows(generation, output, pool)
  return (batch, emit) => rows.run(batch, emit)
}

class GeneratedRows {
  readonly #generation: Generation
  readonly #schema: Schema
  readonly #pool: Pool
  /** For each row that comes out: its input row, its element (−1 for none), its position in the array. */
  readonly #rows = new Int32Array(mostRows)
  readonly #elements = new Int32Array(mostRows)
  readonly #positions = new Int32Array(mostRows)
  readonly #present = new Int32Array(mostRows)
  #count = 0

  constructor(generation: Generation, output: Schema, pool: Pool) {
    this.#generation = generation
    this.#schema = output
    this.#pool = pool
  }

  run(batch: RecordBatch, emit: (batch: RecordBatch) => void): void {
    const { column, times = 0 } = this.#generation
    this.#count = 0
    if (column === undefined) {
      for (let i = 0; i < batch.selected; i++) this.#add(batch, rowAt(batch, i), 0, times, emit)
      this.#flush(batch, emit)
      return
    }
    const collection = batch.columns[column] as Vector
    if (collection.layout === 'null') {
      for (let i = 0; i < batch.selected; i++) this.#add(batch, rowAt(batch, i), 0, 0, emit)
    } else {
      invariant(collection.layout === 'list' || collection.layout === 'map', `${collection.layout} has no elements`)
      const { offsets, nulls } = collection
      for (let i = 0; i < batch.selected; i++) {
        const row = rowAt(batch, i)
        const none = nulls?.[row] === 1
        this.#add(batch, row, none ? 0 : (offsets[row] as number), none ? 0 : (offsets[row + 1] as number), emit)
      }
    }
    this.#flush(batch, emit)
  }

  #add(batch: RecordBatch, row: number, from: number, to: number, emit: (batch: RecordBatch) => void): void {
    if (from === to) {
      if (this.#generation.outer) this.#put(batch, row, -1, -1, emit)
      return
    }
    for (let element = from; element < to; element++) this.#put(batch, row, element, element - from, emit)
  }

  #put(batch: RecordBatch, row: number, element: number, position: number, emit: (batch: RecordBatch) => void): void {
    if (this.#count === mostRows) this.#flush(batch, emit)
    this.#rows[this.#count] = row
    this.#elements[this.#count] = element
    this.#positions[this.#count++] = position
  }

  #flush(batch: RecordBatch, emit: (batch: RecordBatch) => void): void {
    const count = this.#count
    if (count === 0) return
    this.#count = 0
    const room = new TakeRoom(this.#pool)
    let columns: readonly Vector[]
    try {
      columns = this.#generation.outputs.map((one) => this.#column(one.from, batch, count, room))
    } catch (error) {
      room.abandon()
      throw error
    }
    emit(new RecordBatch(this.#schema, columns, count, { leases: room.leases, parent: batch }))
  }

  #column(from: GeneratedFrom, batch: RecordBatch, count: number, room: TakeRoom): Vector {
    if ('input' in from) return take(batch.columns[from.input] as Vector, this.#rows, count, room, false)
    const { outer, column } = this.#generation
    if ('part' in from && from.part === 'position') return this.#position(count, room)
    invariant(column !== undefined, 'rows that are only repeated have no elements')
    const elements = elementsOf(batch.columns[column] as Vector, from)
    if ('part' in from) return take(elements, this.#elements, count, room, outer)
    if (elements.layout !== 'struct') return take(elements, this.#elements, count, room, outer)
    const member = elements.children[from.member] as Vector
    if (elements.nulls === undefined) return take(member, this.#elements, count, room, outer)
    return take(member, this.#structs(elements.nulls, count), count, room, true)
  }

  /** Element numbers in which a struct that is null has none: its fields are null then (Spark's `inline`). */
  #structs(nulls: Uint8Array, count: number): Int32Array {
    for (let i = 0; i < count; i++) {
      const element = this.#elements[i] as number
      this.#present[i] = element >= 0 && nulls[element] === 1 ? -1 : element
    }
    return this.#present
  }

  #position(count: number, room: TakeRoom): Vector {
    const values = room.int32(count)
    for (let i = 0; i < count; i++) values[i] = this.#positions[i] as number
    const type = { kind: 'int' } as const
    if (!this.#generation.outer) return { layout: 'int32', type, length: count, nulls: undefined, values }
    const nulls = new Uint8Array(room.bytes(count))
    for (let i = 0; i < count; i++) nulls[i] = (this.#positions[i] as number) < 0 ? 1 : 0
    return { layout: 'int32', type, length: count, nulls, values }
  }
}

const rowAt = (batch: RecordBatch, i: number): number => (batch.selection ? (batch.selection[i] as number) : i)

function elementsOf(collection: Vector, from: GeneratedFrom): Vector {
  if (collection.layout === 'list') return (collection satisfies ListVector).child
  if (collection.layout === 'map') {
    const map: MapVector = collection
    return 'part' in from && from.part === 'key' ? map.keys : map.entries
  }
  return collection
}
