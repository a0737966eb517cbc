/** What the regr_ functions ask about one side of pairs (y, x) that have no null. */
import { doubleType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from '../aggregate-function.ts'
import { meanAccumulator, meanType } from '../avg.ts'
import { nonNullRows } from './chosen-rows.ts'
import { moments } from './moments.ts'
import type { OverflowData } from './overflow.ts'

/** The mean of one side, or the sum of the squares of its distances from the mean. */
export function pairPart(name: string, summary: string, side: 'y' | 'x', part: 'mean' | 'squares'): AggregateFunction {
  const taken = side === 'y' ? 0 : 1
  return {
    name,
    summary,
    bind: part === 'squares' ? bindSquares : bindPairMean(taken),
    start: (call) => (part === 'squares' ? moments(2, ({ m2 }) => m2, taken) : pairMean(call, taken)),
  }
}

const bindSquares = signature({ takes: ['double', 'double'], gives: doubleType, nullable: true })

/** Typed as avg (golden implicit-types). */
const bindPairMean = (taken: 0 | 1) =>
  signature({
    takes: ['numeric', 'numeric'],
    gives: (args) => meanType((args[taken] as Bound).type),
    nullable: true,
    data: (_, { ansi }): OverflowData => ({ mode: ansi ? 'ansi' : 'legacy' }),
  })

/** What avg remembers, of the rows where neither is null. */
function pairMean(call: AggregateCall, taken: 0 | 1): Accumulator {
  const mean = meanAccumulator({ ...call, args: [call.args[taken] as Bound] })
  return {
    ...mean,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const arg = args[taken]
      if (arg !== undefined) mean.add(chosen.ids, [{ ...arg, nulls: undefined }], chosen.rows, chosen.count)
    },
  }
}
