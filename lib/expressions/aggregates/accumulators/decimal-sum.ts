/**
 * Exact sums of decimals in 128 bits, with how many there were: what sum and avg of DECIMAL remember. A sum of more than
 * 38 digits is lost for ever, as in Spark, where it does not fit the buffer; what that means shows at the end.
 */
import { driveSteps } from '../../../codegen/step-driver.ts'
import { VectorBuilder } from '../../../columnar/builder.ts'
import { FlagCells } from '../../../columnar/cells/flag-cells.ts'
import { Float64Cells, Int128Cells } from '../../../columnar/cells/word-cells.ts'
import { wordsOf } from '../../../columnar/cells/word-vector.ts'
import type { DataType, Field, SqlValue } from '../../../types/data-type.ts'
import { magnitude, powerOfTen } from '../../functions/numeric/decimal.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

export interface DecimalSumForm {
  readonly type: DataType
  readonly buffer: readonly Field[]
  /** Digits that the sum may have. */
  readonly precision: number
  /** The result of a group that had values. @param sum unscaled, undefined when it did not fit */
  readonly result: (sum: bigint | undefined, count: number) => SqlValue
}

interface State {
  readonly ids: Int32Array
  readonly rows: Int32Array
  readonly words: Int32Array
  readonly sums: Int32Array
  readonly counts: Float64Array
  readonly lost: Uint8Array
}

/** Arguments: one column of decimals. */
export function decimalSum(form: DecimalSumForm): Accumulator {
  const sums = new Int128Cells()
  const counts = new Float64Cells()
  const lost = new FlagCells()
  const sumOf = (id: number): bigint | undefined => {
    if (lost.values[id] === 1) return undefined
    const sum = ((sums.values[2 * id + 1] as bigint) << 64n) | BigInt.asUintN(64, sums.values[2 * id] as bigint)
    return magnitude(sum) < powerOfTen(form.precision) ? sum : undefined
  }
  return {
    cells: [sums, counts, lost],
    buffer: form.buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      const state = {
        ids: chosen.ids,
        rows: chosen.rows,
        words: wordsOf(arg),
        sums: sums.words,
        counts: counts.values,
        lost: lost.values,
      }
      driveSteps(arg.layout === 'int128' ? addWide : addNarrow, state, 0, chosen.count)
    },
    merge(into, other, from, count) {
      const [otherSums, otherCounts, otherLost] = other.cells as readonly [Int128Cells, Float64Cells, FlagCells]
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const at = from[i] as number
        addWords(sums.words, lost.values, id, otherSums.words, 4 * at, true)
        counts.values[id] = (counts.values[id] as number) + (otherCounts.values[at] as number)
        lost.values[id] = (lost.values[id] as number) | (otherLost.values[at] as number)
      }
    },
    finish(ids, count) {
      const builder = new VectorBuilder(form.type, count)
      for (let i = 0; i < count; i++) {
        const id = ids[i] as number
        const values = counts.values[id] as number
        builder.append(values === 0 ? null : form.result(sumOf(id), values))
      }
      return builder.finish()
    },
  }
}

function addNarrow({ ids, rows, words, sums, counts, lost }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    addWords(sums, lost, id, words, 2 * (rows[i] as number), false)
    counts[id] = (counts[id] as number) + 1
  }
}

function addWide({ ids, rows, words, sums, counts, lost }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    addWords(sums, lost, id, words, 4 * (rows[i] as number), true)
    counts[id] = (counts[id] as number) + 1
  }
}

/** High word of 10^38: sums this far out are looked at by all their bits. */
const suspicious = 1262177448

/** Adds the words at `at`, four or (with their sign carried on) two. */
function addWords(sums: Int32Array, lost: Uint8Array, id: number, words: Int32Array, at: number, wide: boolean): void {
  const sign = (words[at + 1] as number) >> 31
  const to = 4 * id
  const first = ((sums[to] as number) >>> 0) + ((words[at] as number) >>> 0)
  const second = ((sums[to + 1] as number) >>> 0) + ((words[at + 1] as number) >>> 0) + (first > 0xffffffff ? 1 : 0)
  const third =
    ((sums[to + 2] as number) >>> 0) + ((wide ? (words[at + 2] as number) : sign) >>> 0) + (second > 0xffffffff ? 1 : 0)
  const fourth = (sums[to + 3] as number) + (wide ? (words[at + 3] as number) : sign) + (third > 0xffffffff ? 1 : 0)
  sums[to] = first | 0
  sums[to + 1] = second | 0
  sums[to + 2] = third | 0
  sums[to + 3] = fourth | 0
  if (fourth >= suspicious || fourth < -suspicious) refuse(sums, lost, id, fourth)
}

/** Marks a sum of 10^38 and more, or one that has left 128 bits. */
function refuse(sums: Int32Array, lost: Uint8Array, id: number, fourth: number): void {
  const to = 4 * id
  const low = (BigInt((sums[to + 1] as number) >>> 0) << 32n) | BigInt((sums[to] as number) >>> 0)
  const sum = (BigInt(fourth) << 96n) | (BigInt((sums[to + 2] as number) >>> 0) << 64n) | low
  if (magnitude(sum) >= powerOfTen(38)) lost[id] = 1
}
