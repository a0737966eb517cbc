/** One source of a running query: where it stands, and what bounds its bytes in flight. */
import { BufferPool } from '../columnar/buffer-pool.ts'
import type { Offset, Source } from '../connector/connector.ts'
import { FlowControl } from '../stream/flow.ts'
import type { IO } from '../stream/processor.ts'

export class RunningSource {
  readonly relation: string
  readonly streaming: boolean
  readonly source: Source
  /** Its folder in the checkpoint; undefined for a static read. */
  readonly folder: string | undefined
  readonly pool = new BufferPool()
  readonly io: IO
  /** An earlier run has stored where it began. */
  begun = false
  /** End of the last committed epoch; undefined = has given nothing yet. */
  committed: Offset | undefined
  /** End of the epoch under way. */
  end: Offset | undefined
  /** The source's count of malformed records when the epoch began. */
  malformedBefore = 0
  readonly #closing: Promise<void>[] = []

  constructor(
    options: { readonly relation: string; readonly streaming: boolean; readonly folder: string | undefined },
    source: Source,
    signal: AbortSignal,
  ) {
    this.relation = options.relation
    this.streaming = options.streaming
    this.folder = options.folder
    this.source = source
    const flow = new FlowControl({ signal, pool: this.pool })
    this.io = { signal, flow, pool: this.pool, closing: (done) => void this.#closing.push(done) }
  }

  /** Rows of the epoch under way begin after this; null = where the source began in its life, as it knows itself. */
  get start(): Offset | null {
    return this.committed ?? null
  }

  /** Has the epoch under way anything of this source to read? */
  get hasRange(): boolean {
    return this.end !== undefined && !sameOffset(this.end, this.start)
  }

  /** Waits for the clean-up of reads that were cut short. */
  async closed(): Promise<void> {
    while (this.#closing.length > 0) await this.#closing.pop()
  }
}

/** Are two offsets the same place? They are plain JSON. */
export function sameOffset(a: Offset | undefined, b: Offset | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
