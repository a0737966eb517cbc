/** The `spark.sql.streaming.…` settings that a run goes by, read once at its start. */
import { MillraceError } from '../errors.ts'
import { durationMicros, findDuration } from '../types/time/duration.ts'

export interface QuerySettings {
  /** Log entries kept; at least the last committed one and its predecessor stay. */
  readonly minBatchesToRetain: number
  readonly noDataMicroBatches: boolean
  readonly pollingDelayMs: number
  readonly noDataProgressEventIntervalMs: number
  readonly stopTimeoutMs: number
  /** Reports that a query keeps. */
  readonly recentProgress: number
  readonly stopActiveRunOnRestart: boolean
  readonly stateSchemaCheck: boolean
  readonly minDeltasForSnapshot: number
  /** `millrace.maxBatchRows`: rows that stages get at once at most; undefined = as sources give them. */
  readonly maxBatchRows: number | undefined
  readonly ansi: boolean
  /** `millrace.watermarkIdleTimeout`: µs; undefined = off. */
  readonly watermarkIdleTimeout: bigint | undefined
  /** A temporary checkpoint goes after a failure too. */
  readonly forceDeleteTemporary: boolean
}

export const forceDeleteConf = 'spark.sql.streaming.forceDeleteTempCheckpointLocation'

/** Reads them. @throws INVALID_CONF_VALUE naming setting and value */
export function readSettings(conf: (key: string) => string | undefined): QuerySettings {
  const streaming = (name: string) => `spark.sql.streaming.${name}`
  return {
    minBatchesToRetain: count(conf, streaming('minBatchesToRetain'), 100),
    noDataMicroBatches: flag(conf, streaming('noDataMicroBatches.enabled'), true),
    pollingDelayMs: time(conf, streaming('pollingDelay'), 10),
    noDataProgressEventIntervalMs: time(conf, streaming('noDataProgressEventInterval'), 10_000),
    stopTimeoutMs: time(conf, streaming('stopTimeout'), 0),
    recentProgress: count(conf, streaming('numRecentProgressUpdates'), 100),
    stopActiveRunOnRestart: flag(conf, streaming('stopActiveRunOnRestart'), true),
    stateSchemaCheck: flag(conf, streaming('stateStore.stateSchemaCheck'), true),
    minDeltasForSnapshot: count(conf, streaming('stateStore.minDeltasForSnapshot'), 10),
    watermarkIdleTimeout: idleTimeout(conf),
    maxBatchRows: conf('millrace.maxBatchRows') === undefined ? undefined : count(conf, 'millrace.maxBatchRows', 1),
    ansi: flag(conf, 'spark.sql.ansi.enabled', true),
    forceDeleteTemporary: flag(conf, forceDeleteConf, false),
  }
}

type Conf = (key: string) => string | undefined

function flag(conf: Conf, key: string, fallback: boolean): boolean {
  const value = conf(key)?.trim().toLowerCase()
  if (value === undefined) return fallback
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalid(key, value, 'should be boolean')
}

function count(conf: Conf, key: string, fallback: number): number {
  const value = conf(key)
  if (value === undefined) return fallback
  const number = Number(value)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw invalid(key, value, 'should be a whole number above 0')
}

/** Milliseconds; `10s`, `500ms`, `1 minute`, a bare number counts milliseconds. */
function time(conf: Conf, key: string, fallback: number): number {
  const value = conf(key)?.trim()
  if (value === undefined) return fallback
  const short = /^(\d+)\s*(ms|s|m|min|h|d)?$/i.exec(value)
  const factor = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }
  if (short) return Number(short[1]) * factor[(short[2]?.toLowerCase() ?? 'ms') as keyof typeof factor]
  const duration = findDuration(value)
  if (duration && duration.months === 0) return Number(durationMicros(duration) / 1000n)
  throw invalid(key, value, 'should be a length of time such as 10s')
}

/** Spark has no such setting; without it a silent source holds the watermark back for ever. */
function idleTimeout(conf: Conf): bigint | undefined {
  const ms = time(conf, 'millrace.watermarkIdleTimeout', 0)
  return ms === 0 ? undefined : BigInt(ms) * 1000n
}

function invalid(key: string, value: string, rule: string): MillraceError {
  return new MillraceError('INVALID_CONF_VALUE', `The value '${value}' in the config "${key}" is invalid: it ${rule}`, {
    sqlState: '22022',
    parameters: { confName: key, confValue: value },
  })
}
