/** Bits of integers taken together. */
import { FlagCells } from '../../../columnar/cells/flag-cells.ts'
import { Int32Cells, Int64Cells } from '../../../columnar/cells/word-cells.ts'
import { absentNulls, wordsOf, wordVector } from '../../../columnar/cells/word-vector.ts'
import { layoutOf } from '../../../columnar/layout.ts'
import { field } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import type { Accumulator, AggregateCall, AggregateFunction } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

/** @param combine two words */
export function bitAggregate(
  name: string,
  summary: string,
  combine: (a: number, b: number) => number,
): AggregateFunction {
  return {
    name,
    summary,
    bind: signature({ takes: ['integral'], exact: true, gives: ([input]) => (input as Bound).type, nullable: true }),
    start: (call) => bits(call, name, combine),
  }
}

function bits({ type }: AggregateCall, name: string, combine: (a: number, b: number) => number): Accumulator {
  const cells = layoutOf(type) === 'int64' ? new Int64Cells() : new Int32Cells()
  const present = new FlagCells()
  const { width } = cells
  const take = (id: number, words: Int32Array, at: number): void => {
    const own = cells.words
    for (let word = 0; word < width; word++) {
      const given = words[at * width + word] as number
      own[id * width + word] = present.values[id] === 1 ? combine(own[id * width + word] as number, given) : given
    }
    present.values[id] = 1
  }
  return {
    cells: [cells, present],
    buffer: [field(name, type)],
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      const words = wordsOf(arg)
      for (let i = 0; i < chosen.count; i++) take(chosen.ids[i] as number, words, chosen.rows[i] as number)
    },
    merge(into, other, from, count) {
      const [others, otherPresent] = other.cells as readonly [Int64Cells | Int32Cells, FlagCells]
      for (let i = 0; i < count; i++) {
        const at = from[i] as number
        if (otherPresent.values[at] === 1) take(into[i] as number, others.words, at)
      }
    },
    finish: (ids, count) => wordVector(type, cells, ids, count, absentNulls(present.values, ids, count)),
  }
}
