import { intType } from '../../types/types.ts'
import { plainFunction } from './text/text-function.ts'

/** Insertions, deletions and replacements of code points, row by row of the usual table. */
function distance(left: readonly string[], right: readonly string[]): number {
  const costs = Int32Array.from({ length: right.length + 1 }, (_, at) => at)
  for (const [row, symbol] of left.entries()) {
    let diagonal = row
    costs[0] = row + 1
    for (const [column, other] of right.entries()) {
      const above = costs[column + 1] as number
      const change = symbol === other ? diagonal : 1 + Math.min(diagonal, above, costs[column] as number)
      diagonal = above
      costs[column + 1] = change
    }
  }
  return costs[right.length] as number
}

export const levenshtein = plainFunction(
  {
    name: 'levenshtein',
    summary: 'How many characters must change to make one text of another; -1 when more than a limit.',
    takes: ['string', 'string', 'int'],
    optional: 1,
    gives: intType,
  },
  (left: string, right: string, limit?: number) => {
    const found = distance([...left], [...right])
    return limit !== undefined && found > limit ? -1 : found
  },
)
