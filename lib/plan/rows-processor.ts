/** Row steps as a running stage. */

import { detach } from '../columnar/gather.ts'
import type { Pool } from '../columnar/pool.ts'
import { RecordBatch } from '../columnar/record-batch.ts'
import type { Vector } from '../columnar/vector.ts'
import { compileRows } from '../expressions/code/compile-rows.ts'
import { type ColumnFunctionDefinition, callColumns, columnFunction } from '../expressions/column-function.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { FunctionRegistry } from '../expressions/function-registry.ts'
import { generateRows } from '../expressions/generate-rows.ts'
import { type ColumnCalls, liftColumnCalls } from '../expressions/lift-column-calls.ts'
import type { Generation, RowStep, RowWiseStep } from '../expressions/row-step.ts'
import type { Out, Processor } from '../stream/processor.ts'
import { Schema } from '../types/schema.ts'
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
  const run = chain(segmentsOf(steps, input), input, output, context, (batch) => (target as Out).batch(batch))
  return {
    onBatch(batch, out) {
      target = out
      run(batch)
    },
  }
}

type Segment = readonly RowStep[] | Generation | ColumnCalls

/** Loops, and generators and calls of column functions between them. */
function segmentsOf(steps: readonly RowWiseStep[], input: Schema): readonly Segment[] {
  const segments: Segment[] = []
  let loop: RowStep[] = []
  let columns = input
  const between = (segment: Segment): void => {
    if (loop.length > 0) segments.push(loop)
    segments.push(segment)
    loop = []
  }
  for (const step of steps) {
    if ('generate' in step) between(step.generate)
    else {
      for (const part of liftColumnCalls(step, columns)) {
        if ('calls' in part) between(part)
        else loop.push(part)
      }
    }
    columns = schemaAfter([step], columns)
  }
  return loop.length > 0 || segments.length === 0 ? [...segments, loop] : segments
}

const isLoop = (one: Segment): one is readonly RowStep[] => Array.isArray(one)

function afterSegment(segment: Segment, input: Schema): Schema {
  if (isLoop(segment)) return schemaAfter(segment, input)
  if ('calls' in segment) return new Schema([...input.fields, ...segment.calls.map((one) => one.field)])
  return schemaAfter([{ generate: segment }], input)
}

/** Every segment hands its batches to the next; the last one's are `emit`'s, which gives them back. */
function chain(segments: readonly Segment[], input: Schema, output: Schema, context: RowsContext, emit: Emit): Emit {
  const [first, ...rest] = segments as readonly [Segment, ...Segment[]]
  const after = rest.length === 0 ? output : afterSegment(first, input)
  const next = rest.length === 0 ? emit : released(chain(rest, after, output, context, emit))
  if ('calls' in first) return (batch) => next(withResults(first, batch, after))
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

/** The batch, its rows side by side, with the results of column functions behind its columns. */
function withResults({ calls }: ColumnCalls, batch: RecordBatch, schema: Schema): RecordBatch {
  const { columns, length } = batch.selection ? detach(batch) : batch
  const results = calls.map(({ id, args }) =>
    callColumns(
      columnFunction(id) as ColumnFunctionDefinition,
      args.map((column) => columns[column] as Vector),
      length,
    ),
  )
  const parent = columns === batch.columns ? { parent: batch } : {}
  return new RecordBatch(schema, [...columns, ...results], length, parent)
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
