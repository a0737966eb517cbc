import type { OutputMode } from '../connector/connector.ts'
import { MillraceError } from '../errors.ts'
import type { StreamingQuery } from '../query/streaming-query.ts'
import type { TriggerOptions } from '../query/triggers/trigger.ts'
import type { DataFrame } from '../session/data-frame.ts'
import { settle } from './virtual-clock.ts'
import type { CrashPoint, VirtualSurroundings } from './virtual-surroundings.ts'

export interface TestQueryOptions {
  /** The surroundings of the frame's session. */
  readonly on: VirtualSurroundings
  /** `append` unless given. */
  readonly outputMode?: OutputMode
  /** Without one, batches follow each other as long as there is data. */
  readonly trigger?: TriggerOptions
  /** `/checkpoint` unless given; a new one for a second query of the same session. */
  readonly checkpoint?: string
}

/** A row as a test writes it: by position, or by column name. */
export type ExpectedRow = readonly unknown[] | Readonly<Record<string, unknown>>

/** The query under test, over its starts and stops. */
export class QueryRun {
  readonly #frame: DataFrame
  readonly #options: TestQueryOptions
  /** Rows by batch: a batch that is run again replaces what it gave, so that they are exactly once. */
  readonly #batches = new Map<number, readonly Readonly<Record<string, unknown>>[]>()
  /** The last batch whose rows were looked at. */
  #seen = -1
  #query: StreamingQuery | undefined
  #failureExpected = false

  constructor(frame: DataFrame, options: TestQueryOptions) {
    this.#frame = frame
    this.#options = options
  }

  async start(): Promise<void> {
    const { outputMode = 'append', trigger, checkpoint = '/checkpoint' } = this.#options
    const writer = this.#frame.writeStream
      .outputMode(outputMode)
      .option('checkpointLocation', checkpoint)
      .foreachBatch(async (batch, id) => {
        this.#batches.set(id, await batch.collect())
      })
    this.#failureExpected = false
    this.#query = (trigger ? writer.trigger(trigger) : writer).start()
    // Its first batch is due at once, when everything that is loaded at first use is there: that takes real time.
    if (trigger) await this.#begin()
  }

  async stop(): Promise<void> {
    if (this.#query?.isActive) await this.#options.on.clock.until(this.#query.stop())
  }

  /** What ended the query must have been looked for. */
  async end(): Promise<void> {
    if (this.#query?.isActive) await this.processAll()
    const failure = this.#query?.exception()
    if (failure && !this.#failureExpected) throw failure
  }

  async advance(ms: number): Promise<void> {
    await this.#options.on.clock.advance(ms)
    await this.#rest()
  }

  async #begin(): Promise<void> {
    const query = this.#query as StreamingQuery
    for (let turn = 0; turn < 2000 && query.isActive && query.status.message === 'Initializing sources'; turn++) {
      await new Promise<void>((resolve) => setTimeout(resolve, 1))
      await this.advance(0)
    }
  }

  /** Waits, in real time, until no batch is under way. */
  async #rest(): Promise<void> {
    const query = this.#query as StreamingQuery
    while (query.isActive && query.status.isTriggerActive) await settle(1)
  }

  /** Everything that is there is processed; under a trigger with an interval only what is due by now. */
  async processAll(): Promise<void> {
    const query = this.#query as StreamingQuery
    const failure = query.exception()
    if (failure) throw failure
    if (this.#options.trigger) await this.advance(0)
    else await this.#options.on.clock.until(query.processAllAvailable())
  }

  /** Rows of the batches since the last look; in complete mode the last table. */
  async takeNew(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    await this.processAll()
    const fresh = [...this.#batches].filter(([id]) => id > this.#seen).sort(([a], [b]) => a - b)
    this.#seen = fresh.at(-1)?.[0] ?? this.#seen
    const shown = this.#options.outputMode === 'complete' ? fresh.slice(-1) : fresh
    return shown.flatMap(([, rows]) => rows)
  }

  /** Counts of a stateful operator after the last batch. */
  async stateOf(operator: number): Promise<Readonly<Record<string, unknown>>> {
    await this.processAll()
    const batch = this.#query?.recentProgress.findLast(({ durationMs }) => durationMs['addBatch'] !== undefined)
    const found = batch?.stateOperators[operator]
    if (found) return { ...found }
    throw new MillraceError(
      'MILLRACE_TEST_QUERY',
      `The last batch reports no stateful operator of this number: ${operator}`,
    )
  }

  /** Waits for the query's end by an error. */
  async failure(): Promise<MillraceError> {
    const query = this.#query as StreamingQuery
    const ended = query.awaitTermination().catch(() => {})
    await this.#options.on.clock.until(ended)
    const failure = query.exception()
    if (!failure) throw new MillraceError('MILLRACE_TEST_QUERY', 'The query ended without an error')
    this.#failureExpected = true
    return failure
  }

  /** Ends the query at a place of the commit protocol, which it must come to; time passes until it does. */
  async crash(point: CrashPoint): Promise<void> {
    const { on } = this.#options
    const beganMs = on.clock.now()
    on.crashAt(point)
    const failure = await this.failure().catch((error) => {
      throw this.#query?.isActive ? neverCame(point, on.clock.now() - beganMs) : error
    })
    if (!failure.message.includes('A crash as the test wants it')) throw failure
  }
}

function neverCame(point: CrashPoint, waitedMs: number): MillraceError {
  return new MillraceError(
    'MILLRACE_TEST_QUERY',
    `The query did not come to ${point}, though ${waitedMs} ms passed: no batch is due. Rows that an expectNew has seen are ` +
      'committed already; add rows right before crash()',
  )
}
