/**
 * Expressions before the analyzer has seen them: plain frozen data, as the DSL and the SQL parser make them. They name
 * columns and functions by text; nothing is resolved, no type is known. `Bound` (bound.ts) is the other half.
 *
 * Operators are calls: `+ - * / % div || = == <=> <> < <= > >= and or not & | ^ ~ << >> >>> in like rlike ilike between
 * isnull isnotnull …` under the names of Spark's function registry; unary minus is `negative`, CASE WHEN is `when`
 * (condition, value, …, else).
 */
import type { DataType, FieldMetadata, SqlValue } from '../types/data-type.ts'

export type Expression =
  /** `text` where names and messages show something else than the value: a variable. */
  | { readonly kind: 'literal'; readonly value: SqlValue; readonly type: DataType; readonly text?: string }
  /** `a`, `a.b.c`: column, qualified column, or field of a struct column; the analyzer decides. */
  | {
      readonly kind: 'column'
      readonly path: readonly string[]
      /** Id of the plan's node that the column was taken from (`df.col('k')`), where the name alone may not tell. */
      readonly frame?: number
      /** Position in the input, where several columns have the name. */
      readonly index?: number
      /** What it stands for where no column has the name. */
      readonly variable?: VariableValue
    }
  /** `*` or `target.*`, without the columns in `except`. */
  | {
      readonly kind: 'star'
      readonly target: readonly string[] | undefined
      readonly except?: readonly (readonly string[])[]
    }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly args: readonly Expression[]
      readonly distinct?: boolean
      /** Aggregates only: `FILTER (WHERE …)`. */
      readonly filter?: Expression
      /** Aggregates only: `WITHIN GROUP (ORDER BY …)`. */
      readonly withinGroup?: readonly Expression[]
      /** Window functions that look at single rows only: `lag(x) IGNORE NULLS`. Others are refused with it. */
      readonly ignoreNulls?: true
      /** `f(x => 1)`: names of arguments, undefined where positional. */
      readonly argumentNames?: readonly (string | undefined)[]
      /** Text before the function's name when it was an operator in SQL; for generated column names. */
      readonly operator?: boolean
      /** What is called where Spark has no function of the name. */
      readonly routine?: RoutineValue
    }
  | { readonly kind: 'cast'; readonly input: Expression; readonly type: DataType; readonly mode: 'cast' | 'try_cast' }
  | {
      readonly kind: 'alias'
      readonly input: Expression
      readonly names: readonly string[]
      /** The only name stands in brackets, `AS (a)`: generators have such names, and nothing else. */
      readonly listed?: true
      readonly metadata?: FieldMetadata
      /** By what the columns may be qualified (LATERAL VIEW); `names` of a generator's may then be empty. */
      readonly qualifier?: string
    }
  /** `a[0]`, `m['k']`, `s.f` on anything that is not a plain name. */
  | { readonly kind: 'extract'; readonly input: Expression; readonly key: Expression }
  | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: Expression }
  | {
      readonly kind: 'sort'
      readonly input: Expression
      readonly ascending: boolean
      readonly nullsFirst: boolean
    }
  /** `f(…) OVER (…)`, or OVER the name of a window that a WINDOW clause defines. */
  | { readonly kind: 'over'; readonly input: Expression; readonly window: WindowSpecification | string }
  /** A subquery in expression position, by its text; refused or planned by lib/sql. */
  | {
      readonly kind: 'subquery'
      readonly form: 'scalar' | 'exists' | 'in'
      readonly args: readonly Expression[]
      readonly text: string
      /** Where the text begins in the statement's. */
      readonly start: number
    }
  /** A user's function: the function itself stands in the session's FunctionTable under `id`. */
  | {
      readonly kind: 'udf'
      readonly id: string
      readonly name: string
      readonly args: readonly Expression[]
      readonly takes: readonly DataType[] | undefined
      readonly gives: DataType
      readonly deterministic: boolean
    }

/** A session variable as it was when the text that names it was read. */
export interface VariableValue {
  /** In lower case. */
  readonly name: string
  readonly type: DataType
  readonly value: SqlValue
  /** How many parts of the path name it; the others go into its fields. */
  readonly parts: number
}

/** A function made by SQL, as it was when the text that calls it was read. */
export interface RoutineValue {
  /** In lower case. */
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: DataType; readonly default?: Expression }[]
  /** undefined: the body's. */
  readonly returns: DataType | undefined
  readonly body: Expression
  /** It was called as `session.f`: Spark's own functions are not meant. */
  readonly qualified: boolean
}

/** What stands behind OVER. */
export interface WindowSpecification {
  readonly partitionBy: readonly Expression[]
  /** `sort` expressions, or plain ones: ascending. */
  readonly orderBy: readonly Expression[]
  /** undefined = the function's own. */
  readonly frame?: WindowFrame
}

/** Rows of a partition that a function sees at each row: by number, or by distance in the order's value. */
export interface WindowFrame {
  readonly unit: 'ROWS' | 'RANGE'
  readonly lower: FrameBound
  readonly upper: FrameBound
}

export type FrameBound =
  | { readonly kind: 'unbounded'; readonly side: 'PRECEDING' | 'FOLLOWING' }
  | { readonly kind: 'current' }
  | { readonly kind: 'offset'; readonly value: Expression; readonly side: 'PRECEDING' | 'FOLLOWING' }

/** What calls of a function that `udf` or `columnUdf` made are: their expression without name and arguments. */
export type MadeFunction = Pick<Extract<Expression, { kind: 'udf' }>, 'id' | 'takes' | 'gives' | 'deterministic'>
