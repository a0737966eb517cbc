/**
 * The rule checker of tests: a stage with guards on all its inputs' and output's messages.
 *
 * It asserts the protocol: schema first and once; epochs ascending; data, watermark and barrier only inside an epoch and
 * in this order, nothing but the barrier after the watermark; watermarks that never go back; every barrier answered by
 * one; no row of a stage that drops late ones at or before a watermark it has forwarded; and, where asked, nothing retained
 * when a barrier leaves. Run it on a PoisoningPool: then a late read shows as well.
 */

import type { Pool } from '../columnar/pool.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Vector } from '../columnar/vector.ts'
import { invariant } from '../errors.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import type { Message } from './message.ts'
import { Observable } from './rx.ts'
import type { Stage } from './stage.ts'

export interface CheckOptions {
  /** Named in what is thrown. */
  readonly name: string
  /** The stage keeps state and drops late rows: none may leave it at or before the watermark it has forwarded. */
  readonly dropsLate?: boolean
  /** Must have nothing retained when a barrier leaves; undefined = not asked (a sink behind the stage may hold batches). */
  readonly pool?: Pool | undefined
  /** Watermarks come in stream while sources run on (continuous): data may follow one. Default false. */
  readonly continuous?: boolean
}

/**
 * A stage that fails with MILLRACE_INTERNAL when it, or what comes in, breaks the protocol.
 *
 * @param inner the stage under test
 */
export function checked(inner: Stage, options: CheckOptions): Stage {
  return (source) =>
    guarded(
      guarded(source, new ProtocolGuard(`the input of ${options.name}`, options, false)).pipe(inner),
      new ProtocolGuard(options.name, options, true),
    )
}

/** An Observable whose messages are checked; for inputs that are not `.pipe`d, such as a join's second. */
export function checkedInput(source: Observable<Message>, options: CheckOptions): Observable<Message> {
  return guarded(source, new ProtocolGuard(`the input of ${options.name}`, options, false))
}

function guarded(source: Observable<Message>, template: ProtocolGuard): Observable<Message> {
  return new Observable<Message>((subscriber) => {
    const guard = template.fresh()
    return source.subscribe({
      next: (message) => {
        try {
          guard.accept(message)
        } catch (error) {
          subscriber.error(error)
          return
        }
        subscriber.next(message)
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    })
  })
}

/** Follows the messages of one edge. */
export class ProtocolGuard {
  readonly #what: string
  readonly #options: CheckOptions
  /** Of the stage's output; its input is judged more mildly. */
  readonly #output: boolean
  #schema: Schema | undefined
  #epoch: number | undefined
  #open = false
  /** The watermark came in this epoch. */
  #watermarked = false
  #watermark: Micros | undefined

  constructor(what: string, options: CheckOptions, output: boolean) {
    this.#what = what
    this.#options = options
    this.#output = output
  }

  /** The same guard, nothing seen yet. */
  fresh(): ProtocolGuard {
    return new ProtocolGuard(this.#what, this.#options, this.#output)
  }

  /** Throws when `message` may not come now. */
  accept(message: Message): void {
    this.#must(message.kind === 'schema' || this.#schema !== undefined, `sent ${message.kind} before its schema`)
    switch (message.kind) {
      case 'schema':
        this.#must(this.#schema === undefined, 'sent a second schema')
        this.#schema = message.schema
        return
      case 'epoch':
        return this.#begin(message.epoch)
      case 'batch':
        return this.#batch(message.batch)
      case 'watermark':
        return this.#mark(message.time)
      case 'barrier':
        return this.#end(message.epoch)
    }
  }

  #begin(epoch: number): void {
    this.#must(!this.#open, `began epoch ${epoch} inside epoch ${this.#epoch}`)
    this.#must(this.#epoch === undefined || epoch > this.#epoch, `began epoch ${epoch} after epoch ${this.#epoch}`)
    this.#epoch = epoch
    this.#open = true
    this.#watermarked = false
  }

  #batch(batch: RecordBatch): void {
    this.#must(this.#open, 'sent a batch outside of an epoch')
    this.#must(this.#options.continuous || !this.#watermarked, 'sent a batch after its watermark')
    this.#must(
      batch.schema.length === this.#schema?.length,
      `sent ${batch.schema.length} columns under ${this.#schema?.length}`,
    )
    this.#must(!this.#output || batch.selected > 0, 'sent an empty batch')
    const judged = this.#output && this.#options.dropsLate === true
    if (judged && this.#watermark !== undefined) this.#notLate(batch, this.#watermark)
  }

  #mark(time: Micros): void {
    this.#must(this.#options.continuous || this.#open, 'sent a watermark outside of an epoch')
    this.#must(this.#options.continuous || !this.#watermarked, 'sent a second watermark in one epoch')
    this.#must(
      this.#watermark === undefined || time >= this.#watermark,
      `moved its watermark back from ${this.#watermark} to ${time}`,
    )
    this.#watermarked = true
    this.#watermark = time
  }

  #end(epoch: number): void {
    this.#must(
      this.#open && epoch === this.#epoch,
      `ended epoch ${epoch} inside epoch ${this.#open ? this.#epoch : 'none'}`,
    )
    this.#open = false
    const { pool } = this.#options
    this.#must(
      !this.#output || pool === undefined || pool.retainedBytes === 0,
      `retained memory beyond epoch ${epoch}: ${pool?.owners.join(', ')}`,
    )
  }

  /** No event time of the batch may be at or before `watermark`. Nulls have no event time. */
  #notLate(batch: RecordBatch, watermark: Micros): void {
    this.#schema?.fields.forEach((field, column) => {
      if (field.metadata?.watermarkDelay === undefined) return
      const vector = eventTimes(batch.columns[column] as Vector)
      if (!vector) return
      for (let at = 0; at < batch.selected; at++) {
        const row = batch.selection ? (batch.selection[at] as number) : at
        if (vector.nulls?.[row] === 1) continue
        const time = vector.values[row] as bigint
        this.#must(
          time > watermark,
          `sent a row of ${time}, at or before the watermark ${watermark} that it has forwarded`,
        )
      }
    })
  }

  #must(condition: boolean | undefined, what: string): void {
    invariant(condition, `the stream protocol was broken: ${this.#what} ${what}`)
  }
}

/** A column's event times: itself, or the end of a window. */
function eventTimes(vector: Vector): (Vector & { layout: 'int64' }) | undefined {
  if (vector.layout === 'int64') return vector
  if (vector.layout !== 'struct') return undefined
  const end = vector.children[1]
  return end?.layout === 'int64' ? end : undefined
}
