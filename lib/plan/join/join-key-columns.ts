/** The key columns of one side of a join, batch by batch. */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Bound } from '../../expressions/bound.ts'
import { compileRows, type RowContext } from '../../expressions/code/compile-rows.ts'
import type { KeyTable } from '../../state/key-table.ts'
import type { DataType } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import type { JoinKey } from './join-keys.ts'

/** Finds rows' keys in a table, or gives them their numbers. */
export class JoinKeyColumns {
  readonly types: readonly DataType[]
  readonly #keys: readonly Bound[]
  /** By key: a null in it equals a null. */
  readonly #nullSafe: readonly boolean[]
  /** Computes the keys; undefined when all of them are columns. */
  readonly #compute: ((batch: RecordBatch) => RecordBatch | undefined) | undefined

  constructor(keys: readonly JoinKey[], side: 'left' | 'right', input: Schema, context: RowContext) {
    this.#keys = keys.map((key) => key[side])
    this.#nullSafe = keys.map((key) => key.nullSafe)
    this.types = this.#keys.map((key) => key.type)
    if (this.#keys.some((key) => key.kind !== 'input')) {
      const project = this.#keys.map((value, at) => {
        const { type, nullable } = value
        return { field: { name: `key${at}`, type, nullable }, value }
      })
      const schema = new Schema(project.map((column) => column.field))
      this.#compute = compileRows([{ project }], input, schema, context)
    }
  }

  /**
   * Numbers of the selected rows' keys, one by one; −1 for a key with a null that equals nothing, and, with `find`, for
   * one that is not in the table.
   */
  number(batch: RecordBatch, table: KeyTable, mode: 'assign' | 'find', ids: Int32Array): void {
    if (batch.selected === 0) return
    const computed = this.#compute?.(batch)
    try {
      const rows = computed ?? batch
      const columns = computed
        ? computed.columns
        : this.#keys.map((key) => batch.columns[(key as Bound & { kind: 'input' }).index] as Vector)
      const strict = columns.filter((column, at) => column.nulls !== undefined && !this.#nullSafe[at])
      if (mode === 'find') table.find(columns, rows.selection, rows.selected, ids)
      else if (strict.length === 0) table.assign(columns, rows.selection, rows.selected, ids)
      else return assignWithoutNulls(table, columns, strict, rows, ids)
      for (const column of strict) dropNulls(column, rows.selection, rows.selected, ids)
    } finally {
      computed?.release()
    }
  }
}

/** Keys with a null are not put into the table at all. */
function assignWithoutNulls(
  table: KeyTable,
  columns: readonly Vector[],
  strict: readonly Vector[],
  { selection, selected }: RecordBatch,
  ids: Int32Array,
): void {
  ids.fill(0, 0, selected)
  for (const column of strict) dropNulls(column, selection, selected, ids)
  const rows = new Int32Array(selected)
  let count = 0
  for (let i = 0; i < selected; i++)
    if (ids[i] === 0) rows[count++] = selection === undefined ? i : (selection[i] as number)
  const found = new Int32Array(count)
  table.assign(columns, rows, count, found)
  let at = 0
  for (let i = 0; i < selected; i++) if (ids[i] === 0) ids[i] = found[at++] as number
}

function dropNulls(column: Vector, selection: Int32Array | undefined, selected: number, ids: Int32Array): void {
  const nulls = column.nulls as Uint8Array
  for (let i = 0; i < selected; i++) {
    const row = selection === undefined ? i : (selection[i] as number)
    if (nulls[row] === 1) ids[i] = -1
  }
}
