/**
 * Functions of the program's own over whole columns: called once for a batch with arrays, not once for a row. A plan holds
 * only their id, as of a `udf`; they stand in one table of the process.
 */
import { vectorOf } from '../columnar/builder.ts'
import { valueAt } from '../columnar/values.ts'
import type { Vector } from '../columnar/vector.ts'
import { MillraceError } from '../errors.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'
import { fromRowValue, toRowValue } from '../types/values/row-value.ts'
import { addRowForm, asyncFunction, failedCall, refuseAsync } from './user-function.ts'

/** A column as a function gets it. */
export interface ColumnValues<V = unknown> {
  readonly length: number
  /**
   * By row: Float64Array for DOUBLE and FLOAT, Int32Array for BYTE, SHORT, INT and DATE (days), BigInt64Array for LONG,
   * TIMESTAMP, TIMESTAMP_NTZ and day-time intervals (µs), Uint8Array for BOOLEAN; for all others an array of what rows hold.
   * To be read only. What stands at a null means nothing.
   */
  readonly values: V
  /** By row: 1 = null; undefined = there is none. */
  readonly nulls: Uint8Array | undefined
}

/** What a function gives: values by row, with nulls beside them; in a plain array null and undefined are NULL. */
export type ColumnResult<V = unknown> = V | { readonly values: V; readonly nulls?: Uint8Array | undefined }

export type ColumnBody = (...columns: readonly ColumnValues<never>[]) => unknown

export interface ColumnFunctionDefinition {
  /** For names of columns and messages. */
  readonly name: string
  readonly body: ColumnBody
  /** Types that arguments are cast to; undefined = as they come. */
  readonly takes: readonly DataType[] | undefined
  readonly gives: DataType
  readonly deterministic: boolean
}

const table = new Map<string, ColumnFunctionDefinition>()

/**
 * Puts a function into the table, and a form of it for one row, for where expressions are not computed by column: join
 * conditions, elements of arrays.
 *
 * @returns its id
 */
export function addColumnFunction(definition: ColumnFunctionDefinition): string {
  refuseAsync(definition)
  const id = addRowForm((types) => (...args) => {
    const vectors = args.map((value, at) => vectorOf(types[at] as DataType, [value]))
    return valueAt(callColumns(definition, vectors, 1), 0)
  })
  table.set(id, definition)
  return id
}

/** The function of an id; undefined for one that is called row by row. */
export function columnFunction(id: string): ColumnFunctionDefinition | undefined {
  return table.get(id)
}

/**
 * Calls a function with whole columns.
 *
 * @param count rows; every vector has as many
 * @throws FAILED_EXECUTE_UDF when it throws, MILLRACE_VALUE_TYPE when what it gives is not a column of `count` rows
 */
export function callColumns(
  { name, body, gives }: ColumnFunctionDefinition,
  columns: readonly Vector[],
  count: number,
): Vector {
  let result: unknown
  try {
    result = (body as (...given: readonly ColumnValues[]) => unknown)(...columns.map(columnValues))
  } catch (error) {
    const first = columns.map((one) => (count > 0 ? toRowValue(one.type, valueAt(one, 0)) : null))
    const types = columns.map(({ type }) => type)
    throw failedCall({ name, gives }, types, first, error)
  }
  if (result instanceof Promise) {
    // Its failure has been reported by the refusal.
    result.catch(() => {})
    throw asyncFunction(name)
  }
  return resultVector(name, gives, result, count)
}

/** A vector as a function gets it: copies, since the function may keep them, and the engine uses its memory again. */
function columnValues(vector: Vector): ColumnValues {
  const { length, type } = vector
  const nulls = vector.nulls?.slice(0, length)
  switch (vector.layout) {
    case 'bool':
    case 'int32':
    case 'float64':
    case 'int64':
      if (type.kind === 'year_month_interval' || type.kind === 'decimal') break
      return { length, nulls, values: vector.values.slice(0, length) }
  }
  const values = Array.from({ length }, (_, row) => toRowValue(type, valueAt(vector, row)))
  return { length, nulls, values }
}

const typedArrays = { bool: Uint8Array, int32: Int32Array, float64: Float64Array, int64: BigInt64Array } as const

function resultVector(name: string, type: DataType, result: unknown, count: number): Vector {
  const { values, nulls } = partsOf(result)
  if (values === undefined || values.length !== count || (nulls !== undefined && nulls.length !== count))
    throw wrongResult(name, count, values?.length)
  const base = { type, length: count, nulls }
  if (Array.isArray(values) || !(ArrayBuffer.isView(values) && isExact(type, values)))
    return vectorOf(type, rowValues(name, type, values as ArrayLike<unknown>, nulls))
  // Copied: the function may use the array again for its next call.
  if (values instanceof Float64Array) return { ...base, layout: 'float64', values: values.slice() }
  if (values instanceof Int32Array) return { ...base, layout: 'int32', values: values.slice() }
  const longs = (values as BigInt64Array).slice()
  return { ...base, layout: 'int64', values: longs, words: new Int32Array(longs.buffer) }
}

/** The array is the column's memory: no value has to be looked at. */
function isExact(type: DataType, values: ArrayBufferView): boolean {
  if (type.kind === 'double') return values instanceof typedArrays.float64
  if (type.kind === 'int' || type.kind === 'date') return values instanceof typedArrays.int32
  return (
    values instanceof typedArrays.int64 &&
    (type.kind === 'long' || type.kind === 'timestamp' || type.kind === 'timestamp_ntz')
  )
}

function rowValues(
  name: string,
  type: DataType,
  values: ArrayLike<unknown>,
  nulls: Uint8Array | undefined,
): SqlValue[] {
  return Array.from({ length: values.length }, (_, row) => {
    if (nulls?.[row] === 1) return null
    const value = values[row]
    const given = type.kind === 'boolean' && typeof value === 'number' ? value === 1 : value
    return fromRowValue(type, given, `row ${row} of what ${name} gave`)
  })
}

function partsOf(result: unknown): { values: ArrayLike<unknown> | undefined; nulls: Uint8Array | undefined } {
  if (Array.isArray(result) || (ArrayBuffer.isView(result) && 'length' in result))
    return { values: result as ArrayLike<unknown>, nulls: undefined }
  if (typeof result !== 'object' || result === null || !('values' in result))
    return { values: undefined, nulls: undefined }
  const nulls = 'nulls' in result && result.nulls instanceof Uint8Array ? result.nulls : undefined
  return { values: partsOf(result.values).values, nulls }
}

function wrongResult(name: string, wanted: number, given: number | undefined): MillraceError {
  return new MillraceError(
    'MILLRACE_VALUE_TYPE',
    `A function of columns must give an array, or { values, nulls }, of as many rows as it got: ${name} got ${wanted} and ` +
      `gave ${given === undefined ? 'no array' : `${given}`}`,
    { parameters: { functionName: name } },
  )
}
