/** What DataFrame methods take for a column, and the expression it stands for. */
import { Column } from '../expressions/column.ts'
import { columnExpression } from '../expressions/column-functions.ts'
import type { Expression } from '../expressions/expression.ts'
import type { Schema } from '../types/schema.ts'
import type { BooleanT, Name, Ref, Type, UnknownT } from '../types/typed/type-tags.ts'
import type { SessionContext } from './session-context.ts'
import { sessionExpression } from './session-text.ts'

/** The columns of a frame as properties, typed: `df.filter(c => c.host.eq('x'))`. */
export type Cols<S> = { readonly [K in Name<S>]: Column<S[K] extends Type ? S[K] : never, K, K> }

/** A column, or a function of the frame's columns. */
export type ColumnArg<S, D extends Type, A extends string = string> =
  | Column<D, Name<S>, A>
  | ((columns: Cols<S>) => Column<D, Name<S>, A>)

/** What a condition may be for the compiler: BOOLEAN, or a type only known at run time. */
export type ConditionType = BooleanT | UnknownT | Ref<string>

/** An item of a select list. */
export type Item<S> = Name<S> | `${Name<S>}.${string}` | Column<Type, Name<S>>

/** The frame's columns as an object; `__proto__` is a name like any other. */
export function columnsOf(schema: Schema): never {
  const columns: Record<string, Column> = Object.create(null)
  for (const name of schema.names) columns[name] = new Column(nameExpression(name))
  return columns as never
}

/** A column by its exact name, dots and all. */
export function nameExpression(name: string): Expression {
  return { kind: 'column', path: [name] }
}

/** The expression of a select item. */
export function itemExpression(item: string | Column): Expression {
  return typeof item === 'string' ? columnExpression(item) : item.expression
}

/** An item of orderBy: ascending, nulls first, unless it says otherwise. */
export function orderExpression(item: string | Column): Expression {
  const input = itemExpression(item)
  return input.kind === 'sort' ? input : { kind: 'sort', input, ascending: true, nullsFirst: true }
}

/** The expression of a condition: SQL text, a column, or a function of the frame's columns. */
export function conditionExpression(
  condition: string | Column | ((columns: never) => Column),
  schema: Schema,
  context: SessionContext,
): Expression {
  if (typeof condition === 'string') return sessionExpression(condition, context)
  return valueExpression(condition, schema)
}

/** The expression of a value: a column, or a function of the frame's columns. */
export function valueExpression(value: Column | ((columns: never) => Column), schema: Schema): Expression {
  return typeof value === 'function' ? value(columnsOf(schema)).expression : value.expression
}

/** A condition over the columns of two frames. */
export type JoinCondition<A, B> = Column<ConditionType, Name<A> | Name<B>>

/** What a join is on, as expressions. */
export function joinExpressions(
  on: string | Column | readonly (string | Column)[] | undefined,
): string | Expression | readonly (string | Expression)[] | undefined {
  if (on === undefined || typeof on === 'string') return on
  if (on instanceof Column) return on.expression
  return on.map((one) => (typeof one === 'string' ? one : one.expression))
}

/** One item is a list of it. */
export function itemsOf(given: string | Column | readonly (string | Column)[]): readonly (string | Column)[] {
  return typeof given === 'string' || given instanceof Column ? [given] : given
}
