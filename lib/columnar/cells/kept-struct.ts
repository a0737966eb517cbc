/** Structs by id, each field a kept column of its own: compared where they stand, none is decoded. */
import type { DataType } from '../../types/data-type.ts'
import type { Vector } from '../vector.ts'
import { FlagCells } from './flag-cells.ts'
import type { KeptColumn } from './kept-column.ts'
import { absentNulls } from './word-vector.ts'

export class StructColumn implements KeptColumn {
  readonly cells: KeptColumn['cells']
  readonly #type: DataType
  readonly #fields: readonly KeptColumn[]
  readonly #present = new FlagCells()
  #nulls: Uint8Array | undefined
  /** Null bytes of the batch's fields. */
  #fieldNulls: readonly (Uint8Array | undefined)[] = []

  /** @param fields empty columns of the fields' types */
  constructor(type: DataType, fields: readonly KeptColumn[]) {
    this.#type = type
    this.#fields = fields
    this.cells = [this.#present, ...fields.flatMap((one) => one.cells)]
  }

  read(vector: Vector): void {
    this.#nulls = nullBytes(vector)
    if (vector.layout !== 'struct') return
    this.#fieldNulls = vector.children.map(nullBytes)
    for (const [at, one] of this.#fields.entries()) one.read(vector.children[at] as Vector)
  }

  put(id: number, row: number): void {
    const isNull = this.#nulls?.[row] === 1
    this.#present.values[id] = isNull ? 0 : 1
    if (isNull) return
    for (const one of this.#fields) one.put(id, row)
  }

  putFrom(id: number, other: StructColumn, from: number): void {
    const present = other.#present.values[from] as number
    this.#present.values[id] = present
    if (present === 0) return
    for (const [at, one] of this.#fields.entries()) one.putFrom(id, other.#fields[at] as KeptColumn, from)
  }

  has(id: number): boolean {
    return this.#present.values[id] === 1
  }

  /** Field by field, nulls first. */
  compare(id: number, row: number): number {
    for (let at = 0; at < this.#fields.length; at++) {
      const one = this.#fields[at] as KeptColumn
      const has = this.#fieldNulls[at]?.[row] !== 1
      const order = has && one.has(id) ? one.compare(id, row) : Number(has) - Number(one.has(id))
      if (order !== 0) return order
    }
    return 0
  }

  compareFrom(id: number, other: StructColumn, from: number): number {
    for (let at = 0; at < this.#fields.length; at++) {
      const one = this.#fields[at] as KeptColumn
      const its = other.#fields[at] as KeptColumn
      const has = its.has(from)
      const order = has && one.has(id) ? one.compareFrom(id, its, from) : Number(has) - Number(one.has(id))
      if (order !== 0) return order
    }
    return 0
  }

  vector(ids: Int32Array, count: number): Vector {
    const nulls = absentNulls(this.#present.values, ids, count)
    const children = this.#fields.map((one) => one.vector(ids, count))
    return { layout: 'struct', type: this.#type, length: count, nulls, children }
  }
}

/** A column of NULL may come without null bytes. */
function nullBytes(vector: Vector): Uint8Array | undefined {
  return vector.layout === 'null' ? new Uint8Array(vector.length).fill(1) : vector.nulls
}
