/** The progress report of one micro-batch: Spark's StreamingQueryProgress, its fields and their order in JSON. */
import type { Offset } from '../connector/connector.ts'
import type { ObservedMetrics } from './observed-metrics.ts'

/** Counts of one stateful operator; times are in ms. */
export interface StateOperatorProgress {
  readonly operatorName: string
  readonly numRowsTotal: number
  readonly numRowsUpdated: number
  readonly allUpdatesTimeMs: number
  readonly numRowsRemoved: number
  readonly allRemovalsTimeMs: number
  readonly commitTimeMs: number
  readonly memoryUsedBytes: number
  readonly numRowsDroppedByWatermark: number
  readonly numShufflePartitions: number
  readonly numStateStoreInstances: number
  /** undefined when there are none: JSON leaves it out, as Spark does. */
  readonly customMetrics: Readonly<Record<string, number>> | undefined
}

export interface SourceProgress {
  readonly description: string
  /** null in a source's first batch. */
  readonly startOffset: Offset | null
  readonly endOffset: Offset | null
  readonly latestOffset: Offset | null
  readonly numInputRows: number
  /** One decimal; undefined when it is not a number: JSON leaves it out, as Spark does. */
  readonly inputRowsPerSecond: number | undefined
  readonly processedRowsPerSecond: number | undefined
  readonly metrics: Readonly<Record<string, string>> | undefined
}

export interface SinkProgress {
  readonly description: string
  /** −1 when unknown. */
  readonly numOutputRows: number
  readonly metrics: Readonly<Record<string, string>> | undefined
}

/** `JSON.stringify` of it is Spark's `progress.json`. */
export interface StreamingQueryProgress {
  readonly id: string
  readonly runId: string
  readonly name: string | null
  /** Start of the trigger: `2026-01-01T00:00:00.000Z`. */
  readonly timestamp: string
  readonly batchId: number
  /** Milliseconds of the whole trigger. */
  readonly batchDuration: number
  readonly numInputRows: number
  readonly inputRowsPerSecond: number | undefined
  readonly processedRowsPerSecond: number | undefined
  /** addBatch, commitOffsets, getBatch, latestOffset, queryPlanning, triggerExecution, walCommit, in ms. */
  readonly durationMs: Readonly<Record<string, number>>
  /** avg, max, min (when there were rows) and watermark (the one the batch ran with); undefined without a watermark. */
  readonly eventTime: Readonly<Record<string, string>> | undefined
  readonly stateOperators: readonly StateOperatorProgress[]
  readonly sources: readonly SourceProgress[]
  readonly sink: SinkProgress
  /** Metrics of `observe` by its name; undefined when there are none. */
  readonly observedMetrics: Readonly<Record<string, ObservedMetrics>> | undefined
}

/** What a query is doing now; Spark's texts. */
export interface StreamingQueryStatus {
  readonly message: string
  readonly isDataAvailable: boolean
  readonly isTriggerActive: boolean
}

/** Spark's `progress.timestamp`: ISO 8601, UTC, milliseconds. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
