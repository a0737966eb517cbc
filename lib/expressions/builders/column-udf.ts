/** `columnUdf`: a function of the program's own over whole columns as a function of columns. */
import type { Type, ValueOf } from '../../types/typed/type-tags.ts'
import { addColumnFunction, type ColumnBody, type ColumnResult, type ColumnValues } from '../column-function.ts'
import { madeOfColumns, requireTypes, type TagOf, type TypeArgument, typeOf, type UserFunction } from './udf.ts'

/** The array in which a function gets values of a type. */
type ArrayOf<G extends TypeArgument> = G extends 'double' | 'float'
  ? Float64Array
  : G extends 'int' | 'smallint' | 'tinyint' | 'date'
    ? Int32Array
    : G extends 'bigint' | 'timestamp' | 'timestamp_ntz'
      ? BigInt64Array
      : G extends 'boolean'
        ? Uint8Array
        : readonly (ValueOf<TagOf<G>> | null)[]

/** What a function is called with: a column for each of the types. */
type ColumnsOf<T extends readonly TypeArgument[]> = { [K in keyof T]: ColumnValues<ArrayOf<T[K]>> }

/** What a function gives: the array of its type, or an array of values. */
type ResultOf<G extends TypeArgument> = ColumnResult<ArrayOf<G> | readonly (ValueOf<TagOf<G>> | null | undefined)[]>

interface Options<T extends readonly TypeArgument[], G extends TypeArgument> {
  /** Types that arguments are cast to. */
  readonly takes: T
  /** The type of what it gives. */
  readonly gives: G
  /** false: may give different results for the same arguments, so nothing is moved across it. Default true. */
  readonly deterministic?: boolean
  /** For names of columns and messages; the function's own unless given. */
  readonly name?: string
}

/**
 * A function that is called once for a batch of rows, with typed arrays, and gives an array of as many rows: what Spark's
 * pandas_udf is. It is called for every row of the batch, also where a condition around it would leave some out, and row
 * by row only inside lambda functions and conditions of joins.
 *
 * @param options.takes DOUBLE and FLOAT come as Float64Array, BYTE, SHORT, INT and DATE (days) as Int32Array, LONG and
 *   timestamps (µs) as BigInt64Array, BOOLEAN as Uint8Array, all others as arrays of what rows hold
 * @throws MILLRACE_ASYNC_FUNCTION for an async function; while a query runs FAILED_EXECUTE_UDF when it throws and
 *   MILLRACE_VALUE_TYPE when what it gives is no column of the type and length
 * @example
 * const kelvin = columnUdf(
 *   ({ values, nulls }) => ({ values: values.map((one) => one + 273.15), nulls }), // without nulls, 273.15 for a null
 *   { takes: ['double'], gives: 'double' },
 * )
 * df.select(kelvin('celsius'))
 */
export function columnUdf<const T extends readonly TypeArgument[], const G extends TypeArgument>(
  body: (...columns: ColumnsOf<T>) => ResultOf<G>,
  options: Options<T, G>,
): UserFunction<TagOf<G>>
export function columnUdf(
  body: ColumnBody,
  options: Options<readonly TypeArgument[], TypeArgument>,
): UserFunction<Type> {
  requireTypes('columnUdf', options, true)
  const { takes, gives, deterministic = true, name = body.name || 'columnUdf' } = options
  const types = takes.map(typeOf)
  const type = typeOf(gives)
  const id = addColumnFunction({ name, body, takes: types, gives: type, deterministic })
  return madeOfColumns(name, { id, takes: types, gives: type, deterministic })
}
