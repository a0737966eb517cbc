/** Aggregates by their definition, over all rows of a group at once: what accumulators are compared with. */
import { compareValues } from '../../../lib/columnar/compare.ts'
import type { DataType, SqlValue } from '../../../lib/types/data-type.ts'

type Rows = readonly (readonly SqlValue[])[]
/** Rows of arguments in, the result out. */
export type Oracle = (rows: Rows, types: readonly DataType[]) => SqlValue

const column = (rows: Rows, at = 0) => rows.map((row) => row[at] as SqlValue).filter((value) => value !== null)
const complete = (rows: Rows) => rows.filter((row) => row.every((value) => value !== null))
const numbers = (rows: Rows, at = 0) => complete(rows).map((row) => Number(row[at]))
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
const average = (values: readonly number[]) => total(values) / values.length
const power = (values: readonly number[], exponent: number) => {
  const mean = average(values)
  return total(values.map((value) => (value - mean) ** exponent))
}
const products = (rows: Rows) => {
  const xs = numbers(rows, 0)
  const ys = numbers(rows, 1)
  const [meanX, meanY] = [average(xs), average(ys)]
  const terms = xs.map((x, at) => (x - meanX) * ((ys[at] as number) - meanY))
  // Where they cancel each other, what is left is their rounding.
  const sum = total(terms)
  return Math.abs(sum) < 1e-8 * total(terms.map(Math.abs)) ? undecided : sum
}
const some = (rows: Rows, result: (n: number) => number | null) => {
  const n = complete(rows).length
  return n === 0 ? null : result(n)
}
/** Not compared: whether a sum of squares is exactly 0 hangs on rounding. */
export const undecided = Number.NaN
const zeroToNull = (divisor: number, result: () => number) => (divisor < 1e-9 ? undecided : result())

function extreme(rows: Rows, types: readonly DataType[], sign: number): SqlValue {
  return column(rows).reduce<SqlValue>(
    (best, value) => (best === null || sign * compareValues(types[0] as DataType, value, best) > 0 ? value : best),
    null,
  )
}

function by(rows: Rows, types: readonly DataType[], sign: number): SqlValue {
  let best: readonly SqlValue[] | undefined
  for (const row of rows) {
    if (row[1] === null) continue
    if (!best || sign * compareValues(types[1] as DataType, row[1] as SqlValue, best[1] as SqlValue) >= 0) best = row
  }
  return (best?.[0] ?? null) as SqlValue
}

function distinct(values: readonly SqlValue[]): SqlValue[] {
  const seen = new Map<string, SqlValue>()
  for (const value of values) {
    const key = JSON.stringify(value, (_, one) =>
      typeof one === 'bigint' ? `${one}n` : Number.isNaN(one) ? 'NaN' : one,
    )
    if (!seen.has(key)) seen.set(key, value === 0 ? 0 : value)
  }
  return [...seen.values()]
}

function bits(rows: Rows, combine: (a: bigint, b: bigint) => bigint): SqlValue {
  const values = column(rows)
  if (values.length === 0) return null
  const combined = values.map((value) => BigInt(value as bigint)).reduce(combine)
  return typeof values[0] === 'bigint' ? combined : Number(combined)
}

