/** Bytes on their way to a file: grows to the largest batch and is reused for all of them. */
import { slack } from '../columnar/bytes.ts'

/** Writers put bytes at `top` of `bytes` after `reserve`, by words through `view`, and move `top`. */
export class OutputBuffer {
  bytes: Uint8Array
  view: DataView
  /** Bytes written since the last `clear`. */
  top = 0

  /** @param capacity bytes to make room for at first */
  constructor(capacity = 1 << 16) {
    this.bytes = new Uint8Array(capacity + slack)
    this.view = new DataView(this.bytes.buffer)
  }

  /** Makes sure that `length` more bytes (and word-wise slack behind them) fit; `bytes` and `view` may be replaced. */
  reserve(length: number): void {
    const needed = this.top + length + slack
    if (needed <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, needed))
    grown.set(this.bytes.subarray(0, this.top))
    this.bytes = grown
    this.view = new DataView(grown.buffer)
  }

  /** Appends bytes. */
  append(source: Uint8Array): void {
    this.reserve(source.length)
    this.bytes.set(source, this.top)
    this.top += source.length
  }

  /** What was written; valid until the next write. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.top)
  }

  /** Forgets what was written and keeps the memory. */
  clear(): void {
    this.top = 0
  }
}
