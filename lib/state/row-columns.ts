/** Columns of kept rows: structs as their fields, so that windows and joined rows cost what their numbers cost. */

import { FlagCells } from '../columnar/cells/flag-cells.ts'
import { type KeptColumn, keptColumn } from '../columnar/cells/kept-column.ts'
import { absentNulls } from '../columnar/cells/word-vector.ts'
import type { Cells } from '../columnar/cells.ts'
import type { Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { DataType } from '../types/data-type.ts'

export interface RowColumn {
  readonly type: DataType
  readonly cells: readonly Cells[]
  /** Keeps the first `count` of `rows` for `ids`, of which nothing is kept; undefined rows = 0 … count−1. */
  put(vector: Vector, rows: Int32Array | undefined, count: number, ids: Int32Array): void
  vector(ids: Int32Array, count: number): Vector
}

export function rowColumn(type: DataType): RowColumn {
  return type.kind === 'struct' ? new StructColumn(type) : new ValueColumn(type)
}

class ValueColumn implements RowColumn {
  readonly type: DataType
  readonly cells: readonly Cells[]
  readonly #kept: KeptColumn

  constructor(type: DataType) {
    this.type = type
    this.#kept = keptColumn(type)
    this.cells = this.#kept.cells
  }

  put(vector: Vector, rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    const kept = this.#kept
    kept.read(vector)
    if (rows === undefined) for (let i = 0; i < count; i++) kept.put(ids[i] as number, i)
    else for (let i = 0; i < count; i++) kept.put(ids[i] as number, rows[i] as number)
  }

  vector(ids: Int32Array, count: number): Vector {
    return this.#kept.vector(ids, count)
  }
}

class StructColumn implements RowColumn {
  readonly type: DataType & { kind: 'struct' }
  readonly cells: readonly Cells[]
  readonly #present = new FlagCells()
  readonly #children: readonly RowColumn[]

  constructor(type: DataType & { kind: 'struct' }) {
    this.type = type
    this.#children = type.fields.map((one) => rowColumn(one.type))
    this.cells = [this.#present, ...this.#children.flatMap((child) => child.cells)]
  }

  put(vector: Vector, rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    if (vector.layout === 'null') return
    invariant(vector.layout === 'struct', `a ${vector.layout} column among structs`)
    const { nulls } = vector
    if (nulls === undefined) return this.#putPresent(vector.children, rows, count, ids)
    // What lies under a null is not looked at.
    const presentRows = new Int32Array(count)
    const presentIds = new Int32Array(count)
    let present = 0
    for (let i = 0; i < count; i++) {
      const row = rows === undefined ? i : (rows[i] as number)
      if (nulls[row] === 1) continue
      presentRows[present] = row
      presentIds[present++] = ids[i] as number
    }
    this.#putPresent(vector.children, presentRows, present, presentIds)
  }

  #putPresent(vectors: readonly Vector[], rows: Int32Array | undefined, count: number, ids: Int32Array): void {
    for (let i = 0; i < count; i++) this.#present.values[ids[i] as number] = 1
    for (const [at, child] of this.#children.entries()) child.put(vectors[at] as Vector, rows, count, ids)
  }

  vector(ids: Int32Array, count: number): Vector {
    const nulls = absentNulls(this.#present.values, ids, count)
    const children = this.#children.map((child) => child.vector(ids, count))
    return { type: this.type, length: count, nulls, layout: 'struct', children }
  }
}
