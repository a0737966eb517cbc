/** What row-wise operators are made of; neighbours are concatenated and compiled to one loop. */

import type { Field } from '../types/data-type.ts'
import type { Bound } from './bound.ts'

export type RowStep =
  /** Keeps rows for which the condition is true (not false, not null). */
  | { readonly filter: Bound }
  /** Replaces the columns. Inputs of the next step refer to these. */
  | { readonly project: readonly { readonly field: Field; readonly value: Bound }[] }
