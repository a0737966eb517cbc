/**
 * What a connector is. A source replays any range of offsets; a sink stages an epoch and commits it idempotently.
 * Exactly-once follows from these two and the commit protocol, and from nothing else.
 */
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { Bound } from '../expressions/bound.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { Message } from '../stream/message.ts'
import type { IO } from '../stream/processor.ts'
import type { Observable } from '../stream/rx.ts'
import type { Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import type { ReadLimit } from './read-limit.ts'

/** A place in a source: plain JSON, written to the offset log as it stands. */
export type Offset = string | number | boolean | null | readonly Offset[] | { readonly [name: string]: Offset }

/** Options as the user gave them; keys are matched without case. `lib/connector/options.ts` reads and checks them. */
export type OptionMap = ReadonlyMap<string, string>

/** What the plan wants of a scan. A source may do less: it returns what it did not apply as `residual`. */
export interface ScanRequest {
  /** Columns to read, by position in the source's schema, in the order wanted; what is malformed depends on them. */
  readonly columns: readonly number[]
  /** Conjuncts over the source's schema, best effort. */
  readonly filters: readonly Bound[]
  /** Of `columns`, those wanted as dictionary vectors (they are keys). */
  readonly dictionary: readonly number[]
}

export interface Scan {
  readonly residual: readonly Bound[]
  /** Schema of the batches: the requested columns. */
  readonly schema: Schema
  /** Rows after `start` (null: from the beginning) up to and including `end`; the same rows every time. */
  read(start: Offset | null, end: Offset, io: IO): Observable<RecordBatch>
}

/** Counts a scan adds to; shown in the progress. */
export interface SourceMetrics {
  /** Records dropped by DROPMALFORMED. */
  malformedRecords: number
}

export interface Source {
  readonly schema: Schema
  /** As Spark prints it in progress and errors: `FileStreamSource[file:/…]`. */
  readonly description: string
  readonly metrics?: SourceMetrics
  /**
   * Where the source begins: asked once in a query's life and stored in `sources/i/0` before `offsets/0`. From then on a
   * `start` of null means this place; what it looks like is the source's affair (rate: a time). null = it has no need.
   */
  initialOffset(): Promise<Offset | null>
  /** Takes up what `initialOffset` gave in an earlier run, as found in `sources/i/0`. Required when that is ever not null. */
  restoreInitial?(initial: Offset): void
  /** The end that a batch from `start` may read to under `limit`; undefined or equal to `start` = nothing new. */
  latestOffset(start: Offset | null, limit: ReadLimit): Promise<Offset | null>
  /** The read limit of the source's own options (maxFilesPerTrigger, …). */
  readonly defaultLimit?: ReadLimit
  /** What `latestOffset` found last, limits aside, where Spark's source reports it in the progress. */
  latestReported?(): Offset | null
  /** AvailableNow: freezes the end; later `latestOffset` calls never pass it. */
  prepareForAvailableNow?(): Promise<void>
  open(request: ScanRequest, evaluation: Evaluation): Scan
  /** Everything up to `end` is committed; best effort, repeated at restart. */
  commit(end: Offset): Promise<void>
  /** A hint that there may be new data (a file watcher); never the truth. */
  readonly changes$?: Observable<void>
  /**
   * As of the last `latestOffset`: everything was given, and nothing will come any more. A query whose sources have all
   * ended ends behind its last batch.
   */
  readonly ended?: boolean
  stop(): Promise<void>
}

/** Re-emitted batches never reach a sink twice as data: `write` of an epoch it has committed drains and drops. */
export interface Sink {
  readonly description: string
  /** Stages the epoch's rows where no reader sees them. `rows` is one epoch: schema, epoch, data…, [watermark], barrier, complete. */
  write(epoch: number, rows: Observable<Message>, io: IO): Promise<void>
  /** Makes the epoch visible; a second commit of one epoch does nothing. */
  commit(epoch: number): Promise<void>
  /** Forgets what `write` staged. */
  abort(epoch: number): Promise<void>
  stop(): Promise<void>
  /** Rows of the last written epoch, −1 when unknown. */
  readonly outputRows?: number
  /** What else the sink has to say of the epoch it committed last; goes into the progress as it stands. */
  readonly metrics?: Readonly<Record<string, string>>
  /** Highest epoch the sink's own log holds, −1 when none; undefined = it has no log. A log ahead of its checkpoint is refused. */
  latestCommitted?(): Promise<number>
}

export type OutputMode = 'append' | 'update' | 'complete'

/** What `df.write` does about what is there already; Spark's `default` and `errorifexists` are `error`. */
export type SaveMode = 'append' | 'overwrite' | 'error' | 'ignore'

/** Where the rows of a static frame go. */
export interface TableWriter {
  /** Takes rows, out of readers' sight; may read the batch only until it returns, or retains it. */
  append(batch: RecordBatch): void
  /** All rows are here: makes them visible, durably. Nothing is called behind it. */
  finish(): Promise<void>
  /** Forgets the rows: something went wrong, `finish` maybe. */
  abandon(): Promise<void>
}

/** What a connector needs of its surroundings to start. */
export interface ConnectorContext {
  readonly files: FileSystem
  readonly zone: string
  /** `spark.sql.…` settings of the session, as text. */
  conf(key: string): string | undefined
  /** Milliseconds since 1970 by the session's clock. */
  nowMs(): number
  /** Prints a warning once. */
  warn(message: string): void
  /** Values a program handed in beside text options: foreachBatch's function, a memory table. */
  readonly attachments: ReadonlyMap<string, unknown>
}

export interface SourceContext extends ConnectorContext {
  /** The source's own folder in the checkpoint, `sources/i`. undefined before a query is started. */
  readonly checkpoint: string | undefined
}

export interface SinkContext extends ConnectorContext {
  readonly queryName: string | undefined
  readonly outputMode: OutputMode
  /** The query's checkpoint location; to tell a new query from a restarted one. */
  readonly checkpoint: string
}

/**
 * What a source may be unable to do. `restart`: give a range again to another run, so that a query goes on after a
 * restart. `idle`: have nothing new when nothing came; it makes a batch at every trigger.
 */
export type SourceAbility = 'restart' | 'idle'

/**
 * What a sink may be unable to do. `keep`: hold rows anywhere. `stage`: hide them until the commit. `once`: drop an epoch
 * that it has committed. `replace`: show nothing but the last table in complete mode.
 */
export type SinkAbility = 'keep' | 'stage' | 'once' | 'replace'

/**
 * A format, known by its name. The definition is light (name, modes, schema): what it needs to run is loaded by `import()`
 * inside `create`, when the format is first used.
 */
export interface Connector {
  readonly name: string
  readonly source?: {
    /** The source's schema, given the user's; throws Spark's error when one is required or may not be given. */
    schema(options: OptionMap, given: Schema | undefined, context: ConnectorContext, streaming: boolean): Schema
    /** @param schema the one that `schema` gave, with `metadata` behind it when a query names that column */
    create(options: OptionMap, schema: Schema, context: SourceContext): Promise<Source> | Source
    /**
     * It hears only what comes while it is there, so it is made within the query's `start()`, and `create` must give it at
     * once, without a promise.
     */
    readonly listens?: boolean
    /** A column that is there only for queries that name it, `_metadata` of files. */
    readonly metadata?: Field
    /** What it cannot do, each with the reason; the conformance suite holds it to this, docs/connectors.md shows it. */
    readonly cannot?: Readonly<Partial<Record<SourceAbility, string>>>
  }
  readonly sink?: {
    readonly modes: readonly OutputMode[]
    readonly guarantee: 'exactly-once' | 'at-least-once' | 'none'
    /** May use a temporary checkpoint when none is given (console, memory, foreachBatch, noop). */
    readonly temporaryCheckpoint: boolean
    /** What it cannot do, each with the reason, as for sources. */
    readonly cannot?: Readonly<Partial<Record<SinkAbility, string>>>
    /** Called by start(), before there is a query: throws what is wrong with options and columns, as far as it is cheap to know. */
    check?(options: OptionMap, schema: Schema, partitionBy: readonly string[]): void
    create(
      options: OptionMap,
      schema: Schema,
      partitionBy: readonly string[],
      context: SinkContext,
    ): Promise<Sink> | Sink
  }
  /** Writes a static frame, once and whole: `df.write`. */
  readonly table?: {
    /**
     * Looks at what is there, before a row is computed.
     *
     * @returns undefined = mode `ignore`, and there is something
     * @throws what is wrong with options, columns and mode, PATH_ALREADY_EXISTS
     */
    create(
      options: OptionMap,
      schema: Schema,
      partitionBy: readonly string[],
      mode: SaveMode,
      context: ConnectorContext,
    ): Promise<TableWriter | undefined> | TableWriter | undefined
  }
}
