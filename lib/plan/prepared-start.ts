/**
 * A physical operator outside of a plan: the row steps below and above it (adaptation, or the halves of a composite
 * operator) run inside its own stage.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { RowWiseStep } from '../expressions/row-step.ts'
import type { Out, Port, Processor } from '../stream/processor.ts'
import type { Started } from '../stream/stage.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { schemaAfter } from './analyze/bound-plan.ts'
import type { Binder } from './binder.ts'
import type { Composite, Expansion, Physical, StageContext } from './operator.ts'
import { isComposite } from './operator-registry.ts'
import { type RowsContext, rowsProcessor } from './rows-processor.ts'

/**
 * Starts an operator over inputs as they are.
 *
 * @param contextOf the operator's context, given its inputs after the steps below and its own output
 */
export function preparedStart<O>(
  definition: Physical<O> | Composite<O>,
  options: O,
  inputs: readonly Schema[],
  surroundings: RowsContext & { readonly binder: Binder },
  contextOf: (inputs: readonly Schema[], output: Schema) => StageContext,
): Started {
  const { binder } = surroundings
  const { before, core, after } = isComposite(definition)
    ? definition.expand(options, inputs, binder)
    : adapted(definition, options, inputs, binder)
  const prepared = inputs.map((input, port) => schemaAfter(before[port] ?? [], input))
  const made = core.definition.schema(core.options, prepared, binder)
  const processor = core.definition.start(core.options, contextOf(prepared, made))
  const output = schemaAfter(after, made)
  const below = inputs.map((input, port) => rowsOf(before[port] ?? [], input, prepared[port] as Schema, surroundings))
  const above = rowsOf(after, made, output, surroundings)
  return { output, processor: below.every((one) => !one) && !above ? processor : between(below, processor, above) }
}

function adapted<O>(definition: Physical<O>, options: O, inputs: readonly Schema[], binder: Binder): Expansion {
  const before = definition.adapt?.(options, inputs, binder) ?? []
  return { before, core: { definition: definition as Physical<unknown>, options }, after: [] }
}

function rowsOf(steps: readonly RowWiseStep[], input: Schema, output: Schema, context: RowsContext) {
  return steps.length === 0 ? undefined : rowsProcessor(steps, input, output, context)
}

/** Takes the batches of one processor to the next; what a batch itself borrowed is given back once it has been read. */
class Hand implements Out {
  readonly #take: (batch: RecordBatch) => void
  readonly #out: () => Out
  /** A processor that hands its input on unchanged must not have it given back here. */
  input: RecordBatch | undefined

  constructor(take: (batch: RecordBatch) => void, out: () => Out) {
    this.#take = take
    this.#out = out
  }

  batch(batch: RecordBatch): void {
    try {
      this.#take(batch)
    } finally {
      if (batch !== this.input) batch.release()
    }
  }

  watermark(time: Micros): void {
    this.#out().watermark(time)
  }

  barrier(epoch: number): void {
    this.#out().barrier(epoch)
  }
}

function between(below: readonly (Processor | undefined)[], inner: Processor, above: Processor | undefined): Processor {
  let current: Out | undefined
  const out = (): Out => current as Out
  const over: Hand = new Hand((batch) => (above ? above.onBatch(batch, out(), 0) : out().batch(batch)), out)
  const handed = (batch: RecordBatch, port: Port): void => {
    over.input = batch
    inner.onBatch(batch, above ? over : out(), port)
    over.input = undefined
  }
  const under = below.map((_, port) => new Hand((batch) => handed(batch, port as Port), out))
  const target = (given: Out): Out => {
    current = given
    return above ? over : given
  }
  const processor: Processor = {
    onBatch(batch, given, port) {
      target(given)
      const rows = below[port]
      const hand = under[port] as Hand
      hand.input = batch
      if (rows) rows.onBatch(batch, hand, 0)
      else handed(batch, port)
      hand.input = undefined
    },
  }
  // One by one: a class's handlers must be called on its own object, and a handler left out must stay left out.
  if (inner.onEpoch) processor.onEpoch = (epoch, time, given) => inner.onEpoch?.(epoch, time, target(given))
  if (inner.onWatermark) processor.onWatermark = (time, given) => inner.onWatermark?.(time, target(given))
  if (inner.onBarrier) processor.onBarrier = (epoch, given) => inner.onBarrier?.(epoch, target(given))
  if (inner.onComplete) processor.onComplete = (given) => inner.onComplete?.(target(given))
  if (inner.close) processor.close = () => inner.close?.()
  return processor
}
