/** Measures triggers and makes their progress reports: Spark's ProgressReporter. */

import type { Sink } from '../connector/connector.ts'
import type { RunningPlan } from '../plan/running-plan.ts'
import type { EventTimeStats } from '../stream/watermark-tracker.ts'
import type { Micros } from '../types/data-type.ts'
import { floorDiv } from '../types/time/calendar.ts'
import type { RowObject } from '../types/values/row-value.ts'
import { ObservedMetrics } from './observed-metrics.ts'
import type { QueryLife } from './query-life.ts'
import type { RunningSource } from './running-source.ts'
import {
  isoTime,
  type SourceProgress,
  type StateOperatorProgress,
  type StreamingQueryProgress,
} from './streaming-query-progress.ts'

/** Spark's names of the parts of a trigger. */
export type Part = 'addBatch' | 'commitOffsets' | 'getBatch' | 'latestOffset' | 'queryPlanning' | 'walCommit'

/** What a finished epoch adds to the measurements. */
export interface FinishedEpoch {
  readonly epoch: number
  /** The watermark it ran with, ms. */
  readonly watermarkMs: number
  readonly plan: RunningPlan
  readonly sources: readonly RunningSource[]
  readonly sink: Sink
  /** Time that making state durable took, ms. */
  readonly persistMs: number
}

export class ProgressReporter {
  readonly #life: QueryLife
  readonly #nowMs: () => number
  #begin = 0
  #previousBegin: number | undefined
  #parts: Partial<Record<Part, number>> = {}
  #observed: Readonly<Record<string, ObservedMetrics>> = {}

  constructor(life: QueryLife, nowMs: () => number) {
    this.#life = life
    this.#nowMs = nowMs
  }

  /** Start of the trigger under way, ms. */
  get beginMs(): number {
    return this.#begin
  }

  triggerBegins(): void {
    this.#previousBegin = this.#begin === 0 && this.#previousBegin === undefined ? undefined : this.#begin
    this.#begin = this.#nowMs()
    this.#parts = {}
    this.#observed = {}
  }

  /** Adds the time of `work` to a part. */
  async timed<T>(part: Part, work: () => Promise<T> | T): Promise<T> {
    const from = this.#nowMs()
    try {
      return await work()
    } finally {
      this.#parts[part] = (this.#parts[part] ?? 0) + this.#nowMs() - from
    }
  }

  /** Takes the epoch's metrics of one `observe`. */
  observed(name: string, metrics: RowObject): void {
    this.#observed = { ...this.#observed, [name]: new ObservedMetrics(metrics) }
  }

  report(done: FinishedEpoch): StreamingQueryProgress {
    const durationMs = this.#nowMs() - this.#begin
    const since =
      this.#previousBegin === undefined ? Number.POSITIVE_INFINITY : (this.#begin - this.#previousBegin) / 1000
    const inputRate = (rows: number) => finite(rows / since)
    const rate = (rows: number) => finite(rows / (durationMs / 1000))
    const rowsOf = (source: RunningSource) => done.plan.inputRows(source.relation)
    const rows = done.sources.reduce((sum, source) => sum + rowsOf(source), 0)
    return {
      id: this.#life.id,
      runId: this.#life.runId,
      name: this.#life.name ?? null,
      timestamp: isoTime(this.#begin),
      batchId: done.epoch,
      batchDuration: durationMs,
      numInputRows: rows,
      inputRowsPerSecond: inputRate(rows),
      processedRowsPerSecond: rate(rows),
      durationMs: sorted({ ...this.#parts, triggerExecution: durationMs }),
      eventTime: done.plan.hasWatermark ? eventTimes(done.plan.takeEventTimeStats(), done.watermarkMs) : undefined,
      stateOperators: done.plan.stages.map(({ operatorName, store }) =>
        stateProgress(operatorName, store.metrics, done.persistMs),
      ),
      sources: done.sources
        .filter(({ streaming }) => streaming)
        .map((source) => sourceProgress(source, rowsOf(source), inputRate, rate)),
      sink: {
        description: done.sink.description,
        numOutputRows: done.sink.outputRows ?? -1,
        metrics: unlessEmpty(done.sink.metrics),
      },
      observedMetrics: unlessEmpty(this.#observed),
    }
  }
}

function sourceProgress(
  { source, committed, end, malformedBefore }: RunningSource,
  rows: number,
  inputRate: (rows: number) => number | undefined,
  rate: (rows: number) => number | undefined,
): SourceProgress {
  return {
    description: source.description,
    startOffset: committed ?? null,
    endOffset: end ?? null,
    latestOffset: source.latestReported?.() ?? null,
    numInputRows: rows,
    inputRowsPerSecond: inputRate(rows),
    processedRowsPerSecond: rate(rows),
    metrics: source.metrics && { malformedRecords: String(source.metrics.malformedRecords - malformedBefore) },
  }
}

function stateProgress(
  operatorName: string,
  metrics: {
    readonly rowsTotal: number
    readonly rowsUpdated: number
    readonly rowsRemoved: number
    readonly rowsDroppedByWatermark: number
    readonly custom?: Readonly<Record<string, number>>
  },
  persistMs: number,
): StateOperatorProgress {
  return {
    operatorName,
    numRowsTotal: metrics.rowsTotal,
    numRowsUpdated: metrics.rowsUpdated,
    allUpdatesTimeMs: 0,
    numRowsRemoved: metrics.rowsRemoved,
    allRemovalsTimeMs: 0,
    commitTimeMs: persistMs,
    memoryUsedBytes: 0,
    numRowsDroppedByWatermark: metrics.rowsDroppedByWatermark,
    numShufflePartitions: 1,
    numStateStoreInstances: 1,
    customMetrics: metrics.custom,
  }
}

function eventTimes(stats: EventTimeStats | undefined, watermarkMs: number): Readonly<Record<string, string>> {
  const text = (time: Micros) => isoTime(Number(floorDiv(time, 1000n)))
  const seen = stats ? { avg: text(stats.average), max: text(stats.max), min: text(stats.min) } : {}
  return { ...seen, watermark: isoTime(watermarkMs) }
}

function sorted(parts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** As Spark prints it: one decimal, half up, so never with an exponent; NaN and infinity are left out. */
function finite(rate: number): number | undefined {
  return Number.isFinite(rate) ? Math.round(rate * 10) / 10 : undefined
}

/** An empty map is left out of the JSON, as in Spark. */
function unlessEmpty<T>(map: Readonly<Record<string, T>> | undefined): Readonly<Record<string, T>> | undefined {
  return map && Object.keys(map).length > 0 ? map : undefined
}
