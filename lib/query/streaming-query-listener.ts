/** What a program hears of all queries of a session: Spark's StreamingQueryListener. */
import type { StreamingQueryProgress } from './streaming-query-progress.ts'

export interface QueryStartedEvent {
  readonly id: string
  readonly runId: string
  readonly name: string | null
  /** ISO 8601, UTC, milliseconds. */
  readonly timestamp: string
  readonly jobTags: readonly string[]
}

export interface QueryProgressEvent {
  readonly progress: StreamingQueryProgress
}

/** No data for as long as `spark.sql.streaming.noDataProgressEventInterval` (10 s). */
export interface QueryIdleEvent {
  readonly id: string
  readonly runId: string
  readonly timestamp: string
}

export interface QueryTerminatedEvent {
  readonly id: string
  readonly runId: string
  /** The text of what ended it; null after stop or a trigger's own end. */
  readonly exception: string | null
  /** Spark's condition of the first cause that has one. */
  readonly errorClassOnException: string | null
}

/** What `session.streams.events$` emits: what the handlers of a listener get, and which of them. */
export type StreamingQueryEvent =
  | ({ readonly type: 'started' } & QueryStartedEvent)
  | ({ readonly type: 'progress' } & QueryProgressEvent)
  | ({ readonly type: 'idle' } & QueryIdleEvent)
  | ({ readonly type: 'terminated' } & QueryTerminatedEvent)

/** Handlers that are left out hear nothing. What a handler throws is printed as a warning and changes nothing. */
export interface StreamingQueryListener {
  /** Called before `start()` returns. */
  onQueryStarted?(event: QueryStartedEvent): void
  onQueryProgress?(event: QueryProgressEvent): void
  onQueryIdle?(event: QueryIdleEvent): void
  /** The last event of a query. */
  onQueryTerminated?(event: QueryTerminatedEvent): void
}
