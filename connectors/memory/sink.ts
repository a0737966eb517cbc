import { detach } from '../../lib/columnar/gather.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { OutputMode, Sink } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import type { MemoryTable } from '../../lib/connector/memory-table.ts'
import type { Message } from '../../lib/stream/message.ts'
import type { Observable } from '../../lib/stream/rx.ts'

/** Keeps committed rows in a MemoryTable. Skips epochs it has; complete mode replaces the table. */
export class MemorySink implements Sink {
  readonly description = 'MemorySink'
  outputRows = -1
  readonly #table: MemoryTable
  readonly #mode: OutputMode
  #staged: RecordBatch[] = []

  constructor(table: MemoryTable, mode: OutputMode) {
    this.#table = table
    this.#mode = mode
  }

  async write(_epoch: number, rows: Observable<Message>): Promise<void> {
    this.#staged = []
    this.outputRows = 0
    await drain(rows, (batch) => {
      this.outputRows += batch.selected
      if (batch.selected > 0) this.#staged.push(detach(batch))
    })
  }

  async commit(epoch: number): Promise<void> {
    if (epoch > this.#table.latest) this.#table.commit(epoch, this.#staged, this.#mode === 'complete')
    this.#staged = []
  }

  async abort(): Promise<void> {
    this.#staged = []
  }

  async stop(): Promise<void> {}
}
