/** Binding as operators see it: names to ordinals and types, over one input schema. */
import type { DataType, Field } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import type { Bound } from '../bound.ts'
import type { Expression } from '../expression.ts'
import type { RowWiseStep } from '../row-step.ts'

/** A value of a select list with the field it makes. */
export interface BoundColumn {
  readonly field: Field
  readonly value: Bound
}

export interface Binder {
  /** Binds over `input`; throws UNRESOLVED_COLUMN.WITH_SUGGESTION, DATATYPE_MISMATCH.*, … as Spark's analyzer. */
  bind(expression: Expression, input: Schema): Bound
  /** Binds and casts implicitly to `type`, or throws DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE naming `what`. */
  bindAs(expression: Expression, input: Schema, type: DataType, what: string): Bound
  /** A select list: stars expanded, each with its output field (name as Spark's, nullability, metadata, qualifier). */
  bindColumns(expressions: readonly Expression[], input: Schema): readonly BoundColumn[]
  /**
   * A select list that may have generators (`explode`): steps over the input, the last of which is the projection. What
   * is bound already stays as it is.
   *
   * @throws UNSUPPORTED_GENERATOR.*, UDTF_ALIAS_NUMBER_MISMATCH besides what `bindColumns` throws
   */
  bindSelect(items: readonly (Expression | BoundColumn)[], input: Schema): readonly RowWiseStep[]
}