export const oracle = {
  count: (rows) => BigInt(complete(rows).length),
  countIf: (rows) => BigInt(rows.filter(([value]) => value === true).length),
  sumLong: (rows) =>
    column(rows).length === 0 ? null : column(rows).reduce<bigint>((sum, v) => sum + BigInt(v as bigint), 0n),
  sumInt: (rows) => (column(rows).length === 0 ? null : column(rows).reduce<number>((sum, v) => sum + Number(v), 0)),
  sumDouble: (rows) => some(rows, () => total(numbers(rows))),
  mean: (rows) => some(rows, () => average(numbers(rows))),
  product: (rows) => some(rows, () => numbers(rows).reduce((a, b) => a * b, 1)),
  min: (rows, types) => extreme(rows, types, -1),
  max: (rows, types) => extreme(rows, types, 1),
  minBy: (rows, types) => by(rows, types, -1),
  maxBy: (rows, types) => by(rows, types, 1),
  first: (rows) => (rows[0]?.[0] ?? null) as SqlValue,
  last: (rows) => (rows.at(-1)?.[0] ?? null) as SqlValue,
  firstValue: (rows) => column(rows)[0] ?? null,
  lastValue: (rows) => column(rows).at(-1) ?? null,
  list: (rows) => column(rows),
  set: (rows) => distinct(column(rows)),
  bitAnd: (rows) => bits(rows, (a, b) => a & b),
  bitOr: (rows) => bits(rows, (a, b) => a | b),
  bitXor: (rows) => bits(rows, (a, b) => a ^ b),
  and: (rows) => (column(rows).length === 0 ? null : column(rows).every((value) => value === true)),
  or: (rows) => (column(rows).length === 0 ? null : column(rows).some((value) => value === true)),
  stddevSamp: (rows) => some(rows, (n) => (n === 1 ? null : Math.sqrt(power(numbers(rows), 2) / (n - 1)))),
  stddevPop: (rows) => some(rows, (n) => Math.sqrt(power(numbers(rows), 2) / n)),
  varSamp: (rows) => some(rows, (n) => (n === 1 ? null : power(numbers(rows), 2) / (n - 1))),
  varPop: (rows) => some(rows, (n) => power(numbers(rows), 2) / n),
  skewness: (rows) =>
    some(rows, (n) =>
      zeroToNull(
        power(numbers(rows), 2),
        () => (Math.sqrt(n) * power(numbers(rows), 3)) / power(numbers(rows), 2) ** 1.5,
      ),
    ),
  kurtosis: (rows) =>
    some(rows, (n) =>
      zeroToNull(power(numbers(rows), 2), () => (n * power(numbers(rows), 4)) / power(numbers(rows), 2) ** 2 - 3),
    ),
  covarPop: (rows) => some(rows, (n) => products(rows) / n),
  covarSamp: (rows) => some(rows, (n) => (n === 1 ? null : products(rows) / (n - 1))),
  corr: (rows) =>
    some(rows, (n) => {
      const squares = power(numbers(rows), 2) * power(numbers(rows, 1), 2)
      return n === 1 ? null : zeroToNull(squares, () => products(rows) / Math.sqrt(squares))
    }),
  meanX: (rows) => some(rows, () => average(numbers(rows, 1))),
  meanY: (rows) => some(rows, () => average(numbers(rows, 0))),
  squaresX: (rows) => some(rows, () => power(numbers(rows, 1), 2)),
  squaresY: (rows) => some(rows, () => power(numbers(rows, 0), 2)),
  products: (rows) => some(rows, () => products(rows)),
  slope: (rows) =>
    some(rows, () => zeroToNull(power(numbers(rows, 1), 2), () => products(rows) / power(numbers(rows, 1), 2))),
  intercept: (rows) =>
    some(rows, () =>
      zeroToNull(
        power(numbers(rows, 1), 2),
        () => average(numbers(rows, 0)) - (products(rows) / power(numbers(rows, 1), 2)) * average(numbers(rows, 1)),
      ),
    ),
  r2: (rows) =>
    some(rows, () => {
      const [ys, xs] = [power(numbers(rows, 0), 2), power(numbers(rows, 1), 2)]
      return xs < 1e-9 || ys < 1e-9 ? undecided : products(rows) ** 2 / (xs * ys)
    }),
  distinctCount: (rows) => BigInt(new Set(complete(rows).map((row) => row.join('|'))).size),
  distinctSum: (rows) => {
    const values = distinct(column(rows))
    return values.length === 0 ? null : values.reduce<bigint>((sum, v) => sum + BigInt(v as bigint), 0n)
  },
} satisfies { readonly [name: string]: Oracle }
