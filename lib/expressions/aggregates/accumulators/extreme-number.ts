/** The smallest or largest of numbers, booleans and times, by the words they are made of. */
import { driveSteps } from '../../../codegen/step-driver.ts'
import { FlagCells } from '../../../columnar/cells/flag-cells.ts'
import type { WordCells } from '../../../columnar/cells/word-cells.ts'
import { absentNulls, wordsOf, wordVector } from '../../../columnar/cells/word-vector.ts'
import type { DataType, Field } from '../../../types/data-type.ts'
import type { Accumulator } from '../aggregate-function.ts'
import { nonNullRows } from './chosen-rows.ts'

interface State {
  readonly ids: Int32Array
  readonly rows: Int32Array
  readonly values: Float64Array | Int32Array
  readonly best: Float64Array | Int32Array
  readonly present: Uint8Array
}

type Kernel = (state: State, from: number, to: number) => void

/** @param kernel one of the loops below, for the layout of `type` */
export function extremeNumber(type: DataType, buffer: readonly Field[], best: WordCells, kernel: Kernel): Accumulator {
  const present = new FlagCells()
  const doubles = type.kind === 'float' || type.kind === 'double'
  const numbers = (words: Int32Array) =>
    doubles ? new Float64Array(words.buffer, words.byteOffset, words.length / 2) : words
  return {
    cells: [best, present],
    buffer,
    add(ids, args, rows, count) {
      const chosen = nonNullRows(ids, args, rows, count)
      const [arg] = args
      if (arg === undefined || chosen.count === 0) return
      const values = numbers(arg.layout === 'bool' ? Int32Array.from(arg.values) : wordsOf(arg))
      const state = { ids: chosen.ids, rows: chosen.rows, values, best: numbers(best.words), present: present.values }
      driveSteps(kernel, state, 0, chosen.count)
    },
    merge(into, other, from, count) {
      const [otherBest, otherPresent] = other.cells as readonly [WordCells, FlagCells]
      const state = {
        ids: into,
        rows: from,
        values: numbers(otherBest.words),
        best: numbers(best.words),
        present: present.values,
      }
      for (let i = 0; i < count; i++) {
        if (otherPresent.values[from[i] as number] === 1) kernel(state, i, i + 1)
      }
    },
    finish(ids, count) {
      const nulls = absentNulls(present.values, ids, count)
      if (type.kind !== 'boolean') return wordVector(type, best, ids, count, nulls)
      const values = new Uint8Array(count)
      for (let i = 0; i < count; i++) values[i] = best.words[ids[i] as number] as number
      return { layout: 'bool', type, length: count, nulls, values }
    },
  }
}

export function largerInts({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const value = values[rows[i] as number] as number
    if (value > (best[id] as number)) best[id] = value
    present[id] = 1
  }
}

export function smallerInts({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const value = values[rows[i] as number] as number
    if (value < (best[id] as number)) best[id] = value
    present[id] = 1
  }
}

/** NaN is larger than all others. */
export function largerDoubles({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const value = values[rows[i] as number] as number
    if (value > (best[id] as number) || Number.isNaN(value)) best[id] = value
    present[id] = 1
  }
}

export function smallerDoubles({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const value = values[rows[i] as number] as number
    const held = best[id] as number
    if (value < held || Number.isNaN(held)) best[id] = value
    present[id] = 1
  }
}

export function largerLongs({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const row = rows[i] as number
    const low = values[2 * row] as number
    const high = values[2 * row + 1] as number
    const held = best[2 * id + 1] as number
    if (present[id] === 0 || high > held || (high === held && low >>> 0 > (best[2 * id] as number) >>> 0)) {
      best[2 * id] = low
      best[2 * id + 1] = high
      present[id] = 1
    }
  }
}

export function smallerLongs({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const row = rows[i] as number
    const low = values[2 * row] as number
    const high = values[2 * row + 1] as number
    const held = best[2 * id + 1] as number
    if (present[id] === 0 || high < held || (high === held && low >>> 0 < (best[2 * id] as number) >>> 0)) {
      best[2 * id] = low
      best[2 * id + 1] = high
      present[id] = 1
    }
  }
}

export function largerWide({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const row = rows[i] as number
    if (present[id] === 1 && compareWide(values, 4 * row, best, 4 * id) <= 0) continue
    for (let word = 0; word < 4; word++) best[4 * id + word] = values[4 * row + word] as number
    present[id] = 1
  }
}

export function smallerWide({ ids, rows, values, best, present }: State, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const id = ids[i] as number
    const row = rows[i] as number
    if (present[id] === 1 && compareWide(values, 4 * row, best, 4 * id) >= 0) continue
    for (let word = 0; word < 4; word++) best[4 * id + word] = values[4 * row + word] as number
    present[id] = 1
  }
}

type Words = Float64Array | Int32Array

/** Order of two 128-bit integers: the high word by its sign, the others without. */
function compareWide(a: Words, atA: number, b: Words, atB: number): number {
  const high = (a[atA + 3] as number) - (b[atB + 3] as number)
  if (high !== 0) return high
  for (let word = 2; word >= 0; word--) {
    const difference = ((a[atA + word] as number) >>> 0) - ((b[atB + word] as number) >>> 0)
    if (difference !== 0) return difference
  }
  return 0
}
