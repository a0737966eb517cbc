/**
 * `Column`: what a program writes expressions with. A thin face over frozen `Expression` data; nothing is resolved or
 * checked here but by the compiler. Names and meaning are those of Spark's Column, in camelCase.
 */
import { MillraceError } from '../errors.ts'
import type { DataType, FieldMetadata } from '../types/data-type.ts'
import { parseType } from '../types/ddl/ddl.ts'
import type { Tagged } from '../types/typed/struct.ts'
import type { BooleanT, StringT, Type, TypeByName, UnknownT } from '../types/typed/type-tags.ts'
import { call, operation, textLiteral } from './build.ts'
import { type LiteralValue, literal } from './column-literal.ts'
import type { Expression } from './expression.ts'
import { expressionText } from './expression-text.ts'
import { parseWindowText } from './parser/parse-expression.ts'
import type { WindowSpec } from './window-spec.ts'

/** An operand: a column, or a value that becomes a literal. */
export type Operand<M extends string = string> = Column<Type, M> | LiteralValue

/** The expression of a column, or the literal of any other value. */
export function operandExpression(operand: unknown): Expression {
  return operand instanceof Column ? operand.expression : literal(operand as LiteralValue)
}

/**
 * An expression over the columns of a DataFrame.
 *
 * The type parameters exist for the compiler only: D is the SQL type's tag (or `Ref` of a column's name, which only the
 * schema can tell), N the names of the columns it needs, A its own name as a result. A method that cannot know its type
 * gives `UnknownT`; `cast` says it.
 */
export class Column<D extends Type = Type, N extends string = string, A extends string = string> {
  readonly expression: Expression
  declare readonly _d?: D
  declare readonly _n?: N
  declare readonly _a?: A

  constructor(expression: Expression) {
    this.expression = Object.freeze(expression)
    Object.freeze(this)
  }

