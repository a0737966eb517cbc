/** How a sink reads an epoch when it has nothing asynchronous to do. */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Message } from '../stream/message.ts'
import { type Observable, Subscription } from '../stream/rx.ts'

/**
 * Hands each batch of one epoch to `onBatch`, synchronously, and resolves when the epoch is complete.
 *
 * @param rows one epoch's messages
 * @param onBatch may read the batch only until it returns, or retains it; what it throws ends the epoch: the source is
 * unsubscribed and the promise rejects (RxJS itself would throw it in a timer, which ends the process)
 */
export function drain(rows: Observable<Message>, onBatch: (batch: RecordBatch) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = new Subscription()
    let failed = false
    subscription.add(
      rows.subscribe({
        next: (message) => {
          if (failed || message.kind !== 'batch') return
          try {
            onBatch(message.batch)
          } catch (error) {
            failed = true
            reject(error)
            subscription.unsubscribe()
          }
        },
        error: reject,
        complete: resolve,
      }),
    )
  })
}
