/**
 * What builders of functions are made of. As in PySpark, a text in a column's place is the column's name; in the place
 * of a parameter (a format, length, delimiter, path) it is a value. A text as a column is `lit('text')`.
 */
import type { Ref, Type, UnknownT } from '../../types/typed/type-tags.ts'
import { call } from '../build.ts'
import { Column, type Operand, operandExpression } from '../column.ts'
import { columnExpression } from '../column-functions.ts'
import type { LiteralValue } from '../column-literal.ts'
import type { Expression } from '../expression.ts'

/** Values that no name can be taken for. */
type NoText = Exclude<LiteralValue, string | readonly LiteralValue[]>

/** A column, its name, or a value that is no text. */
export type ColumnArgument<N extends string = string> = N | Column<Type, N> | NoText

/** A column argument that may be left out. */
export type OptionalArgument = ColumnArgument | undefined

/** A value for a parameter, or a column that has it. */
export type Parameter<V extends LiteralValue, M extends string = never> = V | Column<Type, M>

/** Names that the compiler can check: dotted and quoted ones it cannot. */
export type Needs<N extends string> = N extends `${string}.${string}` | `${string}\`${string}` | '*' ? never : N

/** The names that a column argument needs. */
export type NamesOf<A extends OptionalArgument> = A extends string
  ? Needs<A>
  : A extends Column<Type, infer N>
    ? N
    : never

/** A function of one column; called by name the result is called `F(name)`, as in Spark. */
export interface Unary<F extends string, D extends Type> {
  <const N extends string>(name: N): Column<D, Needs<N>, `${F}(${N})`>
  <M extends string = never>(column: Column<Type, M> | NoText): Column<D, M>
}

/** Like `Unary`, of the column's own type. */
export interface SameType<F extends string> {
  <const N extends string>(name: N): Column<[Needs<N>] extends [never] ? UnknownT : Ref<N>, Needs<N>, `${F}(${N})`>
  <D extends Type, M extends string>(column: Column<D, M>): Column<D, M>
}

/** A function of one column whose result is named in another way. */
export type One<D extends Type> = <const A extends ColumnArgument>(column: A) => Column<D, NamesOf<A>>

/** A function of two columns. */
export type Binary<D extends Type> = <const A extends ColumnArgument, const B extends ColumnArgument>(
  first: A,
  second: B,
) => Column<D, NamesOf<A> | NamesOf<B>>

/** A function of two columns, the second one optional. */
export type OneOrTwo<D extends Type> = <const A extends ColumnArgument, const B extends OptionalArgument = never>(
  first: A,
  second?: B,
) => Column<D, NamesOf<A> | NamesOf<B>>

/** A function of three columns. */
export type Ternary<D extends Type> = <
  const A extends ColumnArgument,
  const B extends ColumnArgument,
  const C extends ColumnArgument,
>(
  first: A,
  second: B,
  third: C,
) => Column<D, NamesOf<A> | NamesOf<B> | NamesOf<C>>

/** A function of two or three columns. */
export type TwoOrThree<D extends Type> = <
  const A extends ColumnArgument,
  const B extends ColumnArgument,
  const C extends OptionalArgument = never,
>(
  first: A,
  second: B,
  third?: C,
) => Column<D, NamesOf<A> | NamesOf<B> | NamesOf<C>>

/** A function of columns. */
export type Variadic<D extends Type> = <const A extends readonly ColumnArgument[]>(
  ...columns: A
) => Column<D, NamesOf<A[number]>>

/** A function of a column and a parameter. */
export type WithValue<D extends Type, V extends LiteralValue> = <
  const A extends ColumnArgument,
  M extends string = never,
>(
  column: A,
  value: Parameter<V, M>,
) => Column<D, NamesOf<A> | M>

/** A function of a column and a parameter that may be left out. */
export type WithOption<D extends Type, V extends LiteralValue> = <
  const A extends ColumnArgument,
  M extends string = never,
>(
  column: A,
  value?: Parameter<V, M>,
) => Column<D, NamesOf<A> | M>

/** The expression of a column argument; none of one that was left out. */
export function argument(column: ColumnArgument): Expression
export function argument(column: ColumnArgument | undefined): Expression | undefined
export function argument(column: ColumnArgument | undefined): Expression | undefined {
  return typeof column === 'string' ? columnExpression(column) : value(column)
}

/** The literal of a value that is not a column, or the expression of one that is; none of one that was left out. */
export function value(given: Operand): Expression
export function value(given: Operand | undefined): Expression | undefined
export function value(given: Operand | undefined): Expression | undefined {
  return given === undefined ? undefined : operandExpression(given)
}

/** A call, without the arguments that were left out. */
export function callOf<D extends Type, N extends string = never>(
  name: string,
  ...args: readonly (Expression | undefined)[]
): Column<D, N> {
  return new Column<D, N>(call(name, ...args.filter((one) => one !== undefined)))
}

/** A call whose arguments all are columns. */
function callOfColumns(name: string): (...columns: readonly (ColumnArgument | undefined)[]) => Column<never, never> {
  return (...columns) => callOf(name, ...columns.map((one) => argument(one)))
}

/** A builder for a function of one column. @param shown its name as Spark prints it: `ACOS` */
export function unary<D extends Type>() {
  return <F extends string>(shown: F): Unary<F, D> => one<D>(shown.toLowerCase()) as Unary<F, D>
}

/** A builder for a function of one column that keeps its type. */
export function sameType<F extends string>(name: F): SameType<F> {
  return one(name) as SameType<F>
}

/** A builder for a function of one column whose result is not named `name(column)`. */
export function one<D extends Type>(name: string): One<D> {
  return (column) => callOf(name, argument(column))
}

/** A builder for a function of two columns. */
export function binary<D extends Type>(name: string): Binary<D> {
  return callOfColumns(name)
}

/** A builder for a function of one or two columns. */
export function oneOrTwo<D extends Type>(name: string): OneOrTwo<D> {
  return callOfColumns(name)
}

/** A builder for a function of three columns. */
export function ternary<D extends Type>(name: string): Ternary<D> {
  return callOfColumns(name)
}

/** A builder for a function of two or three columns. */
export function twoOrThree<D extends Type>(name: string): TwoOrThree<D> {
  return callOfColumns(name)
}

/** A builder for a function of any number of columns. */
export function variadic<D extends Type>(name: string): Variadic<D> {
  return callOfColumns(name)
}

/** A builder for a function of a column and a parameter. */
export function withValue<D extends Type, V extends LiteralValue>(name: string): WithValue<D, V> {
  return (column, given) => callOf(name, argument(column), value(given))
}

/** A builder for a function of a column and a parameter that may be left out. */
export function withOption<D extends Type, V extends LiteralValue>(name: string): WithOption<D, V> {
  return (column, given) => callOf(name, argument(column), value(given))
}
