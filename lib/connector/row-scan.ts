import { batchOf } from '../columnar/builder.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { IO } from '../stream/processor.ts'
import { pull } from '../stream/pull.ts'
import type { Field, SqlValue } from '../types/data-type.ts'
import { Schema } from '../types/schema.ts'
import { fromRowValue, type RowObject } from '../types/values/row-value.ts'
import type { Offset, Scan, ScanRequest } from './connector.ts'

/** Rows of one batch at most. */
const batchRows = 2048

/** Gives the rows of a range in order, as objects by column name; `finally` runs also when the reader leaves early. */
export type RowReader = (start: Offset | null, end: Offset, io: IO) => Iterable<RowObject> | AsyncIterable<RowObject>

/**
 * A scan for sources that have rows as objects: makes batches of the wanted columns, and waits when there is no room.
 * Sources of many rows a second make batches themselves.
 *
 * @param schema the source's whole schema
 * @throws (in the query) MILLRACE_VALUE_TYPE for a value that does not fit its column
 */
export function rowScan(schema: Schema, request: ScanRequest, read: RowReader): Scan {
  const fields = request.columns.map((at) => schema.fields[at] as Field)
  const wanted = new Schema(fields)
  return {
    residual: request.filters,
    schema: wanted,
    read: (start, end, io) => pull((running) => batches(read(start, end, running), wanted))(io),
  }
}

async function* batches(
  rows: Iterable<RowObject> | AsyncIterable<RowObject>,
  schema: Schema,
): AsyncGenerator<RecordBatch, void> {
  let values: SqlValue[][] = []
  for await (const row of rows) {
    values.push(schema.fields.map(({ name, type }) => fromRowValue(type, row[name], `column ${name}`)))
    if (values.length < batchRows) continue
    yield batchOf(schema, values)
    values = []
  }
  if (values.length > 0) yield batchOf(schema, values)
}
