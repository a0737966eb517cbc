/**
 * What a function's `emit` works with: it writes JavaScript text for one row of the fused loop. No text of the user's
 * reaches the code except through `constant` (by reference) or as a quoted literal.
 *
 * Who looks after nulls: for a function with `nulls: 'propagate'` (the default) the generator tests the arguments, one
 * after the other as Spark does (the second is not evaluated when the first is null), and `emit` writes the code for the
 * case that none is: its operands have no `isNull`. With `nulls: 'custom'` operands come as they are. Lazy forms (and,
 * or, if, when, coalesce) are the generator's own: `lib/expressions/code/lazy-forms.ts`.
 */
import type { DataType } from '../types/data-type.ts'

/**
 * A value in generated code. `value` is a JavaScript expression without side effects (a local's name, a literal, or the
 * decoding of bytes: name it by `local` before reading it twice) in the internal form of `type` (see
 * lib/types/data-type.ts), valid when `isNull` is not truthy; `isNull` is a JavaScript expression or undefined when never
 * null.
 */
export interface Operand {
  readonly type: DataType
  readonly value: string
  readonly isNull: string | undefined
  /**
   * Strings and binary from a column or a literal: bytes instead of a decoded string (names of locals or constants;
   * `data` is a Uint8Array). `lib/expressions/code/bytes.ts` compares them.
   */
  readonly bytes?: { readonly data: string; readonly offset: string; readonly length: string }
  /** A text that is one of a dictionary's, by its code: a column of such texts is a dictionary column. */
  readonly entry?: { readonly code: string; readonly dictionary: string }
}

export interface Emitter {
  /** Appends a statement to the row's body. */
  line(text: string): void
  /** Appends `head {`, what `body` writes, `}`. Locals made inside are not visible behind it. */
  block(head: string, body: () => void): void
  /** Declares a fresh local `let` with an initial value and gives its name. Keeps one representation for ever. */
  local(initial: string): string
  /** A name bound to a JavaScript value (a table, a compiled pattern, a function) outside the loop. */
  constant(value: unknown): string
  /** The name of the row number's local. */
  readonly row: string
  /** Name of the Evaluation object. */
  readonly evaluation: string
}
