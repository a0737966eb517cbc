/**
 * Cuts a file into chunks of whole records. It reads nothing itself: bytes are asked for by `target` and announced by
 * `took`, so one cutter serves synchronous and asynchronous readers. What stands behind the last record end is carried
 * over into the next chunk; a record longer than a chunk makes the chunk grow, up to the framing's limit.
 */
import { slack } from '../columnar/bytes.ts'
import type { Lease, Pool } from '../columnar/pool.ts'
import { MillraceError } from '../errors.ts'
import type { Chunk, Framing } from './format.ts'

/** Bytes leased for a chunk: about what stays in a second-level cache between scanning and writing. */
export const defaultChunkBytes = 1 << 20

/** Longest record unless told otherwise; a longer one is far more often a missing line end than data. */
export const defaultMaxRecordBytes = 1 << 28

const lineFeed = 10
const carriageReturn = 13

/** Fills `target` from byte `position` of the file; gives the bytes read, 0 at the end. */
export type ReadBytes = (target: Uint8Array, position: number) => number

/** How to cut: see the defaults above. `size` (bytes of the file, if known) avoids large buffers for small files. */
export interface ChunkOptions {
  readonly chunkBytes?: number
  readonly size?: number
}

export class ChunkCutter {
  readonly #framing: Framing
  readonly #pool: Pool
  readonly #path: string
  readonly #chunkBytes: number
  #lease: Lease | undefined
  #bytes = new Uint8Array(0)
  /** First byte of the current buffer not yet handed out, and the end of what was read. */
  #from = 0
  #filled = 0
  /** Position of byte 0 of the buffer in the file. */
  #base = 0
  #first = true
  ended = false

  constructor(framing: Framing, pool: Pool, path: string, options: ChunkOptions = {}) {
    this.#framing = framing
    this.#pool = pool
    this.#path = path
    const wanted = options.chunkBytes ?? defaultChunkBytes
    this.#chunkBytes = options.size === undefined ? wanted : Math.min(wanted, options.size + 2 * slack + 16)
  }

  /** Where in the file the next bytes come from. */
  get position(): number {
    return this.#base + this.#filled
  }

