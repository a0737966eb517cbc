/** The queries of one session: Spark's `spark.streams`. */
import { MillraceError } from '../errors.ts'
import { type Observable, type SchedulerLike, Subject } from '../stream/rx.ts'
import { type StreamingQuery, within } from './streaming-query.ts'
import type { StreamingQueryEvent, StreamingQueryListener } from './streaming-query-listener.ts'

/** The kind of event that a handler gets. */
const eventTypes = {
  onQueryStarted: 'started',
  onQueryProgress: 'progress',
  onQueryIdle: 'idle',
  onQueryTerminated: 'terminated',
} as const

export class StreamingQueryManager {
  readonly #clock: SchedulerLike
  readonly #warn: (message: string) => void
  readonly #active = new Map<string, StreamingQuery>()
  readonly #listeners: StreamingQueryListener[] = []
  readonly #events = new Subject<StreamingQueryEvent>()
  /** The query that ended last of all since `resetTerminated`; one with an error stays. */
  #terminated: StreamingQuery | undefined
  #wake: (() => void)[] = []

  constructor(clock: SchedulerLike, warn: (message: string) => void) {
    this.#clock = clock
    this.#warn = warn
  }

  /** Queries that run now. */
  get active(): readonly StreamingQuery[] {
    return [...this.#active.values()]
  }

  /** The running query with this id, else undefined. */
  get(id: string): StreamingQuery | undefined {
    return this.#active.get(id)
  }

  /**
   * Resolves when a query ends, or at once when one has ended since the session began or `resetTerminated`; rejects with
   * its exception when an error ended it.
   */
  awaitAnyTermination(): Promise<undefined>
  /** Resolves with false when none ended within `timeoutMs`. */
  awaitAnyTermination(timeoutMs: number): Promise<boolean>
  async awaitAnyTermination(timeoutMs?: number): Promise<boolean | undefined> {
    if (!this.#terminated) {
      const ended = new Promise<void>((resolve) => this.#wake.push(resolve))
      if (timeoutMs === undefined) await ended
      else if (!(await within(this.#clock, timeoutMs, ended))) return false
    }
    const failure = this.#terminated?.exception()
    if (failure) throw failure
    return timeoutMs === undefined ? undefined : true
  }

  /** Forgets the queries that have ended, so that `awaitAnyTermination` waits for the next one. */
  resetTerminated(): void {
    this.#terminated = undefined
  }

  /** What listeners hear, as a stream; it never completes, since a session may always start another query. */
  get events$(): Observable<StreamingQueryEvent> {
    return this.#events
  }

  addListener(listener: StreamingQueryListener): void {
    this.#listeners.push(listener)
  }

  removeListener(listener: StreamingQueryListener): void {
    const at = this.#listeners.indexOf(listener)
    if (at >= 0) this.#listeners.splice(at, 1)
  }

  listListeners(): readonly StreamingQueryListener[] {
    return [...this.#listeners]
  }

  /** Does anybody wait in `awaitAnyTermination`? */
  get awaited(): boolean {
    return this.#wake.length > 0
  }

  /**
   * Called before a query is made.
   *
   * @throws MILLRACE_QUERY_NAME_ACTIVE with Spark's text when a running query of the session has this name
   */
  requireFreeName(name: string | undefined): void {
    if (name === undefined || ![...this.#active.values()].some((query) => query.name === name)) return
    throw new MillraceError(
      'MILLRACE_QUERY_NAME_ACTIVE',
      `Cannot start query with name ${name} as a query with that name is already active in this SparkSession`,
      { parameters: { name } },
    )
  }

  /** A query began. */
  started(query: StreamingQuery): void {
    this.#active.set(query.id, query)
  }

  /** A query ended; its handle is inactive by now. */
  ended(query: StreamingQuery): void {
    if (this.#active.get(query.id) === query) this.#active.delete(query.id)
    if (!this.#terminated?.exception() || query.exception()) this.#terminated = query
    for (const wake of this.#wake.splice(0)) wake()
  }

  /** Calls one handler of each listener, then tells the subscribers. */
  tell<K extends keyof StreamingQueryListener>(
    handler: K,
    event: Parameters<NonNullable<StreamingQueryListener[K]>>[0],
  ): void {
    for (const listener of [...this.#listeners]) {
      try {
        const call = listener[handler] as ((event: unknown) => void) | undefined
        call?.call(listener, event)
      } catch (error) {
        this.#warn(`A StreamingQueryListener failed in ${handler}; the query goes on: ${error}`)
      }
    }
    this.#events.next({ type: eventTypes[handler], ...event } as StreamingQueryEvent)
  }
}
