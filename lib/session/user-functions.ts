/** `session.udf`: functions of the program's own, called like Spark's. */

import { MillraceError } from '../errors.ts'
import { castArgument, checkCount } from '../expressions/binder/signature.ts'
import { call } from '../expressions/build.ts'
import { argument } from '../expressions/builders/builder.ts'
import type { UserAggregate } from '../expressions/builders/udaf.ts'
import { madeFunction, typeOf, type UserFunction } from '../expressions/builders/udf.ts'
import { Column } from '../expressions/column.ts'
import type { MadeFunction } from '../expressions/expression.ts'
import type { BoundCall, ScalarFunction } from '../expressions/scalar-function.ts'
import { refuseAsync, userFunction } from '../expressions/user-function.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { parseType } from '../types/ddl/ddl.ts'
import { typeSql } from '../types/ddl/type-sql.ts'
import type { Tagged } from '../types/typed/struct.ts'
import type { Type, TypeByName, UnknownT, ValueOf } from '../types/typed/type-tags.ts'
import type { SessionRegistry } from './session-registry.ts'

export interface UserFunctionOptions {
  /** false: may give different results for the same arguments, so nothing is moved across it. Default true. */
  readonly deterministic?: boolean
  /** Types that arguments are cast to; as they come unless given. */
  readonly takes?: readonly (string | DataType)[]
}

/** What a program writes; it gets the values rows hold, null for NULL, and gives one of its type or null. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler cannot know the types of the columns it will be called with
type Body<V> = (...values: any[]) => V | null | undefined

export interface UserFunctions {
  /** A function without a name in SQL. */
  <T extends Type>(body: Body<ValueOf<T>>, type: Tagged<T>, options?: UserFunctionOptions): UserFunction<T>
  <K extends keyof TypeByName>(
    body: Body<ValueOf<TypeByName[K]>>,
    type: K,
    options?: UserFunctionOptions,
  ): UserFunction<TypeByName[K]>
  (body: Body<unknown>, type: string, options?: UserFunctionOptions): UserFunction<UnknownT>
  /** A function that SQL text and `expr` know by its name too. @throws MILLRACE_DUPLICATE_REGISTRATION, MILLRACE_ARGUMENT */
  register<T extends Type>(
    name: string,
    body: Body<ValueOf<T>>,
    type: Tagged<T>,
    options?: UserFunctionOptions,
  ): UserFunction<T>
  register<K extends keyof TypeByName>(
    name: string,
    body: Body<ValueOf<TypeByName[K]>>,
    type: K,
    options?: UserFunctionOptions,
  ): UserFunction<TypeByName[K]>
  register(name: string, body: Body<unknown>, type: string, options?: UserFunctionOptions): UserFunction<UnknownT>
  /** A function that `udf` or `columnUdf` made, under a name. @throws CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF */
  register<D extends Type>(name: string, made: UserFunction<D>): UserFunction<D>
  /** An aggregate that `udaf` made, under a name. */
  register<D extends Type>(name: string, aggregate: UserAggregate<D>): UserAggregate<D>
}

/** The `udf` of a session. */
export function userFunctions(registry: SessionRegistry): UserFunctions {
  let unnamed = 0
  const add = (definition: ScalarFunction): void => {
    registry.addFunction(definition)
    ofPrograms.add(definition)
  }
  const register = (
    name: string,
    body: Body<unknown> | UserAggregate<Type>,
    type?: string | DataType,
    options?: UserFunctionOptions,
  ): UserFunction<Type> => {
    if ('aggregate' in body) {
      add(aggregateFunction(name.toLowerCase(), body.aggregate))
      return body
    }
    const made = madeFunction(body)
    if (made) add(namedFunction(name, made, type))
    else add(scalarFunction(name.toLowerCase(), body, typeOf(type ?? 'string'), options))
    return (...columns) => new Column(call(name.toLowerCase(), ...columns.map((one) => argument(one))))
  }
  const define = (body: Body<unknown>, type: string | DataType, options?: UserFunctionOptions): UserFunction<Type> => {
    unnamed += 1
    return register(`${body.name || 'udf'}#${unnamed}`, body, type, options)
  }
  return Object.assign(define, { register }) as UserFunctions
}

const ofPrograms = new WeakSet<ScalarFunction>()

/** Whether a program registered the function. */
export function isUserFunction(definition: ScalarFunction): boolean {
  return ofPrograms.has(definition)
}

/** A name of what `udf` or `columnUdf` made, which knows its types. @throws CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF, PySpark's */
function namedFunction(name: string, made: MadeFunction, type: string | DataType | undefined): ScalarFunction {
  if (type !== undefined) {
    const given = typeof type === 'string' ? type : typeSql(type)
    throw new MillraceError(
      'CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF',
      `returnType can not be specified when \`f\` is a user-defined function, but got ${given}.`,
      { parameters: { arg_name: 'f', return_type: given } },
    )
  }
  const bind = () => {
    throw new MillraceError('MILLRACE_INTERNAL', `${name} is a function that udf or columnUdf made`)
  }
  return { name: name.toLowerCase(), summary: 'A function of the program.', made, bind, evaluate: bind }
}

/** The name of an aggregate; the binder calls the aggregate itself. */
function aggregateFunction(name: string, aggregate: string): ScalarFunction {
  const bind = () => {
    throw new MillraceError('MILLRACE_INTERNAL', `${name} is an aggregate function`)
  }
  return { name, summary: 'An aggregate of the program.', aggregate, bind, evaluate: bind }
}

function scalarFunction(
  name: string,
  body: Body<unknown>,
  gives: DataType,
  { deterministic = true, takes }: UserFunctionOptions = {},
): ScalarFunction {
  const types = takes?.map((one) => (typeof one === 'string' ? parseType(one) : one))
  const definition = { name, body, takes: types, gives, deterministic }
  refuseAsync(definition)
  const prepared = new WeakMap<BoundCall, ReturnType<typeof userFunction>>()
  return {
    name,
    summary: 'A function of the program.',
    deterministic,
    nulls: 'custom',
    bind(args, context) {
      if (types) checkCount(args, types.length, types.length, context)
      const cast = args.map((arg, at) => (types ? castArgument(arg, at, types[at] as DataType, context) : arg))
      return { args: cast, type: gives, nullable: true }
    },
    evaluate(args, call) {
      let run = prepared.get(call)
      if (!run) {
        run = userFunction(
          definition,
          call.args.map((arg) => arg.type),
        )
        prepared.set(call, run)
      }
      return run(...(args as readonly SqlValue[]))
    },
  }
}
