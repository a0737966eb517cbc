/** What a generated loop reads and writes: one object per program, filled anew for each batch. */
import type { Dictionary } from '../../columnar/dictionary.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DictionaryMemo } from './dictionary-memo.ts'
import type { OutputColumn } from './output-column.ts'

export interface RowState {
  /** Row number for the functions that stand outside of the loop (lambdas, thunks). */
  row: number
  /** Columns of the batch at hand, and fields of theirs behind them. */
  vectors: readonly Vector[]
  /** Row numbers to run over; read only by kernels that are compiled for a selection. */
  selection: Int32Array
  /** Zeros, at least one per row: the null bytes of columns without. */
  zeros: Uint8Array
  /** Where filters leave the rows they keep. */
  kept: Int32Array
  /** Rows that are through so far. */
  count: number
  readonly outputs: readonly OutputColumn[]
  readonly memos: DictionaryMemo[]
}

/** Forgets the batch, so that none is kept alive between two epochs. */
export function clearState(state: RowState): void {
  state.vectors = []
  state.selection = noRows
  state.kept = noRows
}

/** An empty selection. */
export const noRows = new Int32Array(0)

/** A state for a program with these outputs. */
export function newState(outputs: readonly OutputColumn[], memos: DictionaryMemo[]): RowState {
  return { row: 0, vectors: [], selection: noRows, zeros: new Uint8Array(0), kept: noRows, count: 0, outputs, memos }
}

/** Lets the state look at a batch; `vectors` are its columns and what is read as columns. */
export function openState(state: RowState, batch: RecordBatch, vectors: readonly Vector[], nulls: boolean): void {
  state.vectors = vectors
  state.selection = batch.selection ?? noRows
  state.count = 0
  if (nulls && state.zeros.length < batch.length) state.zeros = new Uint8Array(batch.length)
  for (const memo of state.memos) {
    const vector = vectors[memo.column] as Vector
    if (vector.layout === 'dictionary') memo.open(vector.dictionary as Dictionary)
  }
}
