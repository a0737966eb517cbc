/** Values of a user's rows in the language-neutral JSON of the golden files (README.md beside them, "Values"). */
import { castValue } from '../../../lib/expressions/cast/cast-value.ts'
import type { DataType, Field } from '../../../lib/types/data-type.ts'
import { stringType } from '../../../lib/types/types.ts'
import type { DayTimeInterval } from '../../../lib/types/values/interval.ts'
import { fromRowValue, type RowObject, toRowValue } from '../../../lib/types/values/row-value.ts'
import type { Timestamp } from '../../../lib/types/values/timestamp.ts'

/** What JSON.parse gives. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The golden form of a value of `type`.
 *
 * @param zone session zone, for the types that are written as CAST AS STRING prints them
 * @param like the value it will be compared with: where the recorder wrote text, because Python could not hold a value of
 *   the column, ours becomes text as well
 */
export function goldenValue(type: DataType, value: unknown, zone: string, like: Json = null): Json {
  if (value === null || value === undefined) return null
  if (isText(like)) return sparkText(type, value, zone)
  switch (type.kind) {
    case 'long':
      return safeInteger(value as bigint)
    case 'day_time_interval':
      return safeInteger((value as DayTimeInterval).micros)
    case 'float':
    case 'double':
      return Number.isFinite(value) ? (value as number) : String(value)
    case 'decimal':
    case 'timestamp_ntz':
    case 'date':
      return String(value)
    case 'binary':
      return Buffer.from(value as Uint8Array).toString('base64')
    case 'timestamp':
      return (value as Timestamp).toISOString()
    case 'array':
      return (value as readonly unknown[]).map((one, at) => goldenValue(type.element, one, zone, element(like, at)))
    case 'map':
      return [...(value as Map<unknown, unknown>)].map(([key, one]) => [
        goldenValue(type.key, key, zone),
        goldenValue(type.value, one, zone),
      ])
    case 'struct':
      return goldenRow(type.fields, value as RowObject, zone, like)
    case 'boolean':
    case 'byte':
    case 'short':
    case 'int':
    case 'string':
    case 'char':
    case 'varchar':
      return value as Json
    default:
      return sparkText(type, value, zone)
  }
}

const isText = (value: Json): boolean => typeof value === 'object' && value !== null && '$str' in value

const element = (like: Json, at: number): Json => (Array.isArray(like) ? ((like as readonly Json[])[at] ?? null) : null)

/** A row by column name. */
export function goldenRow(fields: readonly Field[], row: RowObject, zone: string, like: Json = null): Json {
  const wanted = (typeof like === 'object' && like !== null ? like : {}) as { readonly [name: string]: Json }
  return Object.fromEntries(
    fields.map((one) => [one.name, goldenValue(one.type, row[one.name], zone, wanted[one.name] ?? null)]),
  )
}

/** Numbers beyond 2^53 - 1 are written as text, since JSON.parse would round them. */
function safeInteger(value: bigint): Json {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

function sparkText(type: DataType, value: unknown, zone: string): Json {
  const text = castValue(fromRowValue(type, value, 'a golden value'), type, stringType, 'ansi', zone)
  // A variant's null has no text.
  return text === null ? null : { $str: String(text) }
}

/** Map entries have no order; sorted on both sides before they are compared. */
export function withSortedMaps(type: DataType, value: Json): Json {
  if (value === null || isText(value)) return value
  if (type.kind === 'array' && Array.isArray(value)) return value.map((one) => withSortedMaps(type.element, one))
  if (type.kind === 'struct') return structWithSortedMaps(type.fields, value)
  if (type.kind !== 'map' || !Array.isArray(value)) return value
  const entries = (value as readonly (readonly [Json, Json])[]).map(
    ([key, one]): Json => [withSortedMaps(type.key, key), withSortedMaps(type.value, one)],
  )
  return entries.sort((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1))
}

function structWithSortedMaps(fields: readonly Field[], value: Json): Json {
  if (Array.isArray(value)) return value.map((one, at) => withSortedMaps(fields[at]?.type as DataType, one))
  const object = value as { readonly [name: string]: Json }
  return Object.fromEntries(fields.map((one) => [one.name, withSortedMaps(one.type, object[one.name] ?? null)]))
}

/** JSON in which -0 and 0 differ and the order of an object's keys is as given. */
export function canonicalText(value: Json): string {
  return JSON.stringify(value, (_, one) => (Object.is(one, -0) ? '-0' : one))
}

/** Rows that come in no order, sorted on both sides before they are compared. */
export function sortedByText<Row extends Json>(rows: readonly Row[]): readonly Row[] {
  return rows
    .map((row): readonly [string, Row] => [canonicalText(row), row])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row)
}

/** A golden value as a row for `createDataFrame` has it. */
export function rowValue(type: DataType, value: Json): unknown {
  if (value === null) return null
  if (typeof value === 'object' && '$str' in value)
    return toRowValue(type, castValue(String(value.$str), stringType, type, 'ansi', 'UTC'))
  switch (type.kind) {
    case 'long':
      return BigInt(value as number | string)
    case 'float':
    case 'double':
      return Number(value)
    case 'binary':
      return new Uint8Array(Buffer.from(value as string, 'base64'))
    case 'array':
      return (value as readonly Json[]).map((one) => rowValue(type.element, one))
    case 'map':
      return new Map(
        (value as readonly (readonly [Json, Json])[]).map(([key, one]) => [
          rowValue(type.key, key),
          rowValue(type.value, one),
        ]),
      )
    case 'struct':
      return type.fields.map((one) =>
        rowValue(one.type, (value as { readonly [name: string]: Json })[one.name] ?? null),
      )
    default:
      return value
  }
}
