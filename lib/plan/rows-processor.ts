/** Row steps as a running stage. */

import type { Pool } from '../columnar/pool.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import { compileRows } from '../expressions/code/compile-rows.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { FunctionRegistry } from '../expressions/function-registry.ts'
import { generateRows } from '../expressions/generate-rows.ts'
import type { Generation, RowStep, RowWiseStep } from '../expressions/row-step.ts'
import type { Out, Processor } from '../stream/processor.ts'
import type { Schema } from '../types/schema.ts'
import { schemaAfter } from './analyze/bound-plan.ts'

/** What compiled rows work with. */
export interface RowsContext {
  readonly functions: FunctionRegistry
  readonly evaluation: Evaluation
  readonly pool: Pool
}

type Emit = (batch: RecordBatch) => void

/**
 * A stage that puts each batch through compiled loops, with generators between them; nothing leaves it for a batch
 * without surviving rows.
 */
export function rowsProcessor(
  steps: readonly RowWiseStep[],
  input: Schema,
  output: Schema,
  context: RowsContext,
): Processor {
  let target: Out | undefined
  const run = chain(segmentsOf(steps), input, output, context, (batch) => (target as Out).batch(batch))
  return {
    onBatch(batch, out) {
      target = out
      run(batch)
    },
  }
}

type Segment = readonly RowStep[] | Generation

/** Loops and generators in turn. */
function segmentsOf(steps: readonly RowWiseStep[]): readonly Segment[] {
  const segments: Segment[] = []
  let loop: RowStep[] = []
  for (const step of steps) {
    if (!('generate' in step)) loop.push(step)
    else {
      if (loop.length > 0) segments.push(loop)
      segments.push(step.generate)
      loop = []
    }
  }
  return loop.length > 0 || segments.length === 0 ? [...segments, loop] : segments
}

/** Every segment hands its batches to the next; the last one's are `emit`'s, which gives them back. */
function chain(segments: readonly Segment[], input: Schema, output: Schema, context: RowsContext, emit: Emit): Emit {
  const [first, ...rest] = segments as readonly [Segment, ...Segment[]]
  const isLoop = (one: Segment): one is readonly RowStep[] => Array.isArray(one)
  const after = rest.length === 0 ? output : schemaAfter(isLoop(first) ? first : [{ generate: first }], input)
  const next = rest.length === 0 ? emit : released(chain(rest, after, output, context, emit))
  if (!isLoop(first)) {
    const generate = generateRows(first, after, context.pool)
    return (batch) => generate(batch, next)
  }
  const rows = compileRows(first, input, after, context)
  return (batch) => {
    const result = rows(batch)
    if (result !== undefined) next(result)
  }
}

/** Gives back what a batch between two segments borrowed, once the rest of them has read it. */
function released(next: Emit): Emit {
  return (batch) => {
    try {
      next(batch)
    } finally {
      batch.release()
    }
  }
}
