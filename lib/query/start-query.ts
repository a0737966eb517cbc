/** Starts a query: what `DataStreamWriter.start()` comes down to. */
import { CheckpointLock } from '../checkpoint/checkpoint-lock.ts'
import { queryId } from '../checkpoint/query-metadata.ts'
import { MillraceError } from '../errors.ts'
import { Subscription } from '../stream/rx.ts'
import { activeRun, noteRun } from './active-runs.ts'
import { MicroBatchExecution } from './micro-batch-execution.ts'
import { probedNow } from './probe.ts'
import type { QueryDefinition, QueryEnvironment } from './query-definition.ts'
import { causeText, conditionOf, streamFailed } from './query-failure.ts'
import { QueryLife } from './query-life.ts'
import type { QueryWork } from './query-machine.ts'
import { type QuerySettings, readSettings } from './query-settings.ts'
import { StreamingQuery } from './streaming-query.ts'
import { isoTime, type StreamingQueryProgress } from './streaming-query-progress.ts'
import { MicroBatchScheduler } from './triggers/micro-batch-scheduler.ts'

/**
 * Starts a query and returns its handle at once: its id is known, its checkpoint is locked, listeners have heard of it.
 * Sources are made and the first batch runs afterwards; what fails then is in the handle's `exception()`.
 *
 * @throws MILLRACE_QUERY_NAME_ACTIVE, CONCURRENT_QUERY when another process runs on the checkpoint,
 * MILLRACE_QUERY_ACTIVE when this one does and `spark.sql.streaming.stopActiveRunOnRestart` is false, and what the file
 * system throws when the checkpoint cannot be made
 */
