/**
 * What a function's `emit` works with: it writes JavaScript text for one row of the fused loop. No text of the user's
 * reaches the code except through `constant` (by reference) or as a quoted literal.
 */
import type { DataType } from '../types/data-type.ts'

/**
 * A value in generated code. `value` is a JavaScript expression (a local's name or a literal) in the internal form of
 * `type` (see lib/types/data-type.ts), valid when `isNull` is not truthy; `isNull` is a JavaScript expression or
 * undefined when never null.
 */
export interface Operand {
  readonly type: DataType
  readonly value: string
  readonly isNull: string | undefined
  /** Strings and binary straight from a column: bytes instead of a decoded string (names of locals). */
  readonly bytes?: { readonly data: string; readonly offset: string; readonly length: string }
}

export interface Emitter {
  /** Appends a statement to the row's body. */
  line(text: string): void
  /** Declares a fresh local `let` with an initial value and gives its name. Keeps one representation for ever. */
  local(initial: string): string
  /** A name bound to a JavaScript value (a table, a compiled pattern, a function) outside the loop. */
  constant(value: unknown): string
  /** The name of the row number's local. */
  readonly row: string
  /** Name of the Evaluation object. */
  readonly evaluation: string
}
