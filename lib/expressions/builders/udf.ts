/** `udf`: a function of the program's own as a function of columns. */
import { MillraceError } from '../../errors.ts'
import type { DataType } from '../../types/data-type.ts'
import { parseType } from '../../types/ddl/ddl.ts'
import type { Tagged } from '../../types/typed/struct.ts'
import type { Type, TypeByName, UnknownT, ValueOf } from '../../types/typed/type-tags.ts'
import { Column } from '../column.ts'
import type { MadeFunction } from '../expression.ts'
import { addUserFunction, type UserBody } from '../user-function.ts'
import { argument, type Variadic } from './builder.ts'

/** A type, or its name in DDL. */
export type TypeArgument = Tagged<Type> | string

/** The tag of a type argument; UNKNOWN where only a program can know. */
export type TagOf<G> = G extends Tagged<infer T> ? T : G extends keyof TypeByName ? TypeByName[G] : UnknownT

/** What a function is called with: a value or null for each of the types. */
export type ValuesOf<T extends readonly TypeArgument[]> = { [K in keyof T]: ValueOf<TagOf<T[K]>> | null }

/** Makes columns of columns. */
export type UserFunction<D extends Type> = Variadic<D>

interface Options<G extends TypeArgument> {
  /** The type of what it gives. */
  readonly gives: G
  /** false: may give different results for the same arguments, so nothing is moved across it. Default true. */
  readonly deterministic?: boolean
  /** For names of columns and messages; the function's own unless given. */
  readonly name?: string
}

/**
 * A function that is called for each row, with the values rows hold (null for NULL), and gives one of its type or null.
 *
 * @param options.takes types that arguments are cast to; without it they come as they are
 * @throws MILLRACE_ASYNC_FUNCTION for an async function, MILLRACE_ARGUMENT without a type; while a query runs FAILED_EXECUTE_UDF when it throws and
 *   MILLRACE_VALUE_TYPE when its result does not fit
 * @example
 * const initials = udf((name) => name?.[0] ?? null, { takes: ['string'], gives: 'string' })
 * df.select(initials('name'))
 */
export function udf<const T extends readonly TypeArgument[], const G extends TypeArgument>(
  body: (...values: ValuesOf<T>) => ValueOf<TagOf<G>> | null | undefined,
  options: Options<G> & { readonly takes: T },
): UserFunction<TagOf<G>>
export function udf<const G extends TypeArgument>(
  body: (...values: never[]) => ValueOf<TagOf<G>> | null | undefined,
  options: Options<G>,
): UserFunction<TagOf<G>>
export function udf(
  body: UserBody,
  options: Options<TypeArgument> & { readonly takes?: readonly TypeArgument[] },
): UserFunction<Type> {
  requireTypes('udf', options, false)
  const takes = options.takes?.map(typeOf)
  const gives = typeOf(options.gives)
  const { deterministic = true, name = body.name || 'udf' } = options
  const id = addUserFunction({ name, body, takes, gives, deterministic })
  return madeOfColumns(name, { id, takes, gives, deterministic })
}

const made = new WeakMap<object, MadeFunction>()

/** Makes columns of columns, and remembers of what: such a function may be registered under a name. */
export function madeOfColumns(name: string, call: MadeFunction): UserFunction<Type> {
  const maker: UserFunction<Type> = (...columns) =>
    new Column({ ...call, kind: 'udf', name, args: columns.map((one) => argument(one)) })
  made.set(maker, call)
  return maker
}

/** What a function that `udf` or `columnUdf` made calls; undefined for any other. */
export function madeFunction(body: object): MadeFunction | undefined {
  return made.get(body)
}

/** Types are named, and not given as PySpark's second argument. @throws MILLRACE_ARGUMENT */
export function requireTypes(owner: string, options: unknown, takes: boolean): void {
  const given = (options ?? {}) as { readonly gives?: unknown; readonly takes?: unknown }
  if (given.gives !== undefined && (!takes || Array.isArray(given.takes))) return
  const wanted = takes ? "{ takes: ['double'], gives: 'double' }" : "{ gives: 'double' }, and perhaps takes: ['double']"
  throw new MillraceError(
    'MILLRACE_ARGUMENT',
    `${owner} is given its types by name: ${owner}(f, ${wanted}). Spark's order of arguments is that of session.udf(f, 'double').`,
  )
}

/** The type that is meant. */
export function typeOf(type: TypeArgument): DataType {
  return typeof type === 'string' ? parseType(type) : type
}
