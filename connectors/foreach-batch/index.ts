/** Hands each micro-batch to the program's own function, with the batch id by which it can be made idempotent. */
import { detach } from '../../lib/columnar/gather.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { batchFunctionAttachment } from '../../lib/connector/attachments.ts'
import type { Connector, Sink } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import { invariant, MillraceError } from '../../lib/errors.ts'

/** Gets the epoch's batches, detached, and the batch id; the epoch commits when its promise resolves. */
export type BatchFunction = (batches: readonly RecordBatch[], batchId: number) => Promise<void> | void

/** The `foreachBatch` sink: at least once, exactly once if the function is idempotent by batch id. */
export const foreachBatch: Connector = {
  name: 'foreachBatch',
  sink: {
    modes: ['append', 'update', 'complete'],
    guarantee: 'at-least-once',
    temporaryCheckpoint: true,
    cannot: {
      stage: 'the function sees the rows before the batch commits',
      once: 'a batch that is run again is handed over again, with its id',
      replace: 'the function gets every table and decides',
    },
    create(_, __, ___, context): Sink {
      const call = context.attachments.get(batchFunctionAttachment) as BatchFunction | undefined
      invariant(call, 'foreachBatch without a function')
      return {
        description: 'ForeachBatchSink',
        async write(epoch, rows) {
          const batches: RecordBatch[] = []
          await drain(rows, (batch) => {
            if (batch.selected > 0) batches.push(detach(batch))
          })
          await called(call, batches, epoch)
        },
        commit: async () => {},
        abort: async () => {},
        stop: async () => {},
      }
    },
  },
}

/** What the function throws is the program's error, and says so (Spark: ForeachBatchUserFuncException). */
async function called(call: BatchFunction, batches: readonly RecordBatch[], batchId: number): Promise<void> {
  try {
    await call(batches, batchId)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MillraceError(
      'FOREACH_BATCH_USER_FUNCTION_ERROR',
      `An error occurred in the user provided function in foreach batch sink. Reason: ${reason}`,
      { sqlState: '39000', parameters: { reason }, cause },
    )
  }
}
