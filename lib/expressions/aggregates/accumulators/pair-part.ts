/** What the regr_ functions ask about one side of pairs (y, x) that have no null. */
import { doubleType, field, longType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { Accumulator, AggregateFunction } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'
import { doubleSum } from './double-sum.ts'
import { moments } from './moments.ts'

/** The mean of one side, or the sum of the squares of its distances from the mean. */
export function pairPart(name: string, summary: string, side: 'y' | 'x', part: 'mean' | 'squares'): AggregateFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['double', 'double'], gives: doubleType, nullable: true }),
    start() {
      if (part === 'squares') return moments(2, ({ m2 }) => m2, side === 'y' ? 0 : 1)
      return pairMean(side === 'y' ? 0 : 1)
    },
  }
}

/** Sum and count, as avg has them. */
function pairMean(taken: 0 | 1): Accumulator {
  const sums = doubleSum([field('sum', doubleType), field('count', longType, false)], true)
  return {
    ...sums,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const arg = args[taken]
      if (arg !== undefined) sums.add(chosen.ids, [{ ...arg, nulls: undefined }], chosen.rows, chosen.count)
    },
  }
}
