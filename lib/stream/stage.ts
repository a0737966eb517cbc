/**
 * Turns a Processor into what RxJS's `pipe` takes. The processor is made when the input's schema arrives, once per
 * subscription; it never sees a message after an error or unsubscribe, and is closed once.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { type Aligned, Aligner, type Gate } from './align.ts'
import { connect, type Receiver } from './connect.ts'
import type { Message } from './message.ts'
import type { Out, Port, Processor } from './processor.ts'
import type { Observable, OperatorFunction, Subscriber } from './rx.ts'

/** A processor that is ready to run and the schema of what it gives. */
export interface Started {
  readonly processor: Processor
  readonly output: Schema
}

/** Makes the processor of one subscription; what it throws fails the stream. */
export type Start = (inputs: readonly Schema[]) => Started

export type Stage = OperatorFunction<Message, Message>

/**
 * A stage of one input.
 *
 * @param start called with the input's schema when it arrives
 */
export function stage(start: Start): Stage {
  return (source) => connect([source], (output) => receiverOf(start, output, 1))
}

/**
 * A stage of two inputs, kept in step by barriers (see Aligner).
 *
 * @param right the second input; it is subscribed first
 * @param gates what to pause while an input waits for the other one's barrier, by port
 */
export function joinStage(right: Observable<Message>, start: Start, gates: readonly (Gate | undefined)[] = []): Stage {
  return (left) => connect([left, right], (output) => receiverOf(start, output, 2, gates))
}

function receiverOf(
  start: Start,
  output: Subscriber<Message>,
  inputs: 1 | 2,
  gates: readonly (Gate | undefined)[] = [],
): Receiver {
  const runner = new Runner(start, output)
  return new Aligner(inputs, runner, gates)
}

/** Hands on what a processor makes, then gives back what the batch itself borrowed. */
class StageOut implements Out {
  readonly #output: Subscriber<Message>
  /** The batch being processed: a processor that hands it on unchanged must not give it back, its producer does. */
  input: RecordBatch | undefined

  constructor(output: Subscriber<Message>) {
    this.#output = output
  }

  batch(batch: RecordBatch): void {
    try {
      if (!this.#output.closed) this.#output.next({ kind: 'batch', batch })
    } finally {
      if (batch !== this.input) batch.release()
    }
  }

  watermark(time: Micros): void {
    this.#output.next({ kind: 'watermark', time })
  }

  barrier(epoch: number): void {
    this.#output.next({ kind: 'barrier', epoch })
  }
}

/** A message that waits for a handler's promise. */
interface Held {
  /** Held on to until it has been handled. */
  readonly batch?: RecordBatch
  readonly handle: () => void | Promise<void>
}

const owner = 'stage'

/** Calls one processor's handlers; handlers left out forward. What comes while one of them is awaited waits in order. */
class Runner implements Aligned {
  readonly #start: Start
  readonly #output: Subscriber<Message>
  readonly #out: StageOut
  #processor: Processor | undefined
  #closed = false
  /** What came since a handler gave a promise; undefined = none is awaited. */
  #held: Held[] | undefined

  constructor(start: Start, output: Subscriber<Message>) {
    this.#start = start
    this.#output = output
    this.#out = new StageOut(output)
  }

  get stopped(): boolean {
    return this.#output.closed
  }

  schema(inputs: readonly Schema[]): void {
    const { processor, output } = this.#start(inputs)
    this.#processor = processor
    // Closed while it was being made: nobody else will close it.
    if (this.#closed) return processor.close?.()
    this.#output.next({ kind: 'schema', schema: output })
  }

  epoch(epoch: number, batchTime: Micros): void {
    if (this.#held) this.#held.push({ handle: () => this.#epoch(epoch, batchTime) })
    else this.#epoch(epoch, batchTime)
  }

  batch(batch: RecordBatch, port: Port): void {
    if (this.#held) {
      batch.retain(owner)
      this.#held.push({ batch, handle: () => this.#batch(batch, port) })
    } else this.#batch(batch, port)
  }

  watermark(time: Micros): void {
    if (this.#held) this.#held.push({ handle: () => this.#watermark(time) })
    else this.#await(this.#watermark(time))
  }

  barrier(epoch: number): void {
    if (this.#held) this.#held.push({ handle: () => this.#barrier(epoch) })
    else this.#await(this.#barrier(epoch))
  }

  complete(): void {
    if (this.#held) this.#held.push({ handle: () => this.#complete() })
    else this.#await(this.#complete())
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const { batch } of this.#held?.splice(0) ?? []) batch?.release(owner)
    this.#processor?.close?.()
  }

  #epoch(epoch: number, batchTime: Micros): void {
    const processor = this.#processor as Processor
    if (processor.onEpoch) processor.onEpoch(epoch, batchTime, this.#out)
    this.#output.next({ kind: 'epoch', epoch, batchTime })
  }

  #batch(batch: RecordBatch, port: Port): void {
    const before = this.#out.input
    this.#out.input = batch
    try {
      ;(this.#processor as Processor).onBatch(batch, this.#out, port)
    } finally {
      this.#out.input = before
    }
  }

  #watermark(time: Micros): void | Promise<void> {
    const processor = this.#processor as Processor
    if (processor.onWatermark) return processor.onWatermark(time, this.#out)
    this.#out.watermark(time)
  }

  #barrier(epoch: number): void | Promise<void> {
    const processor = this.#processor as Processor
    if (processor.onBarrier) return processor.onBarrier(epoch, this.#out)
    this.#out.barrier(epoch)
  }

  #complete(): void | Promise<void> {
    const last = this.#processor?.onComplete?.(this.#out)
    if (!last) return this.#output.complete()
    return last.then(() => this.#output.complete())
  }

  #await(handled: void | Promise<void>): void {
    if (!handled) return
    this.#held ??= []
    handled.then(
      () => this.#goOn(),
      (error: unknown) => this.#output.error(error),
    )
  }

  /** Handles what was held back, until a handler gives a promise again. What comes meanwhile waits its turn. */
  #goOn(): void {
    const held = this.#held as Held[]
    try {
      for (let next = held.shift(); next; next = held.shift()) {
        const handled = this.#handle(next)
        if (handled) return this.#await(handled)
      }
      this.#held = undefined
    } catch (error) {
      this.#output.error(error)
    }
  }

  #handle({ batch, handle }: Held): void | Promise<void> {
    try {
      if (!this.stopped) return handle()
    } finally {
      batch?.release(owner)
    }
  }
}
