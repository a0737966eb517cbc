/** What row-wise operators are made of; neighbours are concatenated, and what is between generators becomes one loop. */

import type { Field } from '../types/data-type.ts'
import type { Bound } from './bound.ts'

/** A step of a loop: one row in, one or none out. */
export type RowStep =
  /** Keeps rows for which the condition is true (not false, not null). */
  | { readonly filter: Bound }
  /** Replaces the columns. Inputs of the next step refer to these. */
  | { readonly project: readonly { readonly field: Field; readonly value: Bound }[] }

/** Makes a row of every element of an array or entry of a map, or as many as it says. */
export interface GenerateStep {
  readonly generate: Generation
}

export type RowWiseStep = RowStep | GenerateStep

/** One generator over the columns at hand (Spark's `Generate`). */
export interface Generation {
  /** The column that is taken apart: an ARRAY or a MAP; undefined = every row comes `times` times. */
  readonly column: number | undefined
  /** Rows for each row, where there is no column (Spark's `Expand`); `position` then says which it is. */
  readonly times?: number
  /** A row without elements gives one row of nulls. */
  readonly outer: boolean
  /** The columns after it. */
  readonly outputs: readonly GeneratedColumn[]
  /** The generator as text, for explain: `explode(split(w, ' '))`. */
  readonly text: string
  /** Rows that would give none may be dropped as early as a filter can be (Spark: InferFiltersFromGenerate). */
  readonly inferFilter: boolean
}

export interface GeneratedColumn {
  readonly field: Field
  readonly from: GeneratedFrom
}

/** What a column after a generator holds. */
export type GeneratedFrom =
  /** The input's column, repeated. */
  | { readonly input: number }
  | { readonly part: 'position' | 'element' | 'key' | 'value' }
  /** A field of an element that is a struct. */
  | { readonly member: number }
