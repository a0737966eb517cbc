/** What the pieces of the binder see of the run they are part of. */
import type { DataType } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import type { Bound, BoundLambda } from '../bound.ts'
import type { Expression } from '../expression.ts'
import type { FunctionRegistry } from '../function-registry.ts'
import type { BoundColumn } from './binder.ts'

/** What a binder is made with. */
export interface BinderOptions {
  readonly functions: FunctionRegistry
  /** `spark.sql.ansi.enabled` */
  readonly ansi: boolean
  /** `spark.sql.session.timeZone` */
  readonly zone: string
  /** `spark.sql.timestampNanosTypes.enabled`; default false. */
  readonly nanosTimestamps?: boolean
}

export type CallExpression = Extract<Expression, { readonly kind: 'call' }>
export type StarExpression = Extract<Expression, { readonly kind: 'star' }>

/** Type and nullability of a lambda's parameter. */
export interface LambdaParameter {
  readonly type: DataType
  readonly nullable: boolean
}

export interface ExpressionScope {
  readonly options: BinderOptions
  readonly input: Schema
  readonly ansi: boolean
  readonly zone: string
  readonly nanosTimestamps: boolean
  /** Whether the text of a struct shows what its values are called: `struct(1 AS a)`. */
  readonly aliases: boolean
  /** Binds an expression that stands for one value. */
  bind(expression: Expression): Bound
  /** Binds what an expression is made of; a mistake that has no place in the text yet is where the expression is. */
  around<T>(expression: Expression, bind: () => T): T
  /** `base[key]` */
  extract(base: Bound, key: Bound): Bound
  /** Wraps in an implicit cast where the type differs. */
  cast(input: Bound, type: DataType): Bound
  /** The columns a star stands for. */
  star(expression: StarExpression): readonly BoundColumn[]
  /** Binds a lambda's body over parameters; names that are left out cannot be referred to. */
  lambda(names: readonly string[], body: Expression, parameters: readonly LambdaParameter[]): BoundLambda
  /** The same run over other columns. */
  within(input: Schema): ExpressionScope
  /** The next position among the non-deterministic calls of this run. */
  ordinal(): number
}
