/** Measures triggers and makes their progress reports: Spark's ProgressReporter. */

import type { Offset, Sink } from '../connector/connector.ts'
import type { RunningPlan, StatefulStage } from '../plan/running-plan.ts'
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

/** What is reported beside the measurements. */
export interface Reported {
  /** Of an idle query the next one. */
  readonly epoch: number
  /** The watermark it ran with, ms. */
  readonly watermarkMs: number
  readonly plan: RunningPlan
  readonly sources: readonly RunningSource[]
  readonly sink: Sink
}

export interface FinishedEpoch extends Reported {
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

  /** Of a trigger that ran an epoch. */
  report(done: FinishedEpoch): StreamingQueryProgress {
    return this.#report(done, {
      rowsOf: (source) => done.plan.inputRows(source.relation),
      malformedOf: ({ source, malformedBefore }) => (source.metrics?.malformedRecords ?? 0) - malformedBefore,
      endOf: ({ end }) => end,
      eventTime: () => eventTimes(done.plan.takeEventTimeStats(), done.watermarkMs),
      stateOperators: done.plan.stages.map(({ operatorName, store }) =>
        stateProgress(operatorName, store.metrics, done.persistMs),
      ),
      outputRows: done.sink.outputRows ?? -1,
      sinkMetrics: done.sink.metrics,
    })
  }

  /**
   * Of a trigger that found nothing to do: nothing came and nothing changed, but state and watermark are still there once
   * this run has had an epoch (as Spark has it).
   *
   * @param executed this run has had an epoch
   */
  reportIdle(idle: Reported, executed: boolean): StreamingQueryProgress {
    const { plan, watermarkMs } = idle
    return this.#report(idle, {
      rowsOf: () => 0,
      malformedOf: () => 0,
      endOf: ({ committed }) => committed,
      eventTime: () => (executed ? eventTimes(undefined, watermarkMs) : undefined),
      stateOperators: executed ? plan.stages.map((one) => idleState(one)) : [],
      outputRows: executed ? 0 : -1,
      sinkMetrics: undefined,
    })
  }

  #report({ epoch, plan, sources, sink }: Reported, found: Found): StreamingQueryProgress {
    const durationMs = this.#nowMs() - this.#begin
    const since =
      this.#previousBegin === undefined ? Number.POSITIVE_INFINITY : (this.#begin - this.#previousBegin) / 1000
    const inputRate = (rows: number) => finite(rows / since)
    const rate = (rows: number) => finite(rows / (durationMs / 1000))
    const streaming = sources.filter((source) => source.streaming)
    const rows = streaming.reduce((sum, source) => sum + found.rowsOf(source), 0)
    return {
      id: this.#life.id,
      runId: this.#life.runId,
      name: this.#life.name ?? null,
      timestamp: isoTime(this.#begin),
      batchId: epoch,
      batchDuration: durationMs,
      numInputRows: rows,
      inputRowsPerSecond: inputRate(rows),
      processedRowsPerSecond: rate(rows),
      durationMs: sorted({ ...this.#parts, triggerExecution: durationMs }),
      eventTime: plan.hasWatermark ? found.eventTime() : undefined,
      stateOperators: found.stateOperators,
      sources: streaming.map((source) => sourceProgress(source, found, inputRate, rate)),
      sink: {
        description: sink.description,
        numOutputRows: found.outputRows,
        metrics: unlessEmpty(found.sinkMetrics),
      },
      observedMetrics: unlessEmpty(this.#observed),
    }
  }
}

/** What a report says that depends on whether an epoch ran. */
interface Found {
  readonly rowsOf: (source: RunningSource) => number
  readonly malformedOf: (source: RunningSource) => number
  readonly endOf: (source: RunningSource) => Offset | undefined
  readonly eventTime: () => Readonly<Record<string, string>> | undefined
  readonly stateOperators: readonly StateOperatorProgress[]
  readonly outputRows: number
  readonly sinkMetrics: Sink['metrics']
}

function sourceProgress(
  running: RunningSource,
  { rowsOf, malformedOf, endOf }: Found,
  inputRate: (rows: number) => number | undefined,
  rate: (rows: number) => number | undefined,
): SourceProgress {
  const { source, committed } = running
  const rows = rowsOf(running)
  return {
    description: source.description,
    startOffset: committed ?? null,
    endOffset: endOf(running) ?? null,
    latestOffset: source.latestReported?.() ?? null,
    numInputRows: rows,
    inputRowsPerSecond: inputRate(rows),
    processedRowsPerSecond: rate(rows),
    metrics: source.metrics && { malformedRecords: String(malformedOf(running)) },
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

/** State of a query that has nothing to do: as much as before, and nothing happened to it. */
function idleState({ operatorName, store }: StatefulStage): StateOperatorProgress {
  const { rowsTotal, custom } = store.metrics
  const nothing = custom && Object.fromEntries(Object.keys(custom).map((name) => [name, 0]))
  const unchanged = { rowsTotal, rowsUpdated: 0, rowsRemoved: 0, rowsDroppedByWatermark: 0 }
  return stateProgress(operatorName, { ...unchanged, ...(nothing && { custom: nothing }) }, 0)
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
