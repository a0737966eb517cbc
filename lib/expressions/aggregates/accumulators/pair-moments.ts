/**
 * Means, squares and products of pairs of numbers, kept up by row: Spark's `Covariance` and `PearsonCorrelation`, term
 * for term, so that sums round in the same places.
 */
import { Float64Cells } from '../../../columnar/cells/word-cells.ts'
import { doubleType, field } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { Accumulator, AggregateFunction } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'
import { doubleResults } from './double-results.ts'
import { doublesOf } from './doubles-of.ts'

/** How many pairs, the means of x and y, the sums of products and squares of the distances from them. */
export interface PairMoments {
  readonly n: number
  readonly meanX: number
  readonly meanY: number
  readonly product: number
  readonly squareX: number
  readonly squareY: number
}

export interface PairForm {
  readonly name: string
  readonly summary: string
  /**
   * Whether the sums of squares are needed, and so are part of the buffer; `central`: rounded as those of Spark's
   * `VariancePop`, from the distance to the mean before the row.
   */
  readonly squares: boolean | 'central'
  /** The second argument is taken as x: of a line through pairs (y, x). */
  readonly swapped: boolean
  /** Of at least one pair; null where it is not defined. */
  readonly result: (moments: PairMoments) => number | null
}

/** A statistic of pairs of numbers, both not null. */
export function pairFunction(form: PairForm): AggregateFunction {
  return {
    name: form.name,
    summary: form.summary,
    bind: signature({ takes: ['double', 'double'], gives: doubleType, nullable: true }),
    start: () => pairs(form),
  }
}

const names = ['n', 'xAvg', 'yAvg', 'ck', 'xMk', 'yMk']

function pairs({ squares, swapped, result }: PairForm): Accumulator {
  const cells = Array.from({ length: squares ? 6 : 4 }, () => new Float64Cells())
  return {
    cells,
    buffer: names.slice(0, cells.length).map((name) => field(name, doubleType, false)),
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [first, second] = args
      if (first === undefined || second === undefined || chosen.count === 0) return
      const xs = doublesOf(swapped ? second : first, chosen, 0)
      const ys = doublesOf(swapped ? first : second, chosen, 1)
      addPairs(chosen.ids, xs, ys, chosen.count, cells, squares === 'central')
    },
    merge(into, other, from, count) {
      const others = other.cells as readonly Float64Cells[]
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const merged = mergedPairs(pairMomentsOf(cells, id), pairMomentsOf(others, from[i] as number))
        for (let at = 0; at < cells.length; at++) valuesOf(cells, at)[id] = merged[at] as number
      }
    },
    finish: (ids, count) =>
      doubleResults(ids, count, (id) => {
        const at = pairMomentsOf(cells, id)
        return at.n === 0 ? null : result(at)
      }),
  }
}

const valuesOf = (cells: readonly Float64Cells[], at: number) => (cells[at] as Float64Cells).values

function pairMomentsOf(cells: readonly Float64Cells[], id: number): PairMoments {
  const value = (at: number) => cells[at]?.values[id] ?? 0
  return {
    n: value(0),
    meanX: value(1),
    meanY: value(2),
    product: value(3),
    squareX: value(4),
    squareY: value(5),
  }
}

function addPairs(
  ids: Int32Array,
  xs: Float64Array,
  ys: Float64Array,
  count: number,
  cells: readonly Float64Cells[],
  central: boolean,
): void {
  const [ns, meansX, meansY, products] = [0, 1, 2, 3].map((at) => valuesOf(cells, at)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const squaresX = cells[4]?.values
  const squaresY = cells[5]?.values
  for (let i = 0; i < count; i++) {
    const id = ids[i] as number
    const n = (ns[id] as number) + 1
    const x = xs[i] as number
    const y = ys[i] as number
    const dx = x - (meansX[id] as number)
    const dy = y - (meansY[id] as number)
    const meanX = (meansX[id] as number) + dx / n
    const meanY = (meansY[id] as number) + dy / n
    ns[id] = n
    meansX[id] = meanX
    meansY[id] = meanY
    products[id] = (products[id] as number) + dx * (y - meanY)
    if (squaresX && squaresY) {
      squaresX[id] = (squaresX[id] as number) + dx * (central ? dx - dx / n : x - meanX)
      squaresY[id] = (squaresY[id] as number) + dy * (central ? dy - dy / n : y - meanY)
    }
  }
}

function mergedPairs(a: PairMoments, b: PairMoments): readonly number[] {
  const n = a.n + b.n
  const dx = b.meanX - a.meanX
  const dxN = n === 0 ? 0 : dx / n
  const dy = b.meanY - a.meanY
  const dyN = n === 0 ? 0 : dy / n
  return [
    n,
    a.meanX + dxN * b.n,
    a.meanY + dyN * b.n,
    a.product + b.product + dx * dyN * a.n * b.n,
    a.squareX + b.squareX + dx * dxN * a.n * b.n,
    a.squareY + b.squareY + dy * dyN * a.n * b.n,
  ]
}