  /** Room for the next bytes: hands over, grows or leases a buffer first. Never empty. */
  target(): Uint8Array {
    const capacity = this.#bytes.length - slack - this.#separatorBytes()
    if (this.#lease === undefined) this.#replace(this.#chunkBytes)
    else if (this.#from > 0) this.#replace(Math.max(this.#chunkBytes, 2 * (this.#filled - this.#from)))
    else if (this.#filled >= capacity) this.#grow()
    return this.#bytes.subarray(this.#filled, this.#bytes.length - slack - this.#separatorBytes())
  }

  /**
   * Says that `count` bytes were read into the last `target` (0 = the file has ended).
   *
   * @returns a chunk, or undefined when more bytes are needed or nothing is left (`ended`)
   */
  took(count: number): Chunk | undefined {
    if (this.ended) return undefined
    if (count === 0) return this.#last()
    this.#filled += count
    if (this.#framing.kind === 'file' || this.#filled < this.#bytes.length - slack - this.#separatorBytes())
      return undefined
    const end = this.#lastRecordEnd()
    return end > this.#from ? this.#chunk(end) : undefined
  }

  /** Gives back the memory of the chunks; call it when the last one is done with, or when reading stops early. */
  release(): void {
    this.#lease?.release()
    this.#lease = undefined
  }

  #separatorBytes(): number {
    return this.#framing.kind === 'lines' ? (this.#framing.separator?.length ?? 1) : 0
  }

  #grow(): void {
    const { maxRecordBytes } = this.#framing
    if (this.#filled >= maxRecordBytes) {
      throw new MillraceError(
        'MILLRACE_RECORD_TOO_LONG',
        `A record is longer than ${maxRecordBytes} bytes. If the file's records end differently, set the option lineSep: ` +
          `${this.#path}, byte ${this.#base}`,
        { parameters: { path: this.#path, position: String(this.#base) } },
      )
    }
    this.#replace(Math.min(2 * this.#bytes.length, maxRecordBytes + 2 * slack + this.#separatorBytes()))
  }

  /** Moves what is not handed out yet to the start of a new buffer. */
  #replace(bytes: number): void {
    const lease = this.#pool.lease(bytes)
    const next = new Uint8Array(lease.buffer)
    next.set(this.#bytes.subarray(this.#from, this.#filled))
    this.#lease?.release()
    this.#lease = lease
    this.#bytes = next
    this.#base += this.#from
    this.#filled -= this.#from
    this.#from = 0
  }

  #last(): Chunk | undefined {
    this.ended = true
    const { separator, kind } = { separator: undefined, ...this.#framing }
    if (kind === 'file') return this.#chunk(this.#filled)
    if (this.#filled === this.#from) return undefined
    if (!this.#endsRecord(separator)) {
      const closing = separator ?? [lineFeed]
      this.#bytes.set(closing, this.#filled)
      this.#filled += closing.length
    }
    return this.#chunk(this.#filled)
  }

  #endsRecord(separator: Uint8Array | undefined): boolean {
    const last = this.#bytes[this.#filled - 1]
    if (separator === undefined) return last === lineFeed || last === carriageReturn
    const start = this.#filled - separator.length
    if (start < this.#from || !separator.every((byte, at) => this.#bytes[start + at] === byte)) return false
    // A separator such as `aa` may overlap the end of the one before it; cutting goes from the left, so ask from there.
    return !overlaps(separator) || lastEnd(this.#bytes, this.#from, this.#filled, separator) === this.#filled
  }

  /** End of the last whole record of a full buffer; `from` when there is none. */
  #lastRecordEnd(): number {
    const separator = this.#framing.kind === 'lines' ? this.#framing.separator : undefined
    if (separator !== undefined) return lastEnd(this.#bytes, this.#from, this.#filled, separator)
    const feed = this.#bytes.lastIndexOf(lineFeed, this.#filled - 1)
    if (feed >= this.#from) return feed + 1
    // Files of `\r` alone. A last `\r` may be half of a `\r\n`, so it ends nothing before the next byte is known.
    const end = this.#bytes.lastIndexOf(carriageReturn, this.#filled - 2)
    return end >= this.#from ? end + 1 : this.#from
  }

  #chunk(end: number): Chunk | undefined {
    const from = this.#from
    this.#from = end
    let start = from
    if (this.#first) {
      this.#first = false
      if (this.#framing.kind === 'lines' && end - from >= 3 && isByteOrderMark(this.#bytes, from)) start = from + 3
    }
    if (this.#lease === undefined) this.#replace(slack)
    return {
      lease: this.#lease as Lease,
      bytes: this.#bytes,
      from: start,
      end,
      path: this.#path,
      position: this.#base + start,
    }
  }
}

const isByteOrderMark = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf

/** Whether the separator can overlap itself, so that its occurrences depend on where one begins to look. */
function overlaps(separator: Uint8Array): boolean {
  for (let shift = 1; shift < separator.length; shift++) {
    if (separator.subarray(shift).every((byte, at) => byte === separator[at])) return true
  }
  return false
}

function lastEnd(bytes: Uint8Array, from: number, to: number, separator: Uint8Array): number {
  if (!overlaps(separator)) {
    for (let at = to - separator.length; at >= from; at--) {
      if (bytes[at] === separator[0] && separator.every((byte, i) => bytes[at + i] === byte))
        return at + separator.length
    }
    return from
  }
  let end = from
  for (let at = from; at + separator.length <= to; ) {
    if (separator.every((byte, i) => bytes[at + i] === byte)) at = end = at + separator.length
    else at++
  }
  return end
}

/**
 * The chunks of a file, read synchronously. A chunk's memory is given back when the next one is asked for.
 *
 * @param read fills a buffer from a position of the file
 * @param path names the file in errors and chunks
 */
export function* chunksOf(
  read: ReadBytes,
  framing: Framing,
  pool: Pool,
  path: string,
  options: ChunkOptions = {},
): Generator<Chunk, void, void> {
  const cutter = new ChunkCutter(framing, pool, path, options)
  try {
    while (!cutter.ended) {
      const target = cutter.target()
      const chunk = cutter.took(read(target, cutter.position))
      if (chunk !== undefined && (chunk.end > chunk.from || framing.kind === 'file')) yield chunk
    }
  } finally {
    cutter.release()
  }
}
