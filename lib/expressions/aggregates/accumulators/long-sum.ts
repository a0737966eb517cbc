/**
 * Sums of 64-bit integers: of BIGINT and smaller ones, of intervals of days and time, of decimals that stay within 18
 * digits. By 32-bit words, so that integers of 32 bits need no widening and overflow shows in the high word.
 */

import { driveSteps } from '../../../codegen/step-driver.ts'
import { FlagCells } from '../../../columnar/cells/flag-cells.ts'
import { Int64Cells } from '../../../columnar/cells/word-cells.ts'
import { wordsOf, wordVector } from '../../../columnar/cells/word-vector.ts'
import type { MillraceError } from '../../../errors.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

/** In flags: the group has a value; its sum did not fit and is null for ever. */
export const seen = 1
export const overflowed = 2

export interface LongSumForm {
  readonly type: DataType
  readonly buffer: readonly Field[]
  /**
   * What a sum that does not fit does: an error is thrown, `null` makes the sum null for ever (try_sum: golden
   * agg-try-sum-overflow), undefined wraps around as Java's addition.
   */
  readonly overflow: (() => MillraceError) | null | undefined
}

interface State {
  readonly ids: Int32Array
  readonly rows: Int32Array
  readonly words: Int32Array
  readonly sums: Int32Array
  readonly flags: Uint8Array
  readonly form: LongSumForm
}

/** Arguments: one column of 32- or 64-bit integers. */
export function longSum(form: LongSumForm): Accumulator & { readonly sums: Int64Cells; readonly flags: FlagCells } {
  const sums = new Int64Cells()
  const flags = new FlagCells()
  return {
    sums,
    flags,
    cells: [sums, flags],
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
        flags: flags.values,
        form,
      }
      driveSteps(arg.layout === 'int32' ? addInts : addLongs, state, 0, chosen.count)
    },
    merge(into, other, from, count) {
      const [otherSums, otherFlags] = other.cells as readonly [Int64Cells, FlagCells]
      for (let i = 0; i < count; i++) {
        const id = into[i] as number
        const flag = otherFlags.values[from[i] as number] as number
        if (flag === 0) continue
        const at = 2 * (from[i] as number)
        addWords(sums.words, flags.values, id, otherSums.words[at] as number, otherSums.words[at + 1] as number, form)
        flags.values[id] = (flags.values[id] as number) | flag
      }
    },
    finish(ids, count) {
      return wordVector(form.type, sums, ids, count, sumNulls(flags.values, ids, count))
    },
  }
}

/** Null: no value came, or the sum did not fit. */
export function sumNulls(flags: Uint8Array, ids: Int32Array, count: number): Uint8Array | undefined {
  let nulls: Uint8Array | undefined
  for (let i = 0; i < count; i++) {
    if (flags[ids[i] as number] === seen) continue
    nulls ??= new Uint8Array(count)
    nulls[i] = 1
  }
  return nulls
}

function addInts({ ids, rows, words, sums, flags, form }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const value = words[rows[i] as number] as number
    const low = ((sums[2 * id] as number) >>> 0) + (value >>> 0)
    const high = (sums[2 * id + 1] as number) + (value >> 31) + (low > 0xffffffff ? 1 : 0)
    sums[2 * id] = low | 0
    sums[2 * id + 1] = high
    flags[id] = (flags[id] as number) | seen
    if (high !== (high | 0)) leave(flags, id, form)
  }
}

function addLongs({ ids, rows, words, sums, flags, form }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const row = rows[i] as number
    const low = ((sums[2 * id] as number) >>> 0) + ((words[2 * row] as number) >>> 0)
    const high = (sums[2 * id + 1] as number) + (words[2 * row + 1] as number) + (low > 0xffffffff ? 1 : 0)
    sums[2 * id] = low | 0
    sums[2 * id + 1] = high
    flags[id] = (flags[id] as number) | seen
    if (high !== (high | 0)) leave(flags, id, form)
  }
}

function addWords(
  sums: Int32Array,
  flags: Uint8Array,
  id: number,
  lowWord: number,
  highWord: number,
  form: LongSumForm,
): void {
  const low = ((sums[2 * id] as number) >>> 0) + (lowWord >>> 0)
  const high = (sums[2 * id + 1] as number) + highWord + (low > 0xffffffff ? 1 : 0)
  sums[2 * id] = low | 0
  sums[2 * id + 1] = high
  if (high !== (high | 0)) leave(flags, id, form)
}

/** The true high word was out of range: the sum does not fit 64 bits. */
function leave(flags: Uint8Array, id: number, { overflow }: LongSumForm): void {
  if (overflow === undefined) return
  if (overflow !== null) throw overflow()
  flags[id] = overflowed | seen
}
