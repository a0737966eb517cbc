/**
 * A started plan as its driver (lib/query) sees it. One driver call per epoch: `epoch(input, feed)` gives the epoch's
 * messages as the sink wants them; `feed` is called when the sink subscribes and puts the sources' rows in.
 */

import type { Pool } from '../columnar/pool.ts'
import type { RecordBatch } from '../columnar/record-batch.ts'
import type { OutputMode, Scan, ScanRequest } from '../connector/connector.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { StateStore } from '../state/state-store.ts'
import type { Message } from '../stream/message.ts'
import type { Observable, TeardownLogic } from '../stream/rx.ts'
import type { EventTimeStats } from '../stream/watermark-tracker.ts'
import type { Micros } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import type { RowObject } from '../types/values/row-value.ts'
import type { Node } from './nodes.ts'

/** A read of one source. Uses of one relation that want the same columns share an edge. */
export interface SourceEdge {
  /** `options.relation` of the node: which source, for offsets. Several edges may name one relation. */
  readonly relation: string
  readonly node: Node<'source'>
  readonly streaming: boolean
  readonly scan: Scan
  /**
   * Of how many joins, one inside the other, this edge's rows are the build side: edges of a higher number must have had
   * their barriers before those of a lower one are read; 0 = read last.
   */
  readonly build: number
  /** Nobody wants its rows in this epoch: it is ended unread. */
  readonly idle: boolean
  /** Hands a batch of `scan.read` to the plan; who made the batch releases it. Throws nothing: errors come out of `epoch`. */
  batch(batch: RecordBatch): void
  /** The edge has no more rows in this epoch. */
  barrier(): void
  /** The source failed: the epoch's Observable fails with `error`. */
  error(error: unknown): void
}

/** A stage with state. Its store has been sealed when the epoch's Observable completes. Order and `index` follow from the plan's shape alone, so a restart finds them again. */
export interface StatefulStage {
  readonly index: number
  /** Spark's operatorName: `stateStoreSave`, `dedupe`, `globalLimit`, `symmetricHashJoin`. */
  readonly operatorName: string
  readonly node: Node
  readonly store: StateStore
}

/** What a stateful stage is before it runs; for opening its store. */
export type StageIdentity = Pick<StatefulStage, 'index' | 'operatorName' | 'node'>

export interface EpochInput {
  readonly epoch: number
  /** Recorded batch time; goes into `evaluation` and the epoch message. */
  readonly batchTime: Micros
  /** The query's watermark of this epoch (recorded in its offsets); plans without withWatermark ignore it. */
  readonly watermark: Micros
}

export interface RunningPlan {
  readonly schema: Schema
  readonly edges: readonly SourceEdge[]
  /** Spark's order in progress: downstream first. `seal()` has been called on each when the barrier left the plan. */
  readonly stages: readonly StatefulStage[]
  /** Does the plan have a withWatermark? */
  readonly hasWatermark: boolean
  /**
   * One epoch: schema, epoch, data…, [watermark], barrier, then complete. Cold: subscribing begins the epoch and then
   * calls `feed`, which must bring every edge to `barrier()` (sooner or later) and whose teardown runs on unsubscribe,
   * error or completion. Epochs must not overlap. After an error or an unsubscribe before completion the plan is dead:
   * `close()` it and start another.
   */
  epoch(input: EpochInput, feed: (edges: readonly SourceEdge[]) => TeardownLogic): Observable<Message>
  /** Rows of a relation in the epoch, as Spark counts them: once per branch of a union, once for both sides of a join. */
  inputRows(relation: string): number
  /** The query's watermark after the epoch: policy over the nodes, never below `before`. */
  nextWatermark(before: Micros): Micros
  /** Event times of the last epoch at the first withWatermark node, in the plan's order, that saw rows (as Spark reports). */
  takeEventTimeStats(): EventTimeStats | undefined
  /**
   * Does any operator want a batch without data?
   *
   * @param before watermark of the last epoch this run executed; undefined = none yet: nothing of event time is owed
   * @param now watermark of the next one
   * @param time its batch time, for what is due by processing time
   */
  needsBatch(before: Micros | undefined, now: Micros, time: Micros): boolean
  /** Closes every stage; once. */
  close(): void
}

/** Who looks at the rows that stages drop as late. */
export interface LateRowsSink {
  /** Asked before rows are put together. */
  readonly wanted: () => boolean
  /**
   * @param operatorName Spark's name of the stage that dropped them
   * @param rows its input's columns; readable until the call returns
   */
  readonly take: (operatorName: string, rows: RecordBatch) => void
}

/** What a plan needs to start. */
export interface StartPlanOptions {
  readonly outputMode: OutputMode
  readonly evaluation: Evaluation
  readonly pool: Pool
  /** `spark.sql.streaming.multipleWatermarkPolicy`, from the checkpoint. */
  readonly watermarkPolicy: 'min' | 'max'
  /**
   * The query's watermark the last epoch before this run was run with (batchWatermarkMs of offsets/(N−1)); 0 for a new
   * query. Each stage's own is propagated from it.
   */
  readonly initialWatermark: Micros
  /** Opens one read of a source; asked once per edge. */
  openScan(node: Node<'source'>, request: ScanRequest): Scan
  /** Opens a stage's store at the version the first epoch loads. */
  openState(stage: StageIdentity): Promise<StateStore>
  /** A withWatermark node without rows for so long (µs of batch time) does not hold the watermark; undefined = it does. */
  readonly watermarkIdleTimeout?: Micros | undefined
  /** Takes the metrics of `observe`, once an epoch and name. */
  readonly observed?: ((name: string, metrics: RowObject) => void) | undefined
  /** Rows that stages get at once at most; undefined = as sources give them. */
  readonly maxBatchRows?: number | undefined
  /** Takes rows that a stage drops as late; undefined, or false from `wanted`: nobody looks. */
  readonly lateRows?: LateRowsSink
  /** Tests: wraps every stage in the rule checker. */
  readonly checked?: boolean
}
