/** Columns of structs that an expression puts together: one column per field, filled side by side. */
import type { Lease, Pool } from '../../columnar/pool.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import { type OutputColumn, outputColumn } from './output-column.ts'
import { structParts } from './struct-parts.ts'

/** The column that takes an expression's values. */
export function outputFor(bound: Bound, pool: Pool): OutputColumn {
  const parts = structParts(bound)
  return parts
    ? new StructOutput(
        bound.type,
        parts.map((part) => outputFor(part, pool)),
      )
    : outputColumn(bound.type, pool)
}

/** A struct is never null itself, for named_struct never is; its fields are stored one by one. */
class StructOutput implements OutputColumn {
  readonly type: DataType
  /** For generated code: the fields' columns. */
  readonly children: readonly OutputColumn[]

  constructor(type: DataType, children: readonly OutputColumn[]) {
    this.type = type
    this.children = children
  }

  begin(rows: number): void {
    for (const child of this.children) child.begin(rows)
  }

  setNull(row: number): void {
    for (const child of this.children) child.setNull(row)
  }

  finish(rows: number, leases: Lease[]): Vector {
    const children = this.children.map((child) => child.finish(rows, leases))
    return { type: this.type, length: rows, nulls: undefined, layout: 'struct', children }
  }

  abandon(): void {
    for (const child of this.children) child.abandon()
  }
}
