/** `range`: whole numbers, made when they are read. */
import { batchOf } from '../columnar/builder.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import { MillraceError } from '../errors.ts'
import type { Node } from '../plan/nodes.ts'
import { Schema } from '../types/schema.ts'
import { field, longType } from '../types/types.ts'
import { batchesNode, type Relations } from './batches-source.ts'

/** Rows in one batch. */
const batchRows = 8192

/** Column `id` LONG from `start` to `end`, exclusive. @throws MILLRACE_RANGE_STEP */
export function rangeNode(start: bigint, end: bigint, step: bigint, relations: Relations): Node {
  if (step === 0n) throw new MillraceError('MILLRACE_RANGE_STEP', 'requirement failed: step (0) cannot be 0')
  const schema = new Schema([field('id', longType, false)])
  return batchesNode(schema, () => rangeBatches(schema, start, end, step), relations)
}

function* rangeBatches(schema: Schema, start: bigint, end: bigint, step: bigint): Generator<RecordBatch> {
  const count = step > 0n ? (end - start + step - 1n) / step : (start - end - step - 1n) / -step
  for (let from = 0n; from < count; from += BigInt(batchRows)) {
    const length = Number(count - from < BigInt(batchRows) ? count - from : BigInt(batchRows))
    yield batchOf(
      schema,
      Array.from({ length }, (_, at) => [start + (from + BigInt(at)) * step]),
    )
  }
}
