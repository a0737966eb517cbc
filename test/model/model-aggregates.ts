/** Aggregate functions over all rows of a group, each in the plainest way. */
import type { DataType, SqlValue } from '../../lib/types/data-type.ts'
import {
  arrayType,
  booleanType,
  decimalType,
  doubleType,
  isIntegral,
  longType,
  stringType,
} from '../../lib/types/types.ts'
import { compareValues, keyText, type Row } from './model-expression.ts'

/** Gives a function's value for the arguments of the rows of a group, in order. */
type Compute = (rows: readonly Row[], type: DataType) => SqlValue

interface ModelAggregate {
  readonly type: (argument: DataType) => DataType
  readonly compute: Compute
}

const present = (rows: readonly Row[]): readonly SqlValue[] =>
  rows.map((row) => row[0] ?? null).filter((v) => v !== null)
const same = (type: DataType): DataType => type

function sumType(type: DataType): DataType {
  if (type.kind === 'decimal') return decimalType(Math.min(38, type.precision + 10), type.scale)
  return isIntegral(type) ? longType : doubleType
}

function avgType(type: DataType): DataType {
  if (type.kind !== 'decimal') return doubleType
  return decimalType(Math.min(38, type.precision + 4), Math.min(38, type.scale + 4))
}

const sum: Compute = (rows, type) => {
  const values = present(rows)
  if (values.length === 0) return null
  if (type.kind === 'decimal' || isIntegral(type)) return values.reduce<bigint>((a, b) => a + BigInt(b as number), 0n)
  return values.reduce<number>((a, b) => a + Number(b), 0)
}

const avg: Compute = (rows, type) => {
  const values = present(rows)
  if (values.length === 0) return null
  if (type.kind !== 'decimal') return values.reduce<number>((a, b) => a + Number(b), 0) / values.length
  const scaled = (sum(rows, type) as bigint) * 10n ** BigInt((avgType(type) as { scale: number }).scale - type.scale)
  const count = BigInt(values.length)
  // Half up, away from zero.
  const twice = (scaled < 0n ? -scaled : scaled) * 2n + count
  return (scaled < 0n ? -1n : 1n) * (twice / (count * 2n))
}

const extreme =
  (sign: number): Compute =>
  (rows) =>
    present(rows).reduce<SqlValue>(
      (best, one) => (best === null || compareValues(one, best) * sign > 0 ? one : best),
      null,
    )

const first: Compute = (rows) => (rows[0]?.[1] === true ? (present(rows)[0] ?? null) : (rows[0]?.[0] ?? null))
const last: Compute = (rows) => (rows[0]?.[1] === true ? (present(rows).at(-1) ?? null) : (rows.at(-1)?.[0] ?? null))
const distinct = (rows: readonly Row[]) => [...new Map(present(rows).map((one) => [keyText([one]), one])).values()]

const folded =
  <T extends SqlValue>(fold: (a: T, b: T) => T): Compute =>
  (rows) => {
    const values = present(rows) as readonly T[]
    return values.length === 0 ? null : values.reduce(fold)
  }

const and: ModelAggregate = { type: () => booleanType, compute: folded<boolean>((a, b) => a && b) }
const or: ModelAggregate = { type: () => booleanType, compute: folded<boolean>((a, b) => a || b) }

/** By Spark's names. */
export const modelAggregates: { readonly [name: string]: ModelAggregate | undefined } = {
  count: {
    type: () => longType,
    compute: (rows) => BigInt(rows.filter((row) => row.every((one) => one !== null)).length),
  },
  sum: { type: sumType, compute: sum },
  try_sum: { type: sumType, compute: sum },
  avg: { type: avgType, compute: avg },
  try_avg: { type: avgType, compute: avg },
  min: { type: same, compute: extreme(-1) },
  max: { type: same, compute: extreme(1) },
  first: { type: same, compute: first },
  any_value: { type: same, compute: first },
  last: { type: same, compute: last },
  collect_list: { type: (one) => arrayType(one, false), compute: (rows) => present(rows) },
  collect_set: { type: (one) => arrayType(one, false), compute: (rows) => distinct(rows) },
  approx_count_distinct: { type: () => longType, compute: (rows) => BigInt(distinct(rows).length) },
  count_if: { type: () => longType, compute: (rows) => BigInt(rows.filter((row) => row[0] === true).length) },
  bool_and: and,
  every: and,
  bool_or: or,
  some: or,
  bit_and: { type: same, compute: folded<number>((a, b) => a & b) },
  bit_or: { type: same, compute: folded<number>((a, b) => a | b) },
  bit_xor: { type: same, compute: folded<number>((a, b) => a ^ b) },
  listagg: {
    type: () => stringType,
    compute: (rows) => (present(rows).length === 0 ? null : present(rows).join(String(rows[0]?.[1] ?? ''))),
  },
}
