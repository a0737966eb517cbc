/** Row steps to one function over batches: generated loops, chosen by the layouts that come. */
import { driveSteps } from '../../codegen/step-driver.ts'
import { ConstantColumn } from '../../columnar/constant-column.ts'
import type { Lease, Pool } from '../../columnar/pool.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Schema } from '../../types/schema.ts'
import { foldSteps } from '../fold-constants.ts'
import { rowError } from '../row-error.ts'
import type { RowStep } from '../row-step.ts'
import type { CodeContext } from './code-context.ts'
import { compileKernel, type Kernel } from './kernel.ts'
import { type OutputColumn, outputColumn } from './output-column.ts'
import { type Program, programOf } from './program.ts'
import { clearState, newState, openState, type RowState } from './row-state.ts'
import { outputFor } from './struct-output.ts'

/** What compiled row steps run with, the same for every batch of a query. */
export interface RowContext extends CodeContext {
  readonly pool: Pool
}

/**
 * Compiles filters and projections into one function over batches, with Spark's order of evaluation: a projection is
 * never evaluated for a row that a filter dropped, nor twice for one row.
 *
 * @param input schema of the batches given
 * @param output schema of the batches that come out
 * @returns gives the derived batch (it shares its input's memory: the usual rule of `onBatch`), or undefined when no row
 *   is left. Errors that expressions raise (ANSI) pass through; nothing stays borrowed then. Not re-entrant.
 */
export function compileRows(
  steps: readonly RowStep[],
  input: Schema,
  output: Schema,
  context: RowContext,
): (batch: RecordBatch) => RecordBatch | undefined {
  const folded = foldSteps(steps, context)
  const rows = new CompiledRows(programOf(folded, input), output, context)
  return (batch) => {
    try {
      return rows.run(batch)
    } catch (error) {
      throw rowError(error, folded, batch, context)
    }
  }
}

class CompiledRows {
  readonly #program: Program
  readonly #output: Schema
  readonly #context: RowContext
  readonly #state: RowState
  readonly #kernels = new Map<string, Kernel>()
  readonly #constants: readonly (ConstantColumn | undefined)[]
  readonly #computed: readonly OutputColumn[]
  /** Some column is its input's, so results stand at the row numbers of the input. */
  readonly #shares: boolean
  readonly #hasLoop: boolean

  constructor(program: Program, output: Schema, context: RowContext) {
    this.#program = program
    this.#output = output
    this.#context = context
    this.#constants = program.outputs.map((one) =>
      one.kind === 'constant' ? new ConstantColumn(one.type, one.value) : undefined,
    )
    this.#computed = program.outputs.flatMap((one) => {
      if (one.kind !== 'computed') return []
      return [one.slot.eager ? outputColumn(one.type, context.pool) : outputFor(one.slot.value, context.pool)]
    })
    this.#state = newState(this.#computed, [])
    this.#shares = program.outputs.some((one) => one.kind === 'shared')
    this.#hasLoop = program.steps.length > 0 || this.#computed.length > 0
  }

  run(batch: RecordBatch): RecordBatch | undefined {
    if (batch.selected === 0) return undefined
    const { filters, fields } = this.#program
    const vectors = fields.vectors(batch.columns, batch.length)
    if (!this.#hasLoop) return this.#batch(batch, vectors, batch.selected, undefined)
    const kernel = this.#kernel(batch, vectors)
    const compact = this.#isCompact(batch)
    const kept = filters && !compact ? this.#context.pool.lease(batch.selected * 4) : undefined
    try {
      if (kept) this.#state.kept = new Int32Array(kept.buffer)
      for (const column of this.#computed) column.begin(compact ? batch.selected : batch.length)
      driveSteps(kernel, this.#state, 0, batch.selected)
    } catch (error) {
      this.#abandon(kept)
      throw error
    }
    const count = filters ? this.#state.count : batch.selected
    if (count === 0) {
      this.#abandon(kept)
      return undefined
    }
    const result = this.#batch(batch, vectors, count, kept)
    clearState(this.#state)
    return result
  }

  #abandon(kept: Lease | undefined): void {
    kept?.release()
    for (const column of this.#computed) column.abandon()
    clearState(this.#state)
  }

  #isCompact(batch: RecordBatch): boolean {
    return !this.#shares && (this.#program.filters || batch.selection !== undefined)
  }

  /** The kernel for the layouts of this batch; two forms as to nulls: no column read has any, or all are tested. */
  #kernel(batch: RecordBatch, vectors: readonly Vector[]): Kernel {
    const { reads } = this.#program
    let key = batch.selection ? 's' : 'a'
    let nulls = false
    for (const index of reads) {
      const vector = vectors[index] as Vector
      key += `,${vector.layout}`
      if (vector.nulls !== undefined) nulls = true
    }
    if (nulls) key += ',nulls'
    let kernel = this.#kernels.get(key)
    if (!kernel) {
      const shapes = new Map(reads.map((index) => [index, { layout: (vectors[index] as Vector).layout, nulls }]))
      const form = { shapes, selected: batch.selection !== undefined, compact: this.#isCompact(batch) }
      kernel = compileKernel(this.#program, form, this.#context, this.#state.memos, this.#state)
      this.#kernels.set(key, kernel)
    }
    openState(this.#state, batch, vectors, nulls)
    return kernel
  }

  #batch(batch: RecordBatch, vectors: readonly Vector[], count: number, kept: Lease | undefined): RecordBatch {
    const compact = this.#hasLoop && this.#isCompact(batch)
    const dense = compact || (!this.#shares && batch.selection !== undefined)
    const rows = dense ? count : batch.length
    const leases: Lease[] = []
    let at = 0
    const columns = this.#program.outputs.map((output, position) => {
      if (output.kind === 'shared') return vectors[output.index] as Vector
      if (output.kind === 'constant') return (this.#constants[position] as ConstantColumn).vector(rows)
      return (this.#computed[at++] as OutputColumn).finish(rows, leases)
    })
    if (dense) return new RecordBatch(this.#output, columns, rows, { leases })
    const all = count === batch.selected
    if (kept && all) kept.release()
    else if (kept) leases.push(kept)
    const selection = all ? batch.selection : this.#state.kept
    return new RecordBatch(this.#output, columns, rows, {
      leases,
      parent: batch,
      ...(selection === undefined ? {} : { selection, selected: count }),
    })
  }
}
