/** Runs one stage over tables of messages, with the rule checker around it. */

import { PoisoningPool } from '../columnar/poisoning-pool.ts'
import { RecordBatch } from '../columnar/record-batch.ts'
import type { Vector } from '../columnar/vector.ts'
import { type CheckOptions, checked } from '../stream/checked.ts'
import type { Message } from '../stream/message.ts'
import { Observable } from '../stream/rx.ts'
import type { Stage } from '../stream/stage.ts'
import { MessagePrinter, readMessages } from './message-table.ts'

/**
 * Runs a stage over a table and gives what comes out as a table. Batches are in leased memory that is overwritten as soon
 * as the stage has returned: what it reads too late shows.
 *
 * @param table see `readMessages`
 * @throws what the stage, or the rule checker, raises
 */
export function runStage(stage: Stage, table: string, options: Partial<CheckOptions> = {}): string {
  const pool = new PoisoningPool()
  const printer = new MessagePrinter()
  let failure: { readonly error: unknown } | undefined
  const checkedStage = checked(stage, { name: 'stage', pool, ...options })
  checkedStage(leasedMessages(readMessages(table), pool)).subscribe({
    next: (message) => printer.add(message),
    error: (error: unknown) => {
      failure = { error }
    },
  })
  if (failure) throw failure.error
  return printer.text
}

/** The messages one after another, then completion; each batch is given back right after its subscriber has seen it. */
export function leasedMessages(messages: readonly Message[], pool: PoisoningPool): Observable<Message> {
  return new Observable<Message>((subscriber) => {
    for (const message of messages) {
      if (subscriber.closed) return
      if (message.kind !== 'batch') {
        subscriber.next(message)
        continue
      }
      const batch = leasedCopy(message.batch, pool)
      try {
        subscriber.next({ kind: 'batch', batch })
      } finally {
        batch.release()
      }
    }
    subscriber.complete()
  })
}

/** The batch in memory of a pool. Columns that are not plain numbers keep their own. */
export function leasedCopy(batch: RecordBatch, pool: PoisoningPool): RecordBatch {
  const lease = pool.lease(Math.max(8, 8 * batch.length * batch.columns.length))
  const columns = batch.columns.map((column, at): Vector => {
    const from = 8 * batch.length * at
    if (column.layout === 'int64') {
      const values = new BigInt64Array(lease.buffer, from, batch.length)
      values.set(column.values.subarray(0, batch.length))
      return { ...column, values, words: new Int32Array(lease.buffer, from, 2 * batch.length) }
    }
    if (column.layout === 'int32') {
      const values = new Int32Array(lease.buffer, from, batch.length)
      values.set(column.values.subarray(0, batch.length))
      return { ...column, values }
    }
    return column
  })
  return new RecordBatch(batch.schema, columns, batch.length, { leases: [lease] })
}
