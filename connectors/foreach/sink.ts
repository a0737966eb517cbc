import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowAt } from '../../lib/columnar/values.ts'
import type { Sink } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import type { RowWriter } from '../../lib/connector/row-writer.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { Message } from '../../lib/stream/message.ts'
import type { IO } from '../../lib/stream/processor.ts'
import type { Observable } from '../../lib/stream/rx.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { toRowObject } from '../../lib/types/values/row-value.ts'

const owner = 'foreach'

/**
 * Calls the writer row by row, in order, waiting for each promise. Batches that wait for it are retained: their memory
 * counts against the source's limit, so a slow writer holds the source back.
 */
export class ForeachSink implements Sink {
  readonly description = 'ForeachWriterTable'
  outputRows = -1
  readonly #schema: Schema
  readonly #writer: RowWriter

  constructor(schema: Schema, writer: RowWriter) {
    this.#schema = schema
    this.#writer = writer
  }

  /** @throws FOREACH_USER_FUNCTION_ERROR for what the writer throws, upstream's error as it is */
  async write(epoch: number, rows: Observable<Message>, io: IO): Promise<void> {
    const opened = (await called(() => this.#writer.open?.(0, epoch))) !== false
    this.outputRows = 0
    let failure: unknown
    try {
      await this.#process(rows, opened, io)
    } catch (error) {
      failure = error
    }
    await called(() => this.#writer.close?.(failure === undefined ? null : reported(failure)))
    if (failure !== undefined) throw failure
  }

  async #process(rows: Observable<Message>, opened: boolean, io: IO): Promise<void> {
    const queue: RecordBatch[] = []
    let working: Promise<void> | undefined
    let failed = false
    const work = async (): Promise<void> => {
      for (let batch = queue[0]; batch !== undefined; batch = queue[0]) {
        await this.#each(batch, io.signal)
        queue.shift()?.release(owner)
      }
      working = undefined
    }
    try {
      await drain(rows, (batch) => {
        this.outputRows += batch.selected
        if (failed) throw new Error('The writer has failed')
        if (!opened || batch.selected === 0) return
        batch.retain(owner)
        queue.push(batch)
        working ??= work()
        working.catch(() => {
          failed = true
        })
      }).catch(async (error) => {
        // The writer's own error says more than that the rows were left.
        await working
        throw error
      })
      await working
    } finally {
      for (const batch of queue) batch.release(owner)
    }
  }

  async #each(batch: RecordBatch, signal: AbortSignal): Promise<void> {
    for (let at = 0; at < batch.selected; at++) {
      signal.throwIfAborted()
      const row = toRowObject(this.#schema.fields, rowAt(batch, batch.selection ? (batch.selection[at] as number) : at))
      try {
        const done = this.#writer.process(row)
        // A row that is done at once takes no turn of the event loop.
        if (done instanceof Promise) await done
      } catch (cause) {
        throw userError(cause)
      }
    }
  }

  async commit(): Promise<void> {}
  async abort(): Promise<void> {}
  async stop(): Promise<void> {}
}

async function called(call: () => unknown): Promise<unknown> {
  try {
    return await call()
  } catch (cause) {
    throw userError(cause)
  }
}

/** Spark: ForeachUserFuncException. */
function userError(cause: unknown): MillraceError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new MillraceError(
    'FOREACH_USER_FUNCTION_ERROR',
    `An error occurred in the user provided function in foreach sink. Reason: ${reason}`,
    { sqlState: '39000', parameters: { reason }, cause },
  )
}

/** What close() is told: the writer's own error, or that the rows before it failed (ForeachDataWriter.abort). */
function reported(failure: unknown): Error {
  const own = failure instanceof MillraceError && failure.condition === 'FOREACH_USER_FUNCTION_ERROR'
  if (own && failure.cause instanceof Error) return failure.cause
  return own ? failure : new Error('Foreach writer has been aborted due to a task failure', { cause: failure })
}
