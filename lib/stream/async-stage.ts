/**
 * A stage whose work on a batch is asynchronous, at most `concurrency` at a time, with the order kept: what follows a
 * batch (schema, epoch, watermark, barrier, completion) waits until the batch's result has gone on.
 */

import type { RecordBatch } from '../columnar/record-batch.ts'
import { invariant } from '../errors.ts'
import { connect, type Receiver } from './connect.ts'
import type { Message } from './message.ts'
import type { Subscriber } from './rx.ts'
import type { Stage } from './stage.ts'

export interface AsyncStageOptions {
  /** Batches worked on at the same time; at least 1. */
  readonly concurrency: number
}

/** Work on one batch; may read it until the promise settles. undefined = nothing goes on. */
export type AsyncWork = (batch: RecordBatch, signal: AbortSignal) => Promise<RecordBatch | undefined>

const owner = 'asyncStage'

/**
 * Makes an ordered asynchronous stage. A rejected promise fails the stream; work still running then sees its signal
 * aborted.
 */
export function asyncStage(options: AsyncStageOptions, work: AsyncWork): Stage {
  invariant(options.concurrency >= 1, `asyncStage with a concurrency of ${options.concurrency}`)
  return (source) => connect([source], (output) => new OrderedWork(options.concurrency, work, output))
}

type Entry =
  | { readonly kind: 'message'; readonly message: Message | 'complete' }
  | {
      readonly kind: 'work'
      readonly batch: RecordBatch
      state: 'waiting' | 'running' | 'done'
      result?: RecordBatch | undefined
    }

class OrderedWork implements Receiver {
  readonly #concurrency: number
  readonly #work: AsyncWork
  readonly #output: Subscriber<Message>
  readonly #abort = new AbortController()
  readonly #queue: Entry[] = []
  #running = 0
  #flushing = false

  constructor(concurrency: number, work: AsyncWork, output: Subscriber<Message>) {
    this.#concurrency = concurrency
    this.#work = work
    this.#output = output
  }

  next(message: Message): void {
    if (message.kind === 'batch') {
      message.batch.retain(owner)
      this.#queue.push({ kind: 'work', batch: message.batch, state: 'waiting' })
      this.#startMore()
    } else {
      this.#queue.push({ kind: 'message', message })
    }
    this.#flush()
  }

  complete(): void {
    this.#queue.push({ kind: 'message', message: 'complete' })
    this.#flush()
  }

  close(): void {
    this.#abort.abort()
    for (const entry of this.#queue) {
      // What is still running gives its batch back when it ends.
      if (entry.kind === 'work' && entry.state === 'waiting') entry.batch.release(owner)
      if (entry.kind === 'work' && entry.state === 'done') entry.result?.release()
    }
    this.#queue.length = 0
  }

  #startMore(): void {
    for (const entry of this.#queue) {
      if (this.#running >= this.#concurrency) return
      if (entry.kind === 'work' && entry.state === 'waiting') void this.#run(entry)
    }
  }

  async #run(entry: Entry & { kind: 'work' }): Promise<void> {
    entry.state = 'running'
    this.#running++
    try {
      entry.result = await this.#work(entry.batch, this.#abort.signal)
      entry.state = 'done'
      if (this.#abort.signal.aborted) entry.result?.release()
    } catch (error) {
      this.#output.error(error)
    } finally {
      this.#running--
      entry.batch.release(owner)
    }
    if (this.#abort.signal.aborted) return
    this.#startMore()
    this.#flush()
  }

  /** Sends on what is ready, from the head of the queue. */
  #flush(): void {
    if (this.#flushing) return
    this.#flushing = true
    try {
      for (let entry = this.#queue[0]; entry && !this.#output.closed; entry = this.#queue[0]) {
        if (entry.kind === 'work' && entry.state !== 'done') return
        this.#queue.shift()
        this.#send(entry)
      }
    } finally {
      this.#flushing = false
    }
  }

  #send(entry: Entry): void {
    if (entry.kind === 'message') {
      if (entry.message === 'complete') this.#output.complete()
      else this.#output.next(entry.message)
    } else if (entry.result) {
      try {
        this.#output.next({ kind: 'batch', batch: entry.result })
      } finally {
        entry.result.release()
      }
    }
  }
}