  /** `this + other`. With a DATE on one side and a number on the other: that many days later. */
  plus<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('+', other)
  }

  minus<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('-', other)
  }

  times<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('*', other)
  }

  /** `this / other`: DOUBLE unless decimals are divided; by zero raises DIVIDE_BY_ZERO (ANSI). */
  divideBy<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('/', other)
  }

  mod<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('%', other)
  }

  negate(): Column<D, N> {
    return new Column(operation('negative', this.expression))
  }

  eq<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('=', other)
  }

  neq<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return new Column(operation('not', operation('=', this.expression, operandExpression(other))))
  }

  lt<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('<', other)
  }

  leq<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('<=', other)
  }

  gt<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('>', other)
  }

  geq<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('>=', other)
  }

  /** Equality for which null equals null; never null itself. */
  eqNullSafe<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('<=>', other)
  }

  and<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('and', other)
  }

  or<M extends string = never>(other: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('or', other)
  }

  not(): Column<BooleanT, N> {
    return new Column(operation('not', this.expression))
  }

  bitwiseAND<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('&', other)
  }

  bitwiseOR<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('|', other)
  }

  bitwiseXOR<M extends string = never>(other: Operand<M>): Column<UnknownT, N | M> {
    return this.#binary('^', other)
  }

  isNull(): Column<BooleanT, N> {
    return new Column(call('isnull', this.expression))
  }

  isNotNull(): Column<BooleanT, N> {
    return new Column(call('isnotnull', this.expression))
  }

  isNaN(): Column<BooleanT, N> {
    return new Column(call('isnan', this.expression))
  }

  /** Whether the value is one of these, or of the array that is the only argument. */
  isin<M extends string = never>(...values: readonly (Operand<M> | readonly Operand<M>[])[]): Column<BooleanT, N | M> {
    const [first] = values
    const list = values.length === 1 && Array.isArray(first) ? (first as readonly unknown[]) : values
    return new Column(operation('in', this.expression, ...list.map(operandExpression)))
  }

  /** `this >= least AND this <= most`. */
  between<M extends string = never>(least: Operand<M>, most: Operand<M>): Column<BooleanT, N | M> {
    return this.geq(least).and(this.leq(most))
  }

  /** SQL LIKE: `_` is one character, `%` any number, backslash escapes. */
  like<M extends string = never>(pattern: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('like', pattern)
  }

  /** LIKE without regard to case. */
  ilike<M extends string = never>(pattern: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('ilike', pattern)
  }

  /** Whether a Java regular expression finds something. */
  rlike<M extends string = never>(pattern: Operand<M>): Column<BooleanT, N | M> {
    return this.#binary('rlike', pattern)
  }

  contains<M extends string = never>(text: Operand<M>): Column<BooleanT, N | M> {
    return this.#call('contains', text)
  }

  startsWith<M extends string = never>(text: Operand<M>): Column<BooleanT, N | M> {
    return this.#call('startswith', text)
  }

  endsWith<M extends string = never>(text: Operand<M>): Column<BooleanT, N | M> {
    return this.#call('endswith', text)
  }

  /** `length` characters from `start`, counted from 1; a negative start counts from the end. */
  substr<M extends string = never>(start: Operand<M>, length: Operand<M>): Column<StringT, N | M> {
    return this.#call('substr', start, length)
  }

  /**
   * The value as another type; raises on values that have none (ANSI).
   *
   * @param to a type's name (`'long'`), any DDL type (`'array<int>'`), or a type (`long`)
   */
  cast<K extends keyof TypeByName>(to: K): Column<TypeByName[K], N, A>
  cast<T extends Type>(to: Tagged<T>): Column<T, N, A>
  cast(to: string): Column<UnknownT, N, A>
  cast(to: string | DataType): Column<Type, N, A> {
    return new Column({ kind: 'cast', input: this.expression, type: typeOf(to), mode: 'cast' })
  }

  /** The same as `cast`. */
  astype<K extends keyof TypeByName>(to: K): Column<TypeByName[K], N, A>
  astype<T extends Type>(to: Tagged<T>): Column<T, N, A>
  astype(to: string): Column<UnknownT, N, A>
  astype(to: string | DataType): Column<Type, N, A> {
    return this.cast(to as string)
  }

  /** Like `cast`, but null for values that have no form in the other type. */
  tryCast<K extends keyof TypeByName>(to: K): Column<TypeByName[K], N, A>
  tryCast<T extends Type>(to: Tagged<T>): Column<T, N, A>
  tryCast(to: string): Column<UnknownT, N, A>
  tryCast(to: string | DataType): Column<Type, N, A> {
    return new Column({ kind: 'cast', input: this.expression, type: typeOf(to), mode: 'try_cast' })
  }

  /** Names the result. Several names are for generators that give several columns. */
  alias<B extends string>(name: B, options?: { readonly metadata?: FieldMetadata }): Column<D, N, B>
  alias(...names: readonly [string, string, ...string[]]): Column<D, N>
  alias(...given: readonly (string | { readonly metadata?: FieldMetadata } | undefined)[]): Column<D, N> {
    const names = given.filter((one) => typeof one === 'string')
    const options = given.find((one) => typeof one === 'object')
    const metadata = typeof options === 'object' ? options.metadata : undefined
    return new Column({ kind: 'alias', input: this.expression, names, ...(metadata ? { metadata } : {}) })
  }

  /** The same as `alias`. */
  as<B extends string>(name: B): Column<D, N, B> {
    return this.alias(name)
  }

  /** The same as `alias`. */
  name<B extends string>(name: B): Column<D, N, B> {
    return this.alias(name)
  }

  /** Ascending, nulls first. */
  asc(): Column<D, N, A> {
    return this.#sort(true, true)
  }

  ascNullsFirst(): Column<D, N, A> {
    return this.#sort(true, true)
  }

  ascNullsLast(): Column<D, N, A> {
    return this.#sort(true, false)
  }

  /** Descending, nulls last. */
  desc(): Column<D, N, A> {
    return this.#sort(false, false)
  }

  descNullsFirst(): Column<D, N, A> {
    return this.#sort(false, true)
  }

  descNullsLast(): Column<D, N, A> {
    return this.#sort(false, false)
  }

  /** Element of an array by position from 0, value of a map by key, or field of a struct by name. */
  getItem<M extends string = never>(key: Operand<M>): Column<UnknownT, N | M> {
    return new Column({ kind: 'extract', input: this.expression, key: operandExpression(key) })
  }

  /** Field of a struct, or that field of every struct in an array. */
  getField(name: string): Column<UnknownT, N> {
    return new Column({ kind: 'extract', input: this.expression, key: textLiteral(name) })
  }

  /** The struct with a field added or replaced; `a.b` reaches into nested structs. */
  withField<M extends string = never>(name: string, value: Column<Type, M>): Column<UnknownT, N | M> {
    return this.#update(call('with_field', textLiteral(name), value.expression))
  }

  /** The struct without these fields; `a.b` reaches into nested structs. Names it does not have are passed over. */
  dropFields(...names: readonly string[]): Column<UnknownT, N> {
    return names.reduce<Column<UnknownT, N>>(
      (struct, name) => struct.#update(call('drop_field', textLiteral(name))),
      this as Column<UnknownT, N>,
    )
  }

  /**
   * One more branch behind `when(…)`.
   *
   * @throws MILLRACE_WHEN_ORDER when this was not made by `when`, or has its `otherwise` already
   */
  when<M extends string = never, P extends string = never>(
    condition: Column<Type, M>,
    value: Operand<P>,
  ): Column<UnknownT, N | M | P> {
    const branches = this.#openBranches(
      'when() can only be applied on a Column previously generated by when() function',
    )
    return new Column(operation('when', ...branches, condition.expression, operandExpression(value)))
  }

  /**
   * What rows get that no branch of `when` takes; without it they get null.
   *
   * @throws MILLRACE_WHEN_ORDER as `when`
   */
  otherwise<M extends string = never>(value: Operand<M>): Column<UnknownT, N | M> {
    const branches = this.#openBranches(
      'otherwise() can only be applied once, on a Column previously generated by when()',
    )
    return new Column(operation('when', ...branches, operandExpression(value)))
  }

  /**
   * The function over a window of rows: `rank().over(Window.partitionBy('k').orderBy('t'))`, or by the window's SQL text,
   * `(PARTITION BY k ORDER BY t)`. Not on streams.
   *
   * @throws PARSE_SYNTAX_ERROR
   */
  over<M extends string = never>(window: WindowSpec<M> | string): Column<D, N | M> {
    const specification = typeof window === 'string' ? parseWindowText(window) : window.specification
    return new Column({ kind: 'over', input: this.expression, window: specification })
  }

  /** `f(this)`, for chains. */
  transform<C extends Column>(f: (column: this) => C): C {
    return f(this)
  }

  toString(): string {
    return `Column<'${expressionText(this.expression)}'>`
  }

  #binary<T extends Type>(name: string, other: unknown): Column<T, never> {
    return new Column(operation(name, this.expression, operandExpression(other)))
  }

  #call<T extends Type>(name: string, ...args: readonly unknown[]): Column<T, never> {
    return new Column(call(name, this.expression, ...args.map(operandExpression)))
  }

  #sort(ascending: boolean, nullsFirst: boolean): Column<D, N, A> {
    return new Column({ kind: 'sort', input: this.expression, ascending, nullsFirst })
  }

  /** Steps on one struct are gathered in one call, as Spark's UpdateFields. */
  #update(step: Expression): Column<UnknownT, never> {
    const { expression } = this
    const known = expression.kind === 'call' && expression.name === 'update_fields' ? expression.args : [expression]
    return new Column(call('update_fields', ...known, step))
  }

  #openBranches(complaint: string): readonly Expression[] {
    const { expression } = this
    if (expression.kind === 'call' && expression.name === 'when' && expression.args.length % 2 === 0) {
      return expression.args
    }
    throw new MillraceError('MILLRACE_WHEN_ORDER', `${complaint}: ${expressionText(expression)}`)
  }
}

function typeOf(type: string | DataType): DataType {
  return typeof type === 'string' ? parseType(type) : type
}

/** The column of an expression. */
export function column(expression: Expression): Column {
  return new Column(expression)
}
