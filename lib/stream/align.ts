/**
 * Keeps the inputs of one stage in step.
 *
 * An input whose barrier came waits for the others' (paused, or kept back). The epoch goes on when its first input
 * begins it; the barrier when the last input ends it. The watermark is max(0, the minimum over the inputs that carry
 * one), and goes on when each input has sent one or has nothing more to send in this epoch: a row that the other side
 * still owes to the epoch must not come after it (protocol: nothing but the barrier follows the watermark).
 *
 * It is also re-entrant: a message that arrives while another is being handled waits for its turn.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { protocolError, type Receiver } from './connect.ts'
import type { Message } from './message.ts'
import type { Port } from './processor.ts'

/** Something that stops producing while it is paused; `FlowControl` is one. */
export interface Gate {
  pause(): void
  resume(): void
}

/** Takes the messages of all inputs as if they were one. */
export interface Aligned {
  schema(inputs: readonly Schema[]): void
  epoch(epoch: number, batchTime: Micros): void
  batch(batch: RecordBatch, port: Port): void
  watermark(time: Micros): void
  barrier(epoch: number): void
  complete(): void
  close(): void
  /** True once nobody listens any more. */
  readonly stopped: boolean
}

const owner = 'align'

class Input {
  schema: Schema | undefined
  /** The latest watermark; undefined = carries none. */
  watermark: Micros | undefined
  /** A watermark came since the last one that went on. */
  moved = false
  /** Epoch whose barrier came and whose other barriers are awaited. */
  ended: number | undefined
  complete = false
  readonly waiting: (Message | 'complete')[] = []
}

export class Aligner implements Receiver {
  readonly #inputs: readonly Input[]
  readonly #target: Aligned
  readonly #gates: readonly (Gate | undefined)[]
  #epoch: number | undefined
  #started = false
  #busy = false
  #closed = false
  /** What came while another message was being handled, in order. */
  readonly #pending: { readonly message: Message | 'complete'; readonly port: number }[] = []

  constructor(inputs: number, target: Aligned, gates: readonly (Gate | undefined)[] = []) {
    this.#inputs = Array.from({ length: inputs }, () => new Input())
    this.#target = target
    this.#gates = gates
  }

  next(message: Message, port: number): void {
    this.#enter(message, port)
  }

  complete(port: number): void {
    this.#enter('complete', port)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const { message } of this.#pending.splice(0)) forget(message)
    for (const input of this.#inputs) for (const message of input.waiting.splice(0)) forget(message)
    this.#target.close()
  }

  #enter(message: Message | 'complete', port: number): void {
    if (this.#busy) {
      keep(message)
      this.#pending.push({ message, port })
      return
    }
    this.#busy = true
    try {
      this.#accept(message, port)
      for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
        try {
          if (!this.#target.stopped) this.#accept(next.message, next.port)
        } finally {
          forget(next.message)
        }
      }
    } finally {
      this.#busy = false
    }
  }

  #accept(message: Message | 'complete', port: number): void {
    const input = this.#inputs[port] as Input
    const schema = message !== 'complete' && message.kind === 'schema'
    if (input.ended !== undefined || (!this.#started && !schema && input.schema !== undefined)) {
      keep(message)
      input.waiting.push(message)
      return
    }
    this.#handle(message, input, port)
  }

  #handle(message: Message | 'complete', input: Input, port: number): void {
    if (message === 'complete') {
      input.complete = true
      return this.#advance()
    }
    if (message.kind !== 'schema' && input.schema === undefined)
      throw protocolError(
        typeof message.kind === 'string'
          ? `${message.kind} before the schema`
          : 'a row where a message belongs; session.fromObservable(schema, rows$) makes a frame of rows',
      )
    switch (message.kind) {
      case 'schema':
        return this.#schema(message.schema, input)
      case 'epoch':
        return this.#begin(message.epoch, message.batchTime)
      case 'batch':
        return this.#target.batch(message.batch, port as Port)
      case 'watermark':
        input.watermark = message.time
        input.moved = true
        return this.#watermark()
      case 'barrier':
        input.ended = message.epoch
        return this.#advance(port)
    }
  }

  #schema(schema: Schema, input: Input): void {
    if (input.schema) throw protocolError('a second schema')
    input.schema = schema
    if (!this.#inputs.every((one) => one.schema)) return
    this.#started = true
    this.#target.schema(this.#inputs.map((one) => one.schema as Schema))
    this.#drain()
  }

  #begin(epoch: number, batchTime: Micros): void {
    if (this.#epoch === epoch && this.#inputs.length > 1) return
    this.#epoch = epoch
    this.#target.epoch(epoch, batchTime)
  }

  /** Sends the combined watermark when no input owes anything that must come before it. */
  #watermark(): void {
    if (!this.#inputs.some((one) => one.moved)) return
    if (!this.#inputs.every((one) => one.moved || one.ended !== undefined || one.complete)) return
    let least: Micros | undefined
    for (const one of this.#inputs) {
      one.moved = false
      if (one.watermark !== undefined && (least === undefined || one.watermark < least)) least = one.watermark
    }
    this.#target.watermark(least === undefined || least < 0n ? 0n : least)
  }

  /** An input has ended the epoch or completed: the last one lets the epoch end. */
  #advance(port?: number): void {
    this.#watermark()
    const ended = this.#inputs.find((one) => one.ended !== undefined)
    if (!this.#inputs.every((one) => one.ended !== undefined || one.complete)) {
      if (port !== undefined) this.#gates[port]?.pause()
      return
    }
    if (ended) {
      const epoch = ended.ended as number
      const other = this.#inputs.find((one) => one.ended !== undefined && one.ended !== epoch)
      if (other) throw protocolError(`one input ended epoch ${epoch}, another epoch ${other.ended}`)
      this.#target.barrier(epoch)
      for (const one of this.#inputs) one.ended = undefined
      for (const gate of this.#gates) gate?.resume()
      this.#drain()
    }
    if (this.#inputs.every((one) => one.complete) && !this.#target.stopped) this.#target.complete()
  }

  /** Handles what inputs sent while they had to wait, until they have to wait again. */
  #drain(): void {
    this.#inputs.forEach((input, port) => {
      while (input.waiting.length > 0 && input.ended === undefined && !this.#target.stopped) {
        const message = input.waiting.shift() as Message | 'complete'
        try {
          this.#handle(message, input, port)
        } finally {
          forget(message)
        }
      }
    })
  }
}

function keep(message: Message | 'complete'): void {
  if (message !== 'complete' && message.kind === 'batch') message.batch.retain(owner)
}

function forget(message: Message | 'complete'): void {
  if (message !== 'complete' && message.kind === 'batch') message.batch.release(owner)
}
