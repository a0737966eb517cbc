/** Binding as operators see it: names to ordinals and types, over one input schema (or two, side by side). */
import type { Bound } from '../expressions/bound.ts'
import type { Expression } from '../expressions/expression.ts'
import type { DataType, Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'

export interface Binder {
  /** Binds over `input`; throws UNRESOLVED_COLUMN.WITH_SUGGESTION, DATATYPE_MISMATCH.*, … as Spark's analyzer. */
  bind(expression: Expression, input: Schema): Bound
  /** Binds and casts implicitly to `type`, or throws DATATYPE_MISMATCH naming `what`. */
  bindAs(expression: Expression, input: Schema, type: DataType, what: string): Bound
  /** A select list: stars and generators expanded, each with its output field (name as Spark's, nullability, metadata). */
  bindColumns(
    expressions: readonly Expression[],
    input: Schema,
  ): readonly { readonly field: Field; readonly value: Bound }[]
}
