/** `df.writeStream`: where a stream goes, in which mode, when; `start()` makes it run. */
import type { RecordBatch } from '../columnar/record-batch.ts'
import {
  batchFunctionAttachment,
  consolePrintAttachment,
  memoryTableAttachment,
  rowWriterAttachment,
} from '../connector/attachments.ts'
import type { Connector, OutputMode, Sink } from '../connector/connector.ts'
import { MemoryTable } from '../connector/memory-table.ts'
import { Options } from '../connector/options.ts'
import type { RowWriter } from '../connector/row-writer.ts'
import { MillraceError } from '../errors.ts'
import { outputModeOf } from '../plan/analyze/output-mode.ts'
import type { Node } from '../plan/nodes.ts'
import { type PlannedQuery, planQuery } from '../plan/plan-query.ts'
import { SinkGroup } from '../query/sink-group.ts'
import { startQuery } from '../query/start-query.ts'
import type { StreamingQuery } from '../query/streaming-query.ts'
import { defaultTrigger, parseTrigger, type Trigger, type TriggerOptions } from '../query/triggers/trigger.ts'
import { Observable } from '../stream/rx.ts'
import type { RowObject } from '../types/values/row-value.ts'
import { batchesNode } from './batches-source.ts'
import { type CheckpointLocation, checkpointLocation } from './checkpoint-location.ts'
import { sourceOf } from './open-source.ts'
import type { SessionContext } from './session-context.ts'
import { queryStateReader } from './stored-state/query-state.ts'

/** Gets each micro-batch as a static frame, readable for as long as the program keeps it, and the batch id. */
export type ForeachBatch<F> = (frame: F, batchId: number) => Promise<void> | void

/** A row of a frame. */
export type RowOfFrame<F> = F extends { collect(): Promise<(infer R)[]> } ? R : RowObject

/** How `toObservable` runs its query. */
export interface ObservableOptions {
  /** Asked behind each row; while a promise is not settled no row comes and the source is held back. */
  ready?(): Promise<void> | undefined
  /** Gets the query as soon as it runs. */
  started?(query: StreamingQuery): void
}

/** A sink that a writer has named, and how. */
interface SinkTarget {
  readonly connector: Connector
  readonly sink: NonNullable<Connector['sink']>
  readonly options: Options
  readonly partitionBy: readonly string[]
  /** Of the query, or of a memory sink's table. */
  readonly name: string | undefined
}

/** @typeParam F the type of the frame that is written */
export class DataStreamWriter<F> {
  readonly #node: Node
  readonly #context: SessionContext
  readonly #frame: (node: Node) => F
  readonly #options = new Map<string, string>()
  #format: string | undefined
  #mode: OutputMode = 'append'
  #name: string | undefined
  #trigger: Trigger = defaultTrigger
  #partitionBy: readonly string[] = []
  #foreachBatch: ForeachBatch<F> | undefined
  #rowWriter: RowWriter | undefined

  /** @param frame makes a static frame of a plan */
  constructor(node: Node, context: SessionContext, frame: (node: Node) => F) {
    this.#node = node
    this.#context = context
    this.#frame = frame
  }

  /** `json`, `text`, `console`, `memory`, `noop`, or a registered connector's name. */
  format(name: string): this {
    this.#format = name
    return this
  }

  /** One option of the sink, or `checkpointLocation`; names without case. */
  option(name: string, value: string | number | bigint | boolean): this {
    this.#options.set(name.toLowerCase(), String(value))
    return this
  }

  options(values: Readonly<Record<string, string | number | bigint | boolean>>): this {
    for (const [name, value] of Object.entries(values)) this.option(name, value)
    return this
  }

  /**
   * `append` (default), `update` or `complete`.
   *
   * @throws STREAMING_OUTPUT_MODE.INVALID
   */
  outputMode(mode: OutputMode | (string & {})): this {
    this.#mode = outputModeOf(mode)
    return this
  }

  /** Folders by the values of these columns, `column=value/`. */
  partitionBy(...columns: readonly string[]): this {
    this.#partitionBy = columns
    return this
  }

  /** The query's name: unique among the running ones; the table's name for the memory sink. */
  queryName(name: string): this {
    this.#name = name
    return this
  }

  /**
   * When batches run: `{ processingTime: '5 seconds' }`, `{ availableNow: true }`, `{ once: true }`.
   *
   * @throws what Spark throws for intervals that are none
   */
  trigger(trigger: TriggerOptions): this {
    this.#trigger = parseTrigger(trigger)
    return this
  }

  /**
   * Calls `each` with every micro-batch; the batch is committed when its promise resolves. At least once: make it
   * idempotent by the batch id.
   *
   * @throws MILLRACE_FOREACH_BATCH when it is no function
   */
  foreachBatch(each: ForeachBatch<F>): this {
    if (typeof each !== 'function') {
      throw new MillraceError('MILLRACE_FOREACH_BATCH', 'foreachBatch function cannot be null')
    }
    this.#foreachBatch = each
    this.#rowWriter = undefined
    this.#format = 'foreachBatch'
    return this
  }

