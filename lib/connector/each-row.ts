import { rowAt } from '../columnar/values.ts'
import type { Message } from '../stream/message.ts'
import type { Observable } from '../stream/rx.ts'
import type { Schema } from '../types/schema.ts'
import { type RowObject, toRowObject } from '../types/values/row-value.ts'
import { drain } from './drain.ts'

/**
 * Calls `each` with every row of an epoch, as an object by column name; resolves with their number when the epoch is
 * complete. What `each` throws, or the rows fail with, rejects.
 *
 * @param schema of the rows, as `create` got it
 */
export async function eachRow(
  rows: Observable<Message>,
  schema: Schema,
  each: (row: RowObject) => void,
): Promise<number> {
  let count = 0
  await drain(rows, (batch) => {
    for (let at = 0; at < batch.selected; at++) {
      each(toRowObject(schema.fields, rowAt(batch, batch.selection ? (batch.selection[at] as number) : at)))
    }
    count += batch.selected
  })
  return count
}
