/**
 * What typed function builders are made of. A text argument is a column's name, as in Spark; values that are not columns
 * (patterns, formats, lengths) are named as such by each builder and become literals.
 */
import type { Type } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import { Column, type Operand, operandExpression } from '../column.ts'
import { columnExpression } from '../column-functions.ts'
import type { Expression } from '../expression.ts'

/** A column, or its name. */
export type ColumnArgument<N extends string = string> = N | Column<Type, N>

/** Names that the compiler can check: dotted and quoted ones it cannot. */
export type Needs<N extends string> = N extends `${string}.${string}` | `${string}\`${string}` | '*' ? never : N

/** A function of one column; called by name the result is called `f(name)`, as in Spark. */
export interface Unary<F extends string, D extends Type> {
  <const N extends string>(name: N): Column<D, Needs<N>, `${F}(${N})`>
  <M extends string>(column: Column<Type, M>): Column<D, M>
}

/** A function of columns. */
export type Variadic<D extends Type> = <const N extends string>(
  ...columns: readonly ColumnArgument<N>[]
) => Column<D, Needs<N>>

/** The expression of a column argument. */
export function argument(column: ColumnArgument): Expression {
  return typeof column === 'string' ? columnExpression(column) : column.expression
}

/** The literal of a value that is not a column, or the expression of one that is. */
export function value(given: Operand): Expression {
  return operandExpression(given)
}

/** A call. */
export function callOf<D extends Type, N extends string = never>(
  name: string,
  ...args: readonly Expression[]
): Column<D, N> {
  return new Column<D, N>(call(name, ...args))
}

/** A builder for a function of one column. */
export function unary<D extends Type>() {
  return <F extends string>(name: F): Unary<F, D> =>
    ((column: ColumnArgument) => callOf(name, argument(column))) as Unary<F, D>
}

/** A builder for a function of any number of columns. */
export function variadic<D extends Type>(name: string): Variadic<D> {
  return (...columns) => callOf(name, ...columns.map((one) => argument(one)))
}
