/** What the terminal shows while the query runs: a line per batch, and under it a bar that waits for the next one. */
import type { StreamingQuery, StreamingQueryProgress } from 'millrace'
import { filter, firstValueFrom } from 'rxjs'
import type { Arrival, Arrivals } from './arrivals.ts'

const barWidth = 30
const count = (value: number): string => Math.round(value).toLocaleString('en')

export class LiveProgress {
  readonly #query: StreamingQuery
  readonly #arrivals: Arrivals
  readonly #terminal = process.stdout.isTTY === true
  #timer: NodeJS.Timeout | undefined
  #rows = 0
  #dropped = 0
  #batches = 0

  constructor(query: StreamingQuery, arrivals: Arrivals) {
    this.#query = query
    this.#arrivals = arrivals
  }

  begin(): void {
    this.#print(`Query ${this.#query.name} (${this.#query.id}) runs every 5 seconds.\n`)
    this.#query.progress$.subscribe((progress) => this.#batch(progress))
    if (!this.#terminal) return
    this.#timer = setInterval(() => this.#draw(), 100)
    this.#timer.unref()
  }

  /** Resolves after the next batch that had rows, or when the query has ended. */
  async nextBatch(): Promise<void> {
    const batches$ = this.#query.progress$.pipe(filter((progress) => progress.numInputRows > 0))
    await firstValueFrom(batches$, { defaultValue: undefined })
  }

  arrived({ name, bytes, lines }: Arrival): void {
    this.#print(`  + ${name} arrived: ${count(lines)} lines, ${count(bytes / 1024)} KiB`)
  }

  end(): void {
    clearInterval(this.#timer)
    this.#clear()
    if (this.#batches === 0) {
      this.#print('Nothing new: the checkpoint knows every file, and no row was written twice.')
      return
    }
    this.#print(
      `\n${count(this.#rows)} rows in ${this.#batches} batches; ${count(this.#dropped)} malformed lines dropped.`,
    )
  }

  #batch(progress: StreamingQueryProgress): void {
    if (progress.numInputRows === 0) return
    const dropped = progress.sources.reduce((sum, one) => sum + Number(one.metrics?.malformedRecords ?? 0), 0)
    const ms = progress.durationMs.triggerExecution ?? progress.batchDuration
    this.#rows += progress.numInputRows
    this.#dropped += dropped
    this.#batches += 1
    this.#print(
      `  ${this.#bar()}  batch ${progress.batchId}: ${count(progress.numInputRows).padStart(6)} rows, ${count(dropped)} dropped, ` +
        `${count(ms)} ms, ${count(progress.processedRowsPerSecond ?? 0)} rows/s`,
    )
  }

  #bar(): string {
    const filled = Math.round((barWidth * this.#arrivals.arrived) / this.#arrivals.total)
    return `[${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}]`
  }

  /** The line that changes: what the query does, or when it will. */
  #draw(): void {
    const wait = Math.max(0, 5000 - (Date.now() % 5000)) / 1000
    const { message } = this.#query.status
    this.#clear()
    const now = message === 'Waiting for next trigger' ? `next trigger in ${wait.toFixed(1)} s` : message
    process.stdout.write(`  ${this.#bar()}  ${now}`)
  }

  #clear(): void {
    if (this.#terminal) process.stdout.write('\r\u001b[2K')
  }

  #print(line: string): void {
    this.#clear()
    process.stdout.write(`${line}\n`)
  }
}
