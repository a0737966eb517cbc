/** Writes epochs to a sink as a query does, in memory that is overwritten behind it. */
import { batchOf } from '../columnar/builder.ts'
import { PoisoningPool } from '../columnar/poisoning-pool.ts'
import type { Sink } from '../connector/connector.ts'
import type { Message } from '../stream/message.ts'
import { Observable } from '../stream/rx.ts'
import type { SqlValue } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { freeIo } from './range-reader.ts'
import { leasedCopy } from './run-stage.ts'

/**
 * One epoch as a sink gets it.
 *
 * @param failure ends the epoch behind its batches, in place of the barrier
 */
export function epochOf(
  epoch: number,
  schema: Schema,
  batches: readonly (readonly (readonly SqlValue[])[])[],
  failure?: Error,
): Observable<Message> {
  return new Observable<Message>((subscriber) => {
    const pool = new PoisoningPool()
    subscriber.next({ kind: 'schema', schema })
    subscriber.next({ kind: 'epoch', epoch, batchTime: 0n })
    for (const rows of batches) {
      if (subscriber.closed) return
      const batch = leasedCopy(batchOf(schema, rows), pool)
      subscriber.next({ kind: 'batch', batch })
      batch.release()
    }
    if (failure) {
      subscriber.error(failure)
      return
    }
    subscriber.next({ kind: 'barrier', epoch })
    subscriber.complete()
  })
}

/** Stages an epoch. */
export function writeEpoch(
  sink: Sink,
  epoch: number,
  schema: Schema,
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  return sink.write(epoch, epochOf(epoch, schema, rows.length === 0 ? [] : [rows]), freeIo())
}

/** Writes and commits an epoch. */
export async function commitEpoch(
  sink: Sink,
  epoch: number,
  schema: Schema,
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  await writeEpoch(sink, epoch, schema, rows)
  await sink.commit(epoch)
}
