/**
 * Drives the micro-batches of one run, in the order that makes them exactly-once: offsets/N durable → the plan runs and the
 * sink stages → state N+1 durable → the sink commits → commits/N → sources hear of it. An epoch that was begun before is
 * always run again, with the recorded offsets, watermark, batch time and settings; only the sink drops what it has.
 * Spark: MicroBatchExecution.
 */
import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import type { CheckpointLock } from '../checkpoint/checkpoint-lock.ts'
import { openLmdbTables } from '../checkpoint/lmdb-tables.ts'
import type { OffsetEntry } from '../checkpoint/offset-log.ts'
import { newConfs, recoveredConfs } from '../checkpoint/pinned-confs.ts'
import { stateFolder } from '../checkpoint/spark-state.ts'
import { providerConf, stateProvider } from '../checkpoint/state-provider.ts'
import { BufferPool } from '../columnar/buffer-pool.ts'
import type { Sink } from '../connector/connector.ts'
import { invariant, MillraceError } from '../errors.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { RunningPlan, SourceEdge, StageIdentity } from '../plan/running-plan.ts'
import type { StateStore } from '../state/state-store.ts'
import { openStateStore } from '../state/versioned-state-store.ts'
import { FlowControl } from '../stream/flow.ts'
import type { IO } from '../stream/processor.ts'
import { closeRun } from './close-run.ts'
import { feedEpoch, interruptible } from './epoch-feed.ts'
import { withGrace } from './interrupt-grace.ts'
import { lateRowsSink } from './late-rows.ts'
import { type ProtocolStep, probed } from './probe.ts'
import { ProgressReporter } from './progress-reporter.ts'
import { purgeOld } from './purge-old.ts'
import type { QueryDefinition, QueryEnvironment } from './query-definition.ts'
import { type FailedRange, offsetsText } from './query-failure.ts'
import type { QueryLife } from './query-life.ts'
import { openLogs, type QueryLogs, refuseSinkAhead } from './query-logs.ts'
import type { TriggerOutcome } from './query-machine.ts'
import type { QuerySettings } from './query-settings.ts'
import { QuerySources } from './query-sources.ts'
import type { RunningSource } from './running-source.ts'
import type { StreamingQueryProgress } from './streaming-query-progress.ts'

/** Everything a run has got hold of, in the order in which it did. */
interface Running {
  readonly logs: QueryLogs
  readonly sources: QuerySources
  readonly sink: Sink
  readonly plan: RunningPlan
}

export interface ExecutionEvents {
  /** A batch was committed. */
  progress(progress: StreamingQueryProgress): void
  /** A trigger found nothing to do. @param report its progress, made when it is wanted */
  idle(report: () => StreamingQueryProgress): void
}

type Mode = 'steady' | 'once' | 'availableNow'

export class MicroBatchExecution {
  readonly #definition: QueryDefinition
  readonly #environment: QueryEnvironment
  readonly #settings: QuerySettings
  readonly #life: QueryLife
  readonly #events: ExecutionEvents
  readonly #reporter: ProgressReporter
  readonly #abort = new AbortController()
  readonly #pool = new BufferPool()
  readonly #io: IO
  /** All that were made, also when not all could be. */
  readonly #made: RunningSource[] = []
  /** All that were opened, also when the plan could not be started. */
  readonly #stores: StateStore[] = []
  readonly #evaluation: Evaluation
  #sink: Sink | undefined
  #running: Running | undefined
  #mode: Mode
  #epoch = 0
  #watermarkMs = 0
  #confs: Readonly<Record<string, string>> = {}
  /** Begun and not committed: to be run before anything else. */
  #pending: OffsetEntry | undefined
  /** Watermark of the last epoch this run executed; after a restart no no-data batch is owed. */
  #executedMs: number | undefined
  #staged = false

  constructor(
    definition: QueryDefinition,
    environment: QueryEnvironment,
    settings: QuerySettings,
    life: QueryLife,
    events: ExecutionEvents,
  ) {
    this.#definition = definition
    this.#environment = environment
    this.#settings = settings
    this.#life = life
    this.#events = events
    this.#reporter = new ProgressReporter(life, () => environment.clock.now())
    const signal = this.#abort.signal
    // One listener per source, and more: Node's warning of a leak at ten would be wrong.
    setMaxListeners(0, signal)
    this.#io = { signal, flow: new FlowControl({ signal, pool: this.#pool }), pool: this.#pool }
    const { kind } = definition.trigger
    this.#mode = kind === 'once' || kind === 'availableNow' ? kind : 'steady'
    const { zone, functions } = environment
    this.#evaluation = { batchTime: 0n, epoch: 0, queryId: life.id, zone, ansi: settings.ansi, functions }
  }

