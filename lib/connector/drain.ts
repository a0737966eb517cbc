/** How a sink reads an epoch when it has nothing asynchronous to do. */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Message } from '../stream/message.ts'
import type { Observable } from '../stream/rx.ts'

/**
 * Hands each batch of one epoch to `onBatch`, synchronously, and resolves when the epoch is complete.
 *
 * @param rows one epoch's messages
 * @param onBatch may read the batch only until it returns, or retains it; what it throws ends the epoch
 */
export function drain(rows: Observable<Message>, onBatch: (batch: RecordBatch) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    rows.subscribe({
      next: (message) => {
        if (message.kind === 'batch') onBatch(message.batch)
      },
      error: reject,
      complete: resolve,
    })
  })
}