export function startQuery(definition: QueryDefinition, environment: QueryEnvironment): StreamingQuery {
  const { files, probe, clock, queries } = environment
  const settings = readSettings((key) => environment.conf(key))
  queries?.requireFreeName(definition.name)
  const { path } = definition.checkpoint
  if (definition.trigger.kind === 'continuous') throw continuousUnsupported()
  files.immediate.makeDirectory(path)
  const runId = crypto.randomUUID()
  const older = activeRun(files, path)
  if (older && !settings.stopActiveRunOnRestart) throw alreadyActive(older)
  let lock: CheckpointLock | undefined
  try {
    probedNow(probe, 'lock', -1, () => {
      if (!older) lock = CheckpointLock.take(files, path, runId)
    })
    const id = probedNow(probe, 'metadata', -1, () => queryId(files, path, () => crypto.randomUUID()))
    const life = new QueryLife(id, runId, definition.name, settings.recentProgress)
    const query = new StreamingQuery(life, {
      clock,
      explain: definition.explain,
      state: definition.state,
      stopTimeoutMs: settings.stopTimeoutMs,
      warn: environment.warn,
    })
    const run = new Run(definition, environment, settings, life, query, lock, older)
    run.begin()
    return query
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** One run: the machine's work, and what the session hears of it. */
class Run implements QueryWork {
  readonly #definition: QueryDefinition
  readonly #environment: QueryEnvironment
  readonly #settings: QuerySettings
  readonly #life: QueryLife
  readonly #query: StreamingQuery
  readonly #execution: MicroBatchExecution
  readonly #scheduler: MicroBatchScheduler
  readonly #watched = new Subscription()
  #older: StreamingQuery | undefined
  #lock: CheckpointLock | undefined
  #forget: () => void = () => {}
  /** Sources hinted at new data since the last trigger began. */
  #hinted = false
  #wake: (() => void) | undefined
  /** When the last report was made; undefined = none was. */
  #lastReportMs: number | undefined

  constructor(
    definition: QueryDefinition,
    environment: QueryEnvironment,
    settings: QuerySettings,
    life: QueryLife,
    query: StreamingQuery,
    lock: CheckpointLock | undefined,
    older: StreamingQuery | undefined,
  ) {
    this.#definition = definition
    this.#environment = environment
    this.#settings = settings
    this.#life = life
    this.#query = query
    this.#lock = lock
    this.#older = older
    this.#scheduler = new MicroBatchScheduler(definition.trigger, environment.clock)
    this.#execution = new MicroBatchExecution(definition, environment, settings, life, {
      progress: (progress) => {
        this.#lastReportMs = environment.clock.now()
        life.progress(progress)
        environment.queries?.tell('onQueryProgress', { progress })
      },
      idle: (report) => this.#idle(report),
    })
  }

  /** Tells the world and sets the machine going. */
  begin(): void {
    const { queries, files, clock } = this.#environment
    const { id, runId, name } = this.#life
    // What an older run still commits must not come again in this one's rows: then the sources are made behind its end.
    if (!this.#older) this.#execution.listen()
    this.#forget = noteRun(files, this.#definition.checkpoint.path, this.#query)
    queries?.started(this.#query)
    queries?.tell('onQueryStarted', { id, runId, name: name ?? null, timestamp: isoTime(clock.now()), jobTags: [] })
    const asked: boolean[] = []
    this.#life.control = { stop: (drain) => void asked.push(drain) }
    // XState is loaded by the first query, not by whoever imports the library.
    void import('./query-machine.ts').then(({ runQuery }) => {
      const machine = runQuery(this)
      this.#life.control = machine
      for (const drain of asked) machine.stop(drain)
    })
  }

  async start(): Promise<void> {
    if (this.#older) {
      await this.#older.stop()
      this.#older = undefined
      this.#lock = CheckpointLock.take(this.#environment.files, this.#definition.checkpoint.path, this.#life.runId)
    }
    this.#life.report({ message: 'Initializing sources' })
    await this.#execution.start()
    // A trigger with an interval looks when its time comes; only one that polls can be woken.
    for (const { source } of this.#polls ? this.#execution.sources : []) {
      this.#watched.add(
        source.changes$?.subscribe(() => {
          this.#hinted = true
          this.#wake?.()
        }),
      )
    }
  }

  async trigger() {
    this.#hinted = false
    const begin = this.#environment.clock.now()
    const outcome = await this.#execution.trigger()
    const { trigger } = this.#definition
    const spent = this.#environment.clock.now() - begin
    if (trigger.kind === 'processingTime' && trigger.intervalMs > 0 && spent > trigger.intervalMs) {
      this.#environment.warn(
        `Current batch is falling behind. The trigger interval is ${trigger.intervalMs} milliseconds, but spent ${spent} milliseconds`,
      )
    }
    return outcome
  }

  get #polls(): boolean {
    const { trigger } = this.#definition
    return trigger.kind === 'processingTime' && trigger.intervalMs === 0
  }

  schedule(idle: boolean, fire: () => void): Subscription {
    if (!this.#polls || !idle || this.#hinted) return this.#scheduler.schedule(fire)
    const waiting = new Subscription(() => {
      this.#wake = undefined
    })
    waiting.add(this.#scheduler.schedule(fire, this.#settings.pollingDelayMs))
    this.#wake = () => {
      this.#wake = undefined
      waiting.add(this.#scheduler.schedule(fire))
    }
    return waiting
  }

  interrupt(): void {
    this.#execution.interrupt()
  }

  async close(failure: unknown): Promise<void> {
    const { queries, warn } = this.#environment
    this.#watched.unsubscribe()
    await this.#execution.close(failure !== undefined, this.#lock)
    this.#forget()
    const exception = failure === undefined ? undefined : streamFailed(this.#life, failure, this.#execution.range)
    // Nobody would hear of it otherwise: a failure must not pass in silence.
    if (exception && !this.#life.watched && !queries?.awaited) warn(exception.toString())
    this.#life.end(exception)
    queries?.ended(this.#query)
    queries?.tell('onQueryTerminated', {
      id: this.#life.id,
      runId: this.#life.runId,
      exception: failure === undefined ? null : causeText(failure),
      errorClassOnException: failure === undefined ? null : conditionOf(failure),
    })
  }

  /** The first idle trigger is reported at once, but listeners hear only of later ones, as in Spark. */
  #idle(report: () => StreamingQueryProgress): void {
    const now = this.#environment.clock.now()
    const last = this.#lastReportMs
    if (last !== undefined && now - last < this.#settings.noDataProgressEventIntervalMs) return
    this.#lastReportMs = now
    const progress = report()
    this.#life.idle(progress)
    if (last === undefined) return
    const { id, runId, timestamp } = progress
    this.#environment.queries?.tell('onQueryIdle', { id, runId, timestamp })
  }
}

function alreadyActive(older: StreamingQuery): MillraceError {
  return new MillraceError(
    'MILLRACE_QUERY_ACTIVE',
    `Cannot start query with id ${older.id} as another query with same id is already active. Perhaps you are attempting to restart a ` +
      'query from checkpoint that is already active. You may stop the old query by setting the SQL configuration: ' +
      'spark.conf.set("spark.sql.streaming.stopActiveRunOnRestart", true) and retry.',
    { parameters: { id: older.id, runId: older.runId } },
  )
}

function continuousUnsupported(): MillraceError {
  return new MillraceError(
    'MILLRACE_CONTINUOUS',
    'Continuous processing is not there yet; use processingTime, availableNow or no trigger',
  )
}
