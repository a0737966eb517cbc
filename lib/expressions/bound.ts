/**
 * Expressions after binding: columns are ordinals, functions are definitions' names, implicit casts are explicit, every
 * node has its type and nullability. Code generator and interpreter accept only these. Still plain data: `data` of a
 * call is what its definition computed at binding (a compiled pattern's text, a zone, a schema), structured-clone safe.
 */
import type { DataType, SqlValue } from '../types/data-type.ts'

interface BoundBase {
  readonly type: DataType
  readonly nullable: boolean
}

export type Bound =
  /** `text` where names and messages show it otherwise than in UTC: a TIMESTAMP in the session's zone. */
  | (BoundBase & { readonly kind: 'literal'; readonly value: SqlValue; readonly text?: string })
  /** Column `index` of the input batch; `name` for messages and explain only. */
  | (BoundBase & { readonly kind: 'input'; readonly index: number; readonly name: string })
  | (BoundBase & {
      readonly kind: 'call'
      /** Name of a ScalarFunction definition. */
      readonly name: string
      readonly args: readonly Bound[]
      readonly data?: unknown
      /** Position among the plan's non-deterministic calls: rand and uuid are seeded by (query, batch, ordinal). */
      readonly ordinal?: number
      /** SQL text for names and messages, where it does not follow from name and arguments: `lcase(s)` of `lower`. */
      readonly text?: string
      /** Set when `name` is an aggregate function's: no expression code runs it, the analyzer takes it out. */
      readonly aggregate?: AggregateClauses
    })
  | (BoundBase & {
      readonly kind: 'cast'
      readonly input: Bound
      /** `ansi` raises on what cannot be cast, `try` and `legacy` give null. */
      readonly mode: 'ansi' | 'try' | 'legacy'
      /** Session zone for casts between text, date and timestamps. */
      readonly zone: string
      /** Put in by coercion, not written by the user; left out of messages and names. */
      readonly implicit?: true
      /** SQL text for names and messages, where it is the result of a function. */
      readonly text?: string
    })
  /** `parameters[i]` are the ids of lambdaVariable nodes inside `body`. */
  | (BoundBase & { readonly kind: 'lambda'; readonly parameters: readonly number[]; readonly body: Bound })
  | (BoundBase & { readonly kind: 'lambdaVariable'; readonly id: number; readonly name: string })
  | (BoundBase & {
      readonly kind: 'udf'
      readonly id: string
      readonly name: string
      readonly args: readonly Bound[]
      readonly deterministic: boolean
    })

/** What stands beside an aggregate call. */
export interface AggregateClauses {
  /** What may only stand over whole partitions, as messages show it. */
  readonly ofPartition?: string
  readonly distinct: boolean
  /** `FILTER (WHERE …)`: the condition is the last of `args`. */
  readonly filtered: boolean
}

/** A lambda function; its type is that of its body. */
export type BoundLambda = Extract<Bound, { readonly kind: 'lambda' }>
