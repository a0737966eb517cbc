/** The handle of a running query, as `start()` returns it: Spark's StreamingQuery with promises. */
import { MillraceError } from '../errors.ts'
import type { Observable, SchedulerLike } from '../stream/rx.ts'
import type { LateRows } from './late-rows.ts'
import { notInStillTime } from './not-in-still-time.ts'
import type { QueryLife } from './query-life.ts'
import type { QueryState, QueryStateOptions, ReadQueryState } from './query-state.ts'
import type { StreamingQueryProgress, StreamingQueryStatus } from './streaming-query-progress.ts'

export interface StopOptions {
  /** true: the batch under way is finished and committed first. Default: it is interrupted, and run again at a restart. */
  readonly drain?: boolean
}

/** What the handle needs beside the run itself. */
export interface HandleOptions {
  readonly clock: SchedulerLike
  readonly explain: ((extended: boolean) => string) | undefined
  readonly state: ReadQueryState | undefined
  /** Spark's `spark.sql.streaming.stopTimeout`, ms; 0 = for ever. */
  readonly stopTimeoutMs: number
  readonly warn: (message: string) => void
}

export class StreamingQuery {
  readonly #life: QueryLife
  readonly #options: HandleOptions

  constructor(life: QueryLife, options: HandleOptions) {
    this.#life = life
    this.#options = options
  }

  /** Stays the same over restarts from one checkpoint. */
  get id(): string {
    return this.#life.id
  }

  /** Differs at each start. */
  get runId(): string {
    return this.#life.runId
  }

  get name(): string | undefined {
    return this.#life.name
  }

  get isActive(): boolean {
    return this.#life.active
  }

  get status(): StreamingQueryStatus {
    return this.#life.status
  }

  /** Emits whenever `status` changes; completes when the query ends. */
  get status$(): Observable<StreamingQueryStatus> {
    return this.#life.status$
  }

  get lastProgress(): StreamingQueryProgress | undefined {
    return this.#life.recent.at(-1)
  }

  /**
   * The last 100 reports (`spark.sql.streaming.numRecentProgressUpdates`), oldest first: of each batch, and while there is
   * nothing to do one every `spark.sql.streaming.noDataProgressEventInterval` (10 s), without `addBatch` in its durations.
   */
  get recentProgress(): readonly StreamingQueryProgress[] {
    return [...this.#life.recent]
  }

  /** Emits after each batch; completes when the query ends, also with an error (see `exception`). */
  get progress$(): Observable<StreamingQueryProgress> {
    return this.#life.progress$
  }

  /**
   * Rows that came too late and were dropped, beside their count in the progress (Spark has no such thing). Rows are made
   * while somebody is subscribed; a batch that is run again after a failure gives its late rows again. Completes when the
   * query ends.
   */
  get lateRows$(): Observable<LateRows> {
    return this.#life.lateRows$
  }

  /** STREAM_FAILED with the `cause` that ended the query; undefined while it runs and after a stop. */
  exception(): MillraceError | undefined {
    return this.#life.failure
  }

  /** Resolves when the query ends; rejects with `exception()` when an error ended it. */
  awaitTermination(): Promise<undefined>
  /** Resolves with true when the query ended within `timeoutMs`, else with false. */
  awaitTermination(timeoutMs: number): Promise<boolean>
  async awaitTermination(timeoutMs?: number): Promise<boolean | undefined> {
    this.#life.watched = true
    if (timeoutMs === undefined) await this.#life.ended
    else if (!(await within(this.#options.clock, timeoutMs, this.#life.ended))) return false
    if (this.#life.failure) throw this.#life.failure
    return timeoutMs === undefined ? undefined : true
  }

  /**
   * Resolves when everything that the sources had at the call is processed and committed, no-data batches included.
   * For tests: a source that never rests keeps it waiting, as does a virtual clock that nobody moves (with a warning).
   *
   * @throws `exception()` when the query has failed
   */
  async processAllAvailable(): Promise<void> {
    this.#life.watched = true
    const { clock, warn } = this.#options
    if (!this.#life.failure) {
      await notInStillTime(clock, 'processAllAvailable', warn, this.#life.untilNothingLeft())
    }
    if (this.#life.failure) throw this.#life.failure
  }

  /**
   * Ends the query; resolves when its sources, stages and sink are closed. A second call waits for the first.
   *
   * @throws MILLRACE_STOP_TIMEOUT after `spark.sql.streaming.stopTimeout`
   */
  async stop(options: StopOptions = {}): Promise<void> {
    if (!this.#life.active) return
    this.#life.control?.stop(options.drain ?? false)
    const { stopTimeoutMs, clock } = this.#options
    if (stopTimeoutMs <= 0) await this.#life.ended
    else if (!(await within(clock, stopTimeoutMs, this.#life.ended))) {
      throw new MillraceError(
        'MILLRACE_STOP_TIMEOUT',
        `Stream Execution thread for stream ${prettyId(this.#life)} failed to stop within ${stopTimeoutMs} milliseconds ` +
          '(specified by spark.sql.streaming.stopTimeout). See the cause on what was being executed: ' +
          this.#life.status.message,
      )
    }
  }

  /**
   * State of a stateful operator after the last committed batch, also while later ones run.
   *
   * @param operator its number among `stateOperators` of the progress
   * @throws STDS_COMMITTED_BATCH_UNAVAILABLE before the first commit, STDS_FAILED_TO_READ_STATE_SCHEMA when there is no such
   *   operator; what `format('statestore')` throws for the options
   */
  state(operator = 0, options: QueryStateOptions = {}): QueryState {
    const { state } = this.#options
    if (state) return state(operator, options)
    throw new MillraceError('MILLRACE_NO_STATE', `The state of this query cannot be read: ${prettyId(this.#life)}`)
  }

  /** The physical plan as text; with the logical ones when `extended`. */
  explain(extended = false): string {
    return this.#options.explain?.(extended) ?? ''
  }
}

/** `name [id = …, runId = …]`, as Spark names a query in messages. */
export function prettyId(query: {
  readonly id: string
  readonly runId: string
  readonly name: string | undefined
}): string {
  return `${query.name === undefined ? '' : `${query.name} `}[id = ${query.id}, runId = ${query.runId}]`
}

/** Waits for `done` for at most `ms`; true when it came. */
export function within(clock: SchedulerLike, ms: number, done: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.schedule(() => resolve(false), ms)
    void done.then(() => {
      timer.unsubscribe()
      resolve(true)
    })
  })
}
