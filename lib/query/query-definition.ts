/** What a session hands over to start a query, and what a query needs of its surroundings. */
import type { OutputMode, Sink, Source } from '../connector/connector.ts'
import type { UserFunctionTable } from '../expressions/evaluation.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { RunningPlan, StartPlanOptions } from '../plan/running-plan.ts'
import type { SchedulerLike } from '../stream/rx.ts'
import type { Probe } from './probe.ts'
import type { ReadQueryState } from './query-state.ts'
import type { StreamingQueryManager } from './streaming-query-manager.ts'
import type { Trigger } from './triggers/trigger.ts'

/** A physical plan that has not started. All user mistakes have been found by now. */
export interface QueryDefinition {
  readonly name?: string | undefined
  readonly outputMode: OutputMode
  readonly trigger: Trigger
  /** Plain path; made when missing. A temporary one is chosen by the session and removed after a run without failure. */
  readonly checkpoint: { readonly path: string; readonly temporary: boolean }
  /** One per distinct read of the plan, in the plan's order: their order is the order of lines in the offset log. */
  readonly sources: readonly SourceDefinition[]
  /** `checkpoint` is the query's checkpoint, its folder already there. */
  readonly sink: (checkpoint: string) => Promise<Sink> | Sink
  /** Starts the stages; called once per run, after sources and recovery. */
  readonly plan: (options: StartPlanOptions) => Promise<RunningPlan>
  /** The text of `query.explain(extended)`. */
  readonly explain?: (extended: boolean) => string
  /** What `query.state` reads; undefined = nothing can be read. */
  readonly state?: ReadQueryState
}

export interface SourceDefinition {
  /** `options.relation` of the source nodes that read it. */
  readonly relation: string
  /** false: a static read, whole in every epoch; it has no line in the offset log. */
  readonly streaming: boolean
  /** Hears only what comes while it is there: made within `start()`, by a `create` that gives it at once. */
  readonly listens?: boolean
  /** `folder` is the source's own, `CHECKPOINT/sources/i`, counting streaming sources only; undefined for a static read. It need not exist. */
  create(folder: string | undefined): Promise<Source> | Source
}

/** The session's side: one value serves all its queries. */
export interface QueryEnvironment {
  readonly files: FileSystem
  /** Time and timers; a virtual scheduler runs whole queries in virtual time. */
  readonly clock: SchedulerLike
  /** `spark.sql.…` settings as text; undefined = Spark's default. */
  conf(key: string): string | undefined
  /** IANA name or offset of the session zone. */
  readonly zone: string
  readonly functions: UserFunctionTable
  /** Prints a warning. */
  warn(message: string): void
  /** Where the query shows up while it runs and whose listeners hear of it; undefined = nowhere. */
  readonly queries?: StreamingQueryManager
  /** Called around every step of the commit protocol; fault tests stop the process there. */
  readonly probe?: Probe
}
