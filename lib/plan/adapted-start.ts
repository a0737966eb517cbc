/** A physical operator outside of a plan: the steps that its inputs go through first run inside its own stage. */

import type { RecordBatch } from '../columnar/record-batch.ts'
import { compileRows } from '../expressions/code/compile-rows.ts'
import type { Processor } from '../stream/processor.ts'
import type { Started } from '../stream/stage.ts'
import type { Schema } from '../types/schema.ts'
import { schemaAfter } from './analyze/bound-plan.ts'
import type { Binder } from './binder.ts'
import type { Physical, StageContext } from './operator.ts'
import type { RowsContext } from './rows-processor.ts'

/**
 * Starts an operator over inputs that have not been adapted.
 *
 * @param contextOf the operator's context, given its inputs after adaptation and its output
 */
export function adaptedStart<O>(
  definition: Physical<O>,
  options: O,
  inputs: readonly Schema[],
  surroundings: RowsContext & { readonly binder: Binder },
  contextOf: (inputs: readonly Schema[], output: Schema) => StageContext,
): Started {
  const output = definition.schema(options, inputs, surroundings.binder)
  const steps = definition.adapt?.(options, inputs, surroundings.binder)
  if (!steps) return { output, processor: definition.start(options, contextOf(inputs, output)) }
  const adapted = inputs.map((input, port) => schemaAfter(steps[port] ?? [], input))
  const processor = definition.start(options, contextOf(adapted, output))
  const rows = inputs.map((input, port) => {
    const own = steps[port] ?? []
    return own.length === 0 ? undefined : compileRows(own, input, adapted[port] as Schema, surroundings)
  })
  return { output, processor: adaptedProcessor(processor, rows) }
}

function adaptedProcessor(
  inner: Processor,
  rows: readonly (((batch: RecordBatch) => RecordBatch | undefined) | undefined)[],
): Processor {
  const processor: Processor = {
    onBatch(batch, out, port) {
      const own = rows[port]
      const adapted = own ? own(batch) : batch
      if (adapted !== undefined) inner.onBatch(adapted, out, port)
    },
  }
  // One by one: a class's handlers must be called on its own object, and a handler left out must stay left out.
  if (inner.onEpoch) processor.onEpoch = (epoch, batchTime, out) => inner.onEpoch?.(epoch, batchTime, out)
  if (inner.onWatermark) processor.onWatermark = (time, out) => inner.onWatermark?.(time, out)
  if (inner.onBarrier) processor.onBarrier = (epoch, out) => inner.onBarrier?.(epoch, out)
  if (inner.onComplete) processor.onComplete = (out) => inner.onComplete?.(out)
  if (inner.close) processor.close = () => inner.close?.()
  return processor
}