  /**
   * Calls a writer (`open`, `process`, `close`), or a function, with every row, one after another, waiting for promises. At
   * least once: `open` gets the epoch's id and may skip one that it has had by giving false.
   *
   * @throws MILLRACE_FOREACH for what has no `process`
   */
  foreach(writer: RowWriter<RowOfFrame<F>> | ((row: RowOfFrame<F>) => unknown)): this {
    this.#rowWriter = rowWriter(writer as RowWriter | ((row: RowObject) => unknown))
    this.#foreachBatch = undefined
    this.#format = 'foreach'
    return this
  }

  /**
   * The rows as an Observable: subscribing starts the query, unsubscribing stops it. Rows of a batch come before it is
   * committed, so after a restart the last batch's may come again. Completes when the query ends by itself or is stopped,
   * and fails with what ended the query.
   */
  toObservable(options: ObservableOptions = {}): Observable<RowOfFrame<F>> {
    return new Observable<RowOfFrame<F>>((subscriber) => {
      const query = this.foreach((row) => {
        if (subscriber.closed) return undefined
        subscriber.next(row)
        return options.ready?.()
      }).start()
      options.started?.(query)
      query.awaitTermination().then(
        () => subscriber.complete(),
        (error) => subscriber.error(error),
      )
      return () => {
        if (query.isActive) query.stop().catch((error) => this.#context.surroundings.warn(String(error)))
      }
    })
  }

  /**
   * Starts the query.
   *
   * @param path the same as option `path`
   * @throws every mistake that can be known before the first batch: formats, modes, refused operators, no checkpoint
   */
  start(path?: string): StreamingQuery {
    this.#context.requireRunning()
    if (path !== undefined) this.option('path', path)
    return this.#start([this])
  }

  /**
   * Starts one query that writes to the sinks of several writers: its rows are computed once, each batch is staged in all
   * of them and then committed in each. Mode, trigger, name and checkpoint are this writer's, formats, options and folders
   * theirs. A memory sink's table has its writer's name. Spark has one query for each sink.
   *
   * @param writers of the same frame
   * @throws MILLRACE_WRITERS for writers that do not fit, and what `start` throws
   */
  toAll(writers: readonly DataStreamWriter<F>[]): StreamingQuery {
    this.#context.requireRunning()
    if (writers.length === 0) throw unfit('there is none')
    if (this.#format !== undefined) throw unfit(`the query itself has the format ${this.#format}`)
    for (const one of writers) this.#requireFit(one)
    return this.#start(writers)
  }

  #requireFit(writer: DataStreamWriter<F>): void {
    if (writer.#node !== this.#node) throw unfit('one writes another frame')
    if (writer.#options.has('checkpointlocation')) throw unfit('one has a checkpointLocation of its own')
    if (writer.#trigger !== defaultTrigger) throw unfit('one has a trigger of its own')
    if (writer.#mode !== 'append' && writer.#mode !== this.#mode) throw unfit(`one has the output mode ${writer.#mode}`)
  }

  #start(writers: readonly DataStreamWriter<F>[]): StreamingQuery {
    const context = this.#context
    const targets = writers.map((one) => one.#target(this.#mode, one.#name ?? this.#name))
    const location = checkpointLocation(
      new Options(this.#options).text('checkpointLocation'),
      this.#name,
      targets.every(({ sink }) => sink.temporaryCheckpoint),
      context,
    )
    for (const { connector, name } of targets) if (connector.name === 'memory') this.#checkMemory(location, name)
    const planned = planQuery(this.#node, context.planner, {
      kind: 'stream',
      outputMode: this.#mode,
      checksCorrectness: context.conf.isOn('spark.sql.streaming.statefulOperator.checkCorrectness.enabled'),
    })
    for (const { sink, options, partitionBy } of targets) sink.check?.(options.entries, planned.schema, partitionBy)
    const makers = writers.map((one, at) => one.#sinkMaker(targets[at] as SinkTarget, planned, this.#mode))
    return startQuery(
      {
        name: this.#name,
        outputMode: this.#mode,
        trigger: this.#trigger,
        checkpoint: location,
        sources: planned.sources.map((node) => sourceOf(node, context)),
        sink: async (checkpoint) => {
          const sinks: Sink[] = []
          for (const make of makers) sinks.push(await make(checkpoint))
          return sinks.length === 1 ? (sinks[0] as Sink) : new SinkGroup(sinks)
        },
        plan: (start) => planned.start(start),
        explain: (extended) => planned.explain(extended),
        state: queryStateReader(context.connectorContext(new Map()), location.path),
      },
      context.queryEnvironment(),
    )
  }

  /** Where this writer writes to, in a query of a mode. */
  #target(mode: OutputMode, name: string | undefined): SinkTarget {
    if (this.#foreachBatch) this.#checkForeachBatch()
    if (this.#rowWriter) this.#checkForeach()
    const target = this.#sink()
    checkMode(target.connector.name, target.sink.modes, mode)
    return { ...target, options: new Options(this.#options), partitionBy: this.#partitionBy, name }
  }

  #sinkMaker(
    { connector, sink, options, partitionBy, name }: SinkTarget,
    planned: PlannedQuery,
    outputMode: OutputMode,
  ): (checkpoint: string) => Promise<Sink> | Sink {
    const surroundings = this.#context.connectorContext(this.#attachments(connector, planned, name))
    return (checkpoint) =>
      sink.create(options.entries, planned.schema, partitionBy, {
        ...surroundings,
        queryName: name,
        outputMode,
        checkpoint,
      })
  }

  #sink(): { readonly connector: Connector; readonly sink: NonNullable<Connector['sink']> } {
    const format = this.#format ?? this.#context.conf.get('spark.sql.sources.default')
    const connector = this.#context.registry.connector(format)
    if (connector.sink) return { connector, sink: connector.sink }
    throw new MillraceError(
      '_LEGACY_ERROR_TEMP_2049',
      `Data source ${connector.name} does not support streamed writing.`,
      {
        parameters: { className: connector.name, operator: 'writing' },
      },
    )
  }

  /** Spark: DataStreamWriter.startInternal. */
  #checkForeachBatch(): void {
    if (this.#partitionBy.length > 0) {
      throw new MillraceError('MILLRACE_FOREACH_BATCH', "'foreachBatch' does not support partitioning.")
    }
    if (this.#trigger.kind === 'continuous') {
      throw new MillraceError('MILLRACE_FOREACH_BATCH', "'foreachBatch' is not supported with continuous trigger")
    }
  }

  /** Spark: DataStreamWriter.startInternal. */
  #checkForeach(): void {
    if (this.#partitionBy.length === 0) return
    throw new MillraceError('MILLRACE_FOREACH', "'foreach' does not support partitioning.")
  }

  /** A table in memory does not survive a restart, and has no name but the query's (Spark: ResolveWriteToStream). */
  #checkMemory(location: CheckpointLocation, name: string | undefined): void {
    if (name === undefined) {
      throw new MillraceError('_LEGACY_ERROR_TEMP_1297', 'queryName must be specified for memory sink')
    }
    if (this.#mode === 'complete' || location.temporary) return
    const offsets = `${location.path}/offsets`
    if (this.#context.surroundings.files.immediate.stat(offsets) === undefined) return
    throw new MillraceError(
      '_LEGACY_ERROR_TEMP_1299',
      `This query does not support recovering from checkpoint location. Delete ${offsets} to start over.`,
      { parameters: { checkpointPath: offsets } },
    )
  }

  #attachments(connector: Connector, planned: PlannedQuery, name: string | undefined): ReadonlyMap<string, unknown> {
    const context = this.#context
    const attachments = new Map<string, unknown>()
    const each = this.#foreachBatch
    if (each) {
      attachments.set(batchFunctionAttachment, async (batches: readonly RecordBatch[], batchId: number) => {
        await each(this.#frame(batchesNode(planned.schema, () => batches, context)), batchId)
      })
    }
    if (this.#rowWriter) attachments.set(rowWriterAttachment, this.#rowWriter)
    attachments.set(consolePrintAttachment, (text: string) => context.surroundings.print(text.replace(/\n$/, '')))
    if (connector.name === 'memory' && name !== undefined) {
      const table = new MemoryTable(planned.schema)
      attachments.set(memoryTableAttachment, table)
      context.catalog.setTable(name, table)
    }
    return attachments
  }
}

/** Spark's DataSource.createSink and its V1/V2 checks of modes. */
function checkMode(format: string, modes: readonly OutputMode[], mode: OutputMode): void {
  if (modes.includes(mode)) return
  throw new MillraceError(
    'STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE',
    `Invalid streaming output mode: ${mode}. This output mode is not supported in Data Source ${format}.`,
    { sqlState: '42KDE', parameters: { outputMode: mode, className: format } },
  )
}

function unfit(why: string): MillraceError {
  return new MillraceError(
    'MILLRACE_WRITERS',
    `toAll takes writers of its own frame that say where to write and nothing else: ${why}. ` +
      'Set the output mode, the trigger and checkpointLocation on the writer whose toAll is called.',
  )
}

/** PySpark's two forms: a function of a row, or an object with a method `process`. */
function rowWriter(given: RowWriter | ((row: RowObject) => unknown)): RowWriter {
  if (typeof given === 'function') return { process: given }
  const writer = given as Partial<RowWriter> | null | undefined
  if (typeof writer?.process !== 'function') {
    throw new MillraceError('MILLRACE_FOREACH', 'foreach needs a function, or an object with a method process(row)')
  }
  for (const name of ['open', 'close'] as const) {
    if (writer[name] !== undefined && typeof writer[name] !== 'function') {
      throw new MillraceError('MILLRACE_FOREACH', `The ${name} of a foreach writer must be a method`)
    }
  }
  return given
}
