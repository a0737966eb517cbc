/**
 * A generator as one value: how it binds. Every generator takes an array or a map apart that it is given or makes of its
 * arguments, so that one kernel over columns runs them all. One per file; adding one is that file and its line in
 * `generators/index.ts`.
 */
import type { DataType } from '../../types/data-type.ts'
import type { Bound } from '../bound.ts'
import type { GeneratedFrom } from '../row-step.ts'
import type { BindContext } from '../scalar-function.ts'

/** A column that a generator makes, under the name it has without an alias. */
export interface MadeColumn {
  readonly name: string
  readonly type: DataType
  readonly nullable: boolean
  readonly from: Exclude<GeneratedFrom, { readonly input: number }>
}

/** A generator's call, bound. */
export interface BoundGenerator {
  /** An ARRAY or a MAP, the elements of which become rows. */
  readonly collection: Bound
  readonly columns: readonly MadeColumn[]
  /** Spark infers a filter from it when `collection` is a plain column (InferFiltersFromGenerate). */
  readonly infersFilter: boolean
}

export interface Generator {
  /** Lower case: `explode`. */
  readonly name: string
  /** One line for docs/functions.md: what it gives. */
  readonly summary: string
  /** A row that would give none gives one of nulls. */
  readonly outer: boolean
  /** Its argument's name, where it may be given by it: `explode(collection => c)`. */
  readonly parameter?: string
  /**
   * Checks the arguments and inserts implicit casts.
   *
   * @throws WRONG_NUM_ARGS.*, REQUIRED_PARAMETER_NOT_FOUND, DATATYPE_MISMATCH.*
   */
  bind(args: readonly Bound[], context: BindContext): BoundGenerator
}
