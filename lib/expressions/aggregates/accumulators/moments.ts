/**
 * Mean and central moments of numbers, kept up by row: Spark's `CentralMomentAgg`, term for term, so that sums round in
 * the same places. (Meng, Simpler Online Updates for Arbitrary-Order Central Moments, 2015.)
 */
import { Float64Cells } from '../../../columnar/cells/word-cells.ts'
import { doubleType, field } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { Accumulator, AggregateFunction } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'
import { doubleResults } from './double-results.ts'
import { doublesOf } from './doubles-of.ts'

/** What is known of a group's numbers: how many, their mean, sums of powers of the distances from it. */
export interface Moments {
  readonly n: number
  readonly mean: number
  readonly m2: number
  readonly m3: number
  readonly m4: number
}

/**
 * A statistic of one column of numbers.
 *
 * @param order highest moment that it needs
 * @param result of at least one number; null where it is not defined
 */
export function momentFunction(
  name: string,
  aliases: readonly string[],
  summary: string,
  order: 2 | 3 | 4,
  result: (moments: Moments) => number | null,
): AggregateFunction {
  return {
    name,
    aliases,
    summary,
    bind: signature({ takes: ['double'], gives: doubleType, nullable: true }),
    start: () => moments(order, result),
  }
}

const names = ['n', 'avg', 'm2', 'm3', 'm4']

/** Arguments: a column of doubles; of two, the second where neither is null. */
export function moments(order: 2 | 3 | 4, result: (moments: Moments) => number | null, taken = 0): Accumulator {
  const cells = Array.from({ length: order + 1 }, () => new Float64Cells())
  return {
    cells,
    buffer: names.slice(0, order + 1).map((name) => field(name, doubleType, false)),
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const arg = args[taken]
      if (arg === undefined || chosen.count === 0) return
      const numbers = doublesOf(arg, chosen, 0)
      if (order === 2) addSquares(chosen.ids, numbers, chosen.count, cells)
      else addHigher(chosen.ids, numbers, chosen.count, cells, order)
    },
    merge(into, other, from, count) {
      mergeMoments(into, other.cells as readonly Float64Cells[], from, count, cells)
    },
    finish: (ids, count) =>
      doubleResults(ids, count, (id) => {
        const at = momentsOf(cells, id)
        return at.n === 0 ? null : result(at)
      }),
  }
}

function momentsOf(cells: readonly Float64Cells[], id: number): Moments {
  const value = (at: number) => cells[at]?.values[id] ?? 0
  return { n: value(0), mean: value(1), m2: value(2), m3: value(3), m4: value(4) }
}

const valuesOf = (cells: readonly Float64Cells[], at: number) => (cells[at] as Float64Cells).values

function addSquares(ids: Int32Array, numbers: Float64Array, count: number, cells: readonly Float64Cells[]): void {
  const [ns, means, m2s] = [valuesOf(cells, 0), valuesOf(cells, 1), valuesOf(cells, 2)]
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    const n = (ns[id] as number) + 1
    const delta = (numbers[i] as number) - (means[id] as number)
    const deltaN = delta / n
    ns[id] = n
    means[id] = (means[id] as number) + deltaN
    m2s[id] = (m2s[id] as number) + delta * (delta - deltaN)
  }
}

function addHigher(
  ids: Int32Array,
  numbers: Float64Array,
  count: number,
  cells: readonly Float64Cells[],
  order: number,
): void {
  const [ns, means, m2s, m3s] = [0, 1, 2, 3].map((at) => valuesOf(cells, at)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const m4s = order === 4 ? valuesOf(cells, 4) : undefined
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    const n = (ns[id] as number) + 1
    const delta = (numbers[i] as number) - (means[id] as number)
    const deltaN = delta / n
    const m2 = (m2s[id] as number) + delta * (delta - deltaN)
    const delta2 = delta * delta
    const deltaN2 = deltaN * deltaN
    const m3 = (m3s[id] as number) - 3 * deltaN * m2 + delta * (delta2 - deltaN2)
    if (m4s) {
      m4s[id] = (m4s[id] as number) - 4 * deltaN * m3 - 6 * deltaN2 * m2 + delta * (delta * delta2 - deltaN * deltaN2)
    }
    ns[id] = n
    means[id] = (means[id] as number) + deltaN
    m2s[id] = m2
    m3s[id] = m3
  }
}

function mergeMoments(
  into: Int32Array,
  others: readonly Float64Cells[],
  from: Int32Array,
  count: number,
  cells: readonly Float64Cells[],
): void {
  for (let i = 0; i < count; i++) {
    const id = into[i] as number
    const a = momentsOf(cells, id)
    const b = momentsOf(others, from[i] as number)
    const merged = mergedMoments(a, b)
    for (let at = 0; at < cells.length; at++) valuesOf(cells, at)[id] = merged[at] as number
  }
}

function mergedMoments(a: Moments, b: Moments): readonly number[] {
  const n = a.n + b.n
  const delta = b.mean - a.mean
  const deltaN = n === 0 ? 0 : delta / n
  return [
    n,
    a.mean + deltaN * b.n,
    a.m2 + b.m2 + delta * deltaN * a.n * b.n,
    a.m3 + b.m3 + deltaN * deltaN * delta * a.n * b.n * (a.n - b.n) + 3 * deltaN * (a.n * b.m2 - b.n * a.m2),
    a.m4 +
      b.m4 +
      deltaN * deltaN * deltaN * delta * a.n * b.n * (a.n * a.n - a.n * b.n + b.n * b.n) +
      6 * deltaN * deltaN * (a.n * a.n * b.m2 + b.n * b.n * a.m2) +
      4 * deltaN * (a.n * b.m3 - b.n * a.m3),
  ]
}