  /** The sources, once made. */
  get sources(): readonly RunningSource[] {
    return this.#made
  }

  /** What the batch under way reads; undefined before the query knows where it stands. */
  get range(): FailedRange | undefined {
    if (!this.#running) return undefined
    const { streaming } = this.#running.sources
    return {
      startOffset: offsetsText(streaming.map(({ committed }) => committed)),
      endOffset: offsetsText(streaming.map(({ end }) => end)),
    }
  }

  /** Ends the work under way with an AbortError. */
  interrupt(): void {
    this.#abort.abort()
  }

  /** Before anything is waited for: makes the sources that hear only what comes from now on. */
  listen(): void {
    const { sources, checkpoint } = this.#definition
    this.#made.push(...QuerySources.listen(sources, checkpoint.path, this.#abort.signal))
  }

  /** Makes sources and sink, finds out where the query stands, starts the plan. */
  async start(): Promise<void> {
    const { checkpoint } = this.#definition
    const { files } = this.#environment
    const sources = await QuerySources.open(
      this.#definition.sources,
      files,
      checkpoint.path,
      this.#abort.signal,
      [...this.#made],
      (source) => this.#made.push(source),
    )
    const count = sources.streaming.length
    const logs = await this.#step('recover', -1, () => openLogs(files, checkpoint.path, count))
    const { standing } = logs
    this.#epoch = standing.epoch
    this.#watermarkMs = standing.watermarkMs
    this.#pending = standing.unfinished
    const recorded = standing.unfinished ?? standing.committed
    this.#confs = recorded ? recoveredConfs(recorded.conf) : newConfs((key) => this.#environment.conf(key))
    sources.restore(standing.committed)
    this.#sink = await this.#definition.sink(checkpoint.path)
    await refuseSinkAhead(this.#sink, checkpoint.path, standing)
    this.#abort.signal.throwIfAborted()
    if (standing.epoch === 0) await this.#step('initial-offset', 0, () => sources.begin())
    this.#running = { logs, sources, sink: this.#sink, plan: await this.#startPlan(sources, standing.lateMs) }
    if (standing.committed) await this.#commitSources(sources, standing.epoch - 1)
    await sources.endStatic()
    if (this.#mode === 'once') sources.warnOfLimits((text) => this.#environment.warn(text))
    if (this.#mode === 'availableNow') await this.#freezeEnds(sources)
  }

  /** One trigger: runs the epoch that is due, if any. */
  async trigger(): Promise<TriggerOutcome> {
    this.#life.triggerBegins()
    this.#reporter.triggerBegins()
    this.#life.report({ isTriggerActive: true })
    const running = this.#running as Running
    const entry = this.#pending ?? (await this.#plan(running))
    if (entry) await this.#run(running, entry)
    else this.#nothingToDo(running)
    this.#life.report({ isTriggerActive: false, ...(entry ? { message: 'Waiting for next trigger' } : {}) })
    if (this.#mode === 'once') return 'finished'
    if (!entry && (this.#mode === 'availableNow' || running.sources.ended)) return 'finished'
    return entry ? 'batch' : 'idle'
  }

  /** Closes all there is, and gives the lock back. Does not throw. */
  close(failed: boolean, lock: CheckpointLock | undefined): Promise<void> {
    this.#abort.abort()
    return closeRun({
      sources: this.#made,
      plan: this.#running?.plan,
      stores: this.#stores,
      sink: this.#sink,
      staged: this.#staged ? this.#epoch : undefined,
      lock,
      files: this.#environment.files,
      checkpoint: this.#definition.checkpoint,
      failed: failed && !this.#settings.forceDeleteTemporary,
      warn: (message) => this.#environment.warn(message),
    })
  }

  #withGrace<T>(work: Promise<T>): Promise<T> {
    return withGrace(work, this.#abort.signal, this.#environment.clock)
  }

  #step<T>(step: ProtocolStep, epoch: number, work: () => Promise<T> | T): Promise<T> {
    return probed(this.#environment.probe, step, epoch, work)
  }

  #startPlan(sources: QuerySources, lateMs: number): Promise<RunningPlan> {
    const version = this.#epoch
    return this.#definition.plan({
      outputMode: this.#definition.outputMode,
      evaluation: this.#evaluation,
      pool: this.#pool,
      watermarkPolicy: this.#confs['spark.sql.streaming.multipleWatermarkPolicy'] === 'max' ? 'max' : 'min',
      initialWatermark: BigInt(lateMs) * 1000n,
      watermarkIdleTimeout: this.#settings.watermarkIdleTimeout,
      maxBatchRows: this.#settings.maxBatchRows,
      observed: (name, metrics) => this.#reporter.observed(name, metrics),
      lateRows: lateRowsSink(this.#life.lateRows$, this.#evaluation),
      openScan: (node, request) => sources.of(node.options.relation).source.open(request, this.#evaluation),
      openState: async (stage) => {
        const store = await this.#openStore(stage)
        await this.#step('discard-state', version, () => store.discard(version + 1))
        return store
      },
    })
  }

  async #openStore({ index, operatorName }: StageIdentity): Promise<StateStore> {
    const { files } = this.#environment
    const folder = stateFolder(this.#definition.checkpoint.path, index, operatorName)
    const provider = stateProvider(this.#environment.conf(providerConf), this.#confs)
    const disk = provider === 'lmdb' ? await openLmdbTables(files, `${folder}/working`) : undefined
    try {
      const store = await openStateStore(files, {
        folder,
        version: this.#epoch,
        changesPerSnapshot: this.#settings.minDeltasForSnapshot,
        checksSchema: this.#settings.stateSchemaCheck,
        checksum: crc32,
        warn: (message) => this.#environment.warn(message),
        disk,
        pause: () => setImmediate(),
      })
      this.#stores.push(store)
      return store
    } catch (error) {
      await disk?.close()
      throw error
    }
  }

  async #freezeEnds(sources: QuerySources): Promise<void> {
    const unable = await sources.freeze()
    if (!unable) return
    this.#mode = 'once'
    const what = unable.source.description
    this.#environment.warn(`Trigger.AvailableNow is run as one batch, since a source cannot freeze its end: ${what}`)
  }

  /** Looks for new data; writes down what the next epoch is to read. undefined = there is no epoch to run. */
  async #plan({ logs, sources, plan }: Running): Promise<OffsetEntry | undefined> {
    const epoch = this.#epoch
    const asking = ({ source }: RunningSource) =>
      this.#life.report({ message: `Getting offsets from ${source.description}` })
    const hasData = await this.#step('latest-offset', epoch, () =>
      this.#reporter.timed('latestOffset', () => this.#withGrace(sources.findNew(this.#mode !== 'once', asking))),
    )
    this.#abort.signal.throwIfAborted()
    this.#life.report({ isDataAvailable: hasData })
    if (!hasData && !this.#owesBatch(plan)) return undefined
    this.#life.report({ message: 'Writing offsets to log' })
    const entry: OffsetEntry = {
      batchWatermarkMs: this.#watermarkMs,
      batchTimestampMs: this.#reporter.beginMs,
      conf: this.#confs,
      offsets: sources.streaming.map((source) => source.end),
    }
    await this.#step('offsets', epoch, () => this.#reporter.timed('walCommit', () => logs.offsets.add(epoch, entry)))
    this.#pending = entry
    await this.#step('purge', epoch, () => this.#purge())
    return entry
  }

  /** Spark's shouldRunAnotherBatch: asked of the epoch that this run executed last, and of what is due by the clock. */
  #owesBatch(plan: RunningPlan): boolean {
    if (!this.#settings.noDataMicroBatches) return false
    const before = this.#executedMs === undefined ? undefined : BigInt(this.#executedMs) * 1000n
    return plan.needsBatch(before, BigInt(this.#watermarkMs) * 1000n, BigInt(this.#reporter.beginMs) * 1000n)
  }

  #nothingToDo({ plan, sources, sink }: Running): void {
    const polls = this.#definition.trigger.kind === 'processingTime' && this.#definition.trigger.intervalMs === 0
    this.#life.report({
      message: polls ? 'Waiting for data to arrive' : 'Waiting for next trigger',
      isDataAvailable: false,
    })
    this.#life.nothingLeft()
    this.#events.idle(() => {
      const idle = { epoch: this.#epoch, watermarkMs: this.#watermarkMs, plan, sources: sources.all, sink }
      return this.#reporter.reportIdle(idle, this.#executedMs !== undefined)
    })
  }

  async #run(running: Running, entry: OffsetEntry): Promise<void> {
    const epoch = this.#epoch
    const { plan, sources, sink, logs } = running
    const hasData = await this.#reporter.timed('getBatch', () => sources.take(entry.offsets))
    this.#life.report({
      message: hasData ? 'Processing new data' : 'No new data but cleaning up state',
      isDataAvailable: hasData,
    })
    await this.#reporter.timed('queryPlanning', () => this.#prepare(running, entry))
    await this.#reporter.timed('addBatch', () => this.#step('run', epoch, () => this.#execute(running, entry)))
    const persistFrom = this.#environment.clock.now()
    if (plan.stages.length > 0) {
      await this.#step('persist-state', epoch, async () => {
        for (const { store } of plan.stages) await store.persistSealed(epoch + 1)
      })
    }
    const persistMs = this.#environment.clock.now() - persistFrom
    this.#abort.signal.throwIfAborted()
    this.#requireNothingRetained(epoch)
    await this.#step('sink-commit', epoch, () => sink.commit(epoch))
    this.#staged = false
    const next = Number(plan.nextWatermark(BigInt(entry.batchWatermarkMs) * 1000n) / 1000n)
    await this.#reporter.timed('commitOffsets', () =>
      this.#step('commits', epoch, () => logs.commits.add(epoch, { nextBatchWatermarkMs: next })),
    )
    const progress = this.#reporter.report({
      epoch,
      watermarkMs: entry.batchWatermarkMs,
      plan,
      sources: sources.all,
      sink,
      persistMs,
    })
    sources.advance()
    this.#pending = undefined
    this.#executedMs = entry.batchWatermarkMs
    this.#watermarkMs = next
    this.#epoch = epoch + 1
    await this.#commitSources(sources, epoch)
    this.#events.progress(progress)
  }

  /** The plan was made at the start; what is left of Spark's planning of a batch is its time and number. */
  #prepare({ plan, sources }: Running, entry: OffsetEntry): void {
    this.#evaluation.batchTime = BigInt(entry.batchTimestampMs) * 1000n
    this.#evaluation.epoch = this.#epoch
    for (const { store } of plan.stages) store.beginEpoch()
    for (const source of sources.all) source.malformedBefore = source.source.metrics?.malformedRecords ?? 0
  }

  /** Runs the plan into the sink's staging. */
  async #execute({ plan, sources, sink }: Running, entry: OffsetEntry): Promise<void> {
    const epoch = this.#epoch
    const batchTime = BigInt(entry.batchTimestampMs) * 1000n
    const input = { epoch, batchTime, watermark: BigInt(entry.batchWatermarkMs) * 1000n }
    let whole = false
    const rows = plan.epoch(input, (edges) => feedEpoch(edges, (edge: SourceEdge) => sources.of(edge.relation)))
    this.#staged = true
    const wanted = interruptible(rows, this.#abort.signal, () => {
      whole = true
    })
    await this.#withGrace(sink.write(epoch, wanted, this.#io))
    for (const source of sources.all) await source.closed()
    this.#abort.signal.throwIfAborted()
    if (whole) return
    throw new MillraceError(
      'MILLRACE_SINK_INCOMPLETE',
      `The sink was done before it had read all of batch ${epoch}: ${sink.description}`,
    )
  }

  /** A lease that outlives its epoch would fill the flow's limit until the query stalls. */
  #requireNothingRetained(epoch: number): void {
    for (const pool of [this.#pool, ...this.#made.map((source) => source.pool)]) {
      invariant(
        pool.retainedBytes === 0,
        `${pool.retainedBytes} bytes of batch ${epoch} are still held by ${pool.owners.join(', ')}`,
      )
    }
  }

  /** Best effort, and repeated at a restart: what a source forgets or cleans up may be late, never early. */
  async #commitSources(sources: QuerySources, epoch: number): Promise<void> {
    await this.#step('source-commit', epoch, () => sources.commit(epoch, (text) => this.#environment.warn(text)))
  }

  async #purge(): Promise<void> {
    const { logs, plan } = this.#running as Running
    const stores = plan.stages.map(({ store }) => store)
    await purgeOld(this.#epoch, this.#settings.minBatchesToRetain, logs, stores, (text) => this.#environment.warn(text))
  }
}
