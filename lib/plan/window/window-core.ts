/**
 * Computes window functions over a frame that does not stream: the core of a projection with `f(…) OVER (…)`, over prepared
 * columns. Rows leave in the order of the last window, as from Spark's WindowExec.
 *
 * State: none; it holds an epoch's rows until the barrier. Watermarks and barriers pass. Refused on streams before it runs
 * (NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING).
 */
import { concatenate, gather } from '../../columnar/gather.ts'
import { RecordBatch } from '../../columnar/record-batch.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Evaluation } from '../../expressions/evaluation.ts'
import type { Out, Processor } from '../../stream/processor.ts'
import { Schema } from '../../types/schema.ts'
import type { Physical, StageContext } from '../operator.ts'
import { aggregateResults } from './aggregates.ts'
import type { BoundWindow, WindowOptions } from './bound-window.ts'
import { partitionsOf } from './partitions.ts'
import { rowFunctionResults } from './row-functions.ts'

export const windowCore: Physical<WindowOptions> = {
  name: 'window',
  inputs: 1,
  state: 'none',
  schema: ({ kept, windows }, [input]) =>
    new Schema([...(input as Schema).fields.slice(0, kept), ...windows.map((one) => one.field)]),
  describe: ({ windows }) =>
    `Window [${windows.map(({ of }) => (of.kind === 'rows' ? of.name : of.call.name)).join(', ')}]`,
  start: (options, context) => new WindowComputation(options, context),
}

class WindowComputation implements Processor {
  readonly #options: WindowOptions
  readonly #context: StageContext
  #batches: RecordBatch[] = []

  constructor(options: WindowOptions, context: StageContext) {
    this.#options = options
    this.#context = context
  }

  onBatch(batch: RecordBatch): void {
    this.#batches.push(concatenate(this.#context.inputs[0] as Schema, [batch]))
  }

  onBarrier(epoch: number, out: Out): void {
    const { inputs, output, evaluation } = this.#context
    let rows = concatenate(inputs[0] as Schema, this.#batches)
    this.#batches = []
    if (rows.length > 0) {
      const { kept, windows } = this.#options
      const results = new Map<BoundWindow, Vector>()
      for (const group of groupsOf(windows)) rows = computed(group, rows, results, evaluation)
      const columns = [...rows.columns.slice(0, kept), ...windows.map((one) => results.get(one) as Vector)]
      out.batch(new RecordBatch(output, columns, rows.length))
    }
    out.barrier(epoch)
  }
}

/** Functions over the same partitions in the same order. */
function groupsOf(windows: readonly BoundWindow[]): readonly (readonly BoundWindow[])[] {
  const groups = new Map<string, BoundWindow[]>()
  for (const one of windows) {
    const key = JSON.stringify([one.partitions, one.orders])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

/** The rows in the group's order, and its results; those of earlier groups follow. */
function computed(
  group: readonly BoundWindow[],
  { schema, columns, length }: RecordBatch,
  results: Map<BoundWindow, Vector>,
  evaluation: Evaluation,
): RecordBatch {
  const sorted = partitionsOf(columns, length, group[0] as BoundWindow)
  for (const [one, vector] of results) results.set(one, gather(vector, sorted.rows, length))
  for (const one of group) {
    const { of } = one
    const vector =
      of.kind === 'rows'
        ? rowFunctionResults({ ...one, of }, columns, sorted)
        : aggregateResults({ ...one, of }, columns, sorted, evaluation)
    results.set(one, vector)
  }
  const ordered = columns.map((column) => gather(column, sorted.rows, length))
  return new RecordBatch(schema, ordered, length)
}
