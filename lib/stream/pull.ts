/**
 * A generator of batches as an Observable that can be held back: after each batch it asks `flow.ready()`. RxJS's own
 * `from(asyncGenerator)` does not run the generator's `finally` when it is unsubscribed while waiting (a leaked handle);
 * here `return()` is called, and `io.closing` gets a promise of its end.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { IO } from './processor.ts'
import { Observable, type Subscriber } from './rx.ts'

/** What a source writes: a generator function, sync or async, that yields batches it holds one reference to. */
export type Rows = (io: IO) => Iterable<RecordBatch> | AsyncIterable<RecordBatch>

type BatchIterator = Iterator<RecordBatch> | AsyncIterator<RecordBatch>

/**
 * Makes Observables of a generator function. Each batch is released after its subscriber has seen it.
 *
 * @returns for the given IO an Observable that starts the generator once per subscription
 */
export function pull(rows: Rows): (io: IO) => Observable<RecordBatch> {
  return (io) =>
    new Observable<RecordBatch>((subscriber) => {
      const run = new Run(rows, io, subscriber)
      subscriber.add(() => run.stop())
      void run.start()
    })
}

function iteratorOf(rows: Iterable<RecordBatch> | AsyncIterable<RecordBatch>): BatchIterator {
  return Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]()
}

class Run {
  readonly #rows: Rows
  readonly #io: IO
  readonly #subscriber: Subscriber<RecordBatch>
  #iterator: BatchIterator | undefined
  /** The generator's own code is on the stack: `return()` would throw, the loop calls it afterwards. */
  #inside = false
  #ended = false

  constructor(rows: Rows, io: IO, subscriber: Subscriber<RecordBatch>) {
    this.#rows = rows
    this.#io = io
    this.#subscriber = subscriber
  }

  async start(): Promise<void> {
    try {
      this.#iterator = iteratorOf(this.#rows(this.#io))
      await this.#loop(this.#iterator)
    } catch (error) {
      this.#ended ||= this.#inside
      this.#inside = false
      if (!this.#subscriber.closed) this.#subscriber.error(error)
    }
  }

  async #loop(iterator: BatchIterator): Promise<void> {
    const subscriber = this.#subscriber
    while (!subscriber.closed) {
      this.#inside = true
      const step = iterator.next()
      const result = step instanceof Promise ? await this.#outside(step) : step
      this.#inside = false
      if (result.done) {
        this.#ended = true
        subscriber.complete()
        return
      }
      const batch = result.value
      try {
        subscriber.next(batch)
      } finally {
        batch.release()
      }
      if (subscriber.closed) break
      const wait = this.#io.flow.ready()
      if (wait) await wait
    }
    this.stop()
  }

  /** An async generator takes `return()` while its `next()` is pending: it is queued behind it. */
  async #outside(step: Promise<IteratorResult<RecordBatch>>): Promise<IteratorResult<RecordBatch>> {
    this.#inside = false
    try {
      return await step
    } catch (error) {
      this.#ended = true
      throw error
    }
  }

  /** Ends the generator, once. */
  stop(): void {
    if (this.#ended || this.#inside || !this.#iterator) return
    this.#ended = true
    const iterator = this.#iterator
    const closing = (async () => {
      await iterator.return?.()
    })()
    if (this.#io.closing) this.#io.closing(closing)
    // Without a listener an error in a generator's `finally` must not end the process as an unhandled rejection.
    else closing.catch(() => {})
  }
}
