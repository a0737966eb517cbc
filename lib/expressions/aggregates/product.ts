/** The product of numbers, as DOUBLE (Spark's `Product`). */

import { FlagCells } from '../../columnar/cells/flag-cells.ts'
import { Float64Cells } from '../../columnar/cells/word-cells.ts'
import { doubleType, field } from '../../types/types.ts'
import { signature } from '../binder/signature.ts'
import { nonNullRows } from './accumulators/chosen-rows.ts'
import { doubleResults } from './accumulators/double-results.ts'
import { doublesOf } from './accumulators/doubles-of.ts'
import type { Accumulator, AggregateFunction } from './aggregate-function.ts'

export const product: AggregateFunction = {
  name: 'product',
  summary: 'The product of numbers, as DOUBLE; null when there is none.',
  bind: signature({ takes: ['double'], gives: doubleType, nullable: true }),
  start: () => productAccumulator(),
}

function productAccumulator(): Accumulator {
  const products = new Float64Cells(1)
  const present = new FlagCells()
  return {
    cells: [products, present],
    buffer: [field('product', doubleType)],
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      const numbers = doublesOf(arg, chosen, 0)
      for (let i = 0; i < chosen.count; i++) {
        const id = chosen.ids[i] as number
        products.values[id] = (products.values[id] as number) * (numbers[i] as number)
        present.values[id] = 1
      }
    },
    merge(into, other, from, count) {
      const [others, otherPresent] = other.cells as readonly [Float64Cells, FlagCells]
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const at = from[i] as number
        products.values[id] = (products.values[id] as number) * (others.values[at] as number)
        present.values[id] = (present.values[id] as number) | (otherPresent.values[at] as number)
      }
    },
    finish: (ids, count) =>
      doubleResults(ids, count, (id) => (present.values[id] === 1 ? (products.values[id] as number) : null)),
  }
}
