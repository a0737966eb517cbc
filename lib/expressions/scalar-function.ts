/**
 * A scalar function as one value: how it binds, what it means row by row (the oracle), and optionally how it becomes
 * code. One per file in `functions/`; adding one is that file and its line in `functions/index.ts`.
 */
import type { DataType, SqlValue } from '../types/data-type.ts'
import type { Bound, BoundLambda } from './bound.ts'
import type { Emitter, Operand } from './emitter.ts'
import type { Evaluation } from './evaluation.ts'
import type { Expression, MadeFunction } from './expression.ts'

/** A bound call as its definition sees it. */
export interface BoundCall {
  readonly name: string
  readonly args: readonly Bound[]
  readonly type: DataType
  readonly nullable: boolean
  readonly data?: unknown
  readonly ordinal?: number
  /** SQL text, where Spark's is not `name(args)` or an operator's: `window`, `from_json(s)`. */
  readonly text?: string
}

/**
 * What `bind` gives. `name` only when the call turns out to be another function's, under whose definition it then is
 * evaluated: `date + 1` is `date_add`.
 */
export type BoundParts = Omit<BoundCall, 'name'> & { readonly name?: string }

/** What `bind` may ask; filled by the binder. */
export interface BindContext {
  readonly ansi: boolean
  readonly zone: string
  /** The name it was called by, an alias perhaps. */
  readonly name: string
  /** SQL text of the whole call, for messages: `(a + b)`. */
  readonly text: string
  /** The name under which Spark checks the types of the arguments: that of `nvl` is `coalesce`. */
  readonly checkedName?: string
  /** Wraps in an implicit cast when the type differs. */
  cast(input: Bound, type: DataType): Bound
  /** The literal value of a foldable argument, or throws DATATYPE_MISMATCH.NON_FOLDABLE_INPUT naming `argument`. */
  constant(input: Bound, argument: string): SqlValue
  /** True when the expression has no column, lambda variable or non-deterministic call. */
  foldable(input: Bound): boolean
  /** Binds an unbound lambda argument (given as the call's original argument position) over parameter types. */
  lambda(argument: number, parameters: readonly { readonly type: DataType; readonly nullable: boolean }[]): BoundLambda
}

/** A parameter that `f(name => value)` may name. */
export interface NamedParameter {
  readonly name: string
  /** What stands for it when it is left out; without it the parameter is required. */
  readonly default?: Expression
}

export interface ScalarFunction {
  /** Registry name, lower case: `substring`, `+`, `and`. */
  readonly name: string
  readonly aliases?: readonly string[]
  /** Calls by this name are calls of the program's own aggregate function of this id; `bind` is not asked. */
  readonly aggregate?: string
  /** Calls by this name are calls of what `udf` or `columnUdf` made; `bind` is not asked. */
  readonly made?: MadeFunction
  /** Its parameters, in order, where Spark lets a call name them; `bind` then gets all of them. */
  readonly parameters?: readonly NamedParameter[]
  /** Some of its arguments are lambda functions. */
  readonly higherOrder?: true
  /** One line for docs/functions.md: what it gives. */
  readonly summary: string
  /** `false` = may differ between two calls with the same arguments (rand, uuid): a barrier for rewrites. */
  readonly deterministic?: boolean
  /**
   * Checks number and types of the arguments, inserts implicit casts, and says what comes out. Throws
   * WRONG_NUM_ARGS / DATATYPE_MISMATCH.* as Spark's analyzer. A lambda argument arrives as a `lambda` node that is not
   * bound yet (its `parameters` only say how many there are); `context.lambda(position, …)` gives the bound one.
   */
  bind(args: readonly Bound[], context: BindContext): BoundParts
  /**
   * `propagate` (default): null when any argument is null, `evaluate` never sees one. `custom`: `evaluate` sees nulls.
   */
  readonly nulls?: 'propagate' | 'custom'
  /**
   * The meaning: internal values in, internal value out. Lambda arguments are functions. With `lazy` arguments are
   * thunks (if, coalesce, and, or, when: Spark evaluates them only when needed).
   */
  readonly lazy?: boolean
  evaluate(args: readonly unknown[], call: BoundCall, evaluation: Evaluation): SqlValue
  /**
   * Code for one row inside the fused loop; undefined or returning undefined = call `evaluate` per row. Must agree with
   * `evaluate`: one property test compares the two for every function.
   */
  emit?(emitter: Emitter, args: readonly Operand[], call: BoundCall): Operand | undefined
}
