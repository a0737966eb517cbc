/**
 * Several sinks of one query, which sees them as one: an epoch is staged in all of them, then committed in each, then in
 * the query's own log. A run that ended in between runs the epoch again, and a sink that has committed it drops it.
 */
import type { Sink } from '../connector/connector.ts'
import { MillraceError } from '../errors.ts'
import type { Message } from '../stream/message.ts'
import type { IO } from '../stream/processor.ts'
import { Observable, type Subscriber, type Subscription } from '../stream/rx.ts'

export class SinkGroup implements Sink {
  readonly description: string
  readonly #sinks: readonly Sink[]

  /** @param sinks at least one */
  constructor(sinks: readonly Sink[]) {
    this.#sinks = sinks
    this.description = sinks.map((one) => one.description).join(' and ')
  }

  get outputRows(): number {
    return this.#sinks.find((one) => (one.outputRows ?? -1) >= 0)?.outputRows ?? -1
  }

  get metrics(): Readonly<Record<string, string>> {
    return Object.assign({}, ...this.#sinks.map((one) => one.metrics))
  }

  /** Rejects with the first error of any sink; the others' rows then end with it. */
  async write(epoch: number, rows: Observable<Message>, io: IO): Promise<void> {
    const shared = new SharedRows(rows, this.#sinks.length)
    await Promise.all(
      this.#sinks.map(async (sink) => {
        try {
          await sink.write(epoch, shared.rows, io)
          if (!shared.whole) throw incomplete(epoch, sink)
        } catch (error) {
          shared.fail(error)
        }
      }),
    )
    shared.throwIfFailed()
  }

  async commit(epoch: number): Promise<void> {
    for (const sink of this.#sinks) await sink.commit(epoch)
  }

  abort(epoch: number): Promise<void> {
    return this.#each((sink) => sink.abort(epoch))
  }

  stop(): Promise<void> {
    return this.#each((sink) => sink.stop())
  }

  async latestCommitted(): Promise<number> {
    const all = await Promise.all(this.#sinks.map((one) => one.latestCommitted?.() ?? -1))
    return Math.max(...all)
  }

  /** Goes on to the next sink when one fails, and fails in the end. */
  async #each(work: (sink: Sink) => Promise<void>): Promise<void> {
    const results = await Promise.allSettled(this.#sinks.map(work))
    const failed = results.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  }
}

function incomplete(epoch: number, sink: Sink): MillraceError {
  return new MillraceError(
    'MILLRACE_SINK_INCOMPLETE',
    `The sink was done before it had read all of batch ${epoch}: ${sink.description}`,
  )
}

/** One epoch's rows for several readers; they flow once all of them listen. */
class SharedRows {
  readonly rows: Observable<Message>
  /** All of them have been given. */
  whole = false
  readonly #source: Observable<Message>
  readonly #readers: number
  readonly #subscribers: Subscriber<Message>[] = []
  #upstream: Subscription | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(source: Observable<Message>, readers: number) {
    this.#source = source
    this.#readers = readers
    this.rows = new Observable((subscriber) => this.#listen(subscriber))
  }

  #listen(subscriber: Subscriber<Message>): void {
    if (this.#failure) return subscriber.error(this.#failure.error)
    this.#subscribers.push(subscriber)
    if (this.#subscribers.length < this.#readers) return
    this.#upstream = this.#source.subscribe({
      next: (message) => {
        for (const one of this.#subscribers) one.next(message)
      },
      error: (error: unknown) => this.fail(error),
      complete: () => {
        this.whole = true
        for (const one of this.#subscribers) one.complete()
      },
    })
    if (this.#failure) this.#upstream.unsubscribe()
  }

  /** Ends the rows of all readers; the first error counts. */
  fail(error: unknown): void {
    if (this.#failure) return
    this.#failure = { error }
    this.#upstream?.unsubscribe()
    for (const one of this.#subscribers) one.error(error)
  }

  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error
  }
}
