/** What is known of one run of a query from outside: shared by its handle, its machine and its driver. */
import type { MillraceError } from '../errors.ts'
import { Subject } from '../stream/rx.ts'
import type { LateRows } from './late-rows.ts'
import type { StreamingQueryProgress, StreamingQueryStatus } from './streaming-query-progress.ts'

/** How a handle asks its running query for something. */
export interface QueryControl {
  /** drain: the epoch under way is finished; else it is interrupted. */
  stop(drain: boolean): void
}

export class QueryLife {
  readonly id: string
  readonly runId: string
  readonly name: string | undefined
  readonly status$ = new Subject<StreamingQueryStatus>()
  readonly progress$ = new Subject<StreamingQueryProgress>()
  readonly lateRows$ = new Subject<LateRows>()
  /** Resolves when the run has ended, also after a failure; never rejects, so that nobody has to listen. */
  readonly ended: Promise<void>
  active = true
  /** Somebody waits for the end and will see how it came. */
  watched = false
  failure: MillraceError | undefined
  control: QueryControl | undefined
  readonly recent: StreamingQueryProgress[] = []
  #status: StreamingQueryStatus = { message: 'Initializing sources', isDataAvailable: false, isTriggerActive: false }
  #end: () => void = () => {}
  #waiters: { readonly after: number; readonly resolve: () => void }[] = []
  #triggers = 0
  readonly #kept: number

  /** @param kept reports in `recent` at most */
  constructor(id: string, runId: string, name: string | undefined, kept: number) {
    this.#kept = kept
    this.id = id
    this.runId = runId
    this.name = name
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  get status(): StreamingQueryStatus {
    return this.#status
  }

  /** Parts left out stay as they are. */
  report(status: Partial<StreamingQueryStatus>): void {
    this.#status = { ...this.#status, ...status }
    this.status$.next(this.#status)
  }

  progress(progress: StreamingQueryProgress): void {
    this.idle(progress)
    this.progress$.next(progress)
  }

  /** A report that is kept but not told, as in Spark: of a trigger that found nothing to do. */
  idle(progress: StreamingQueryProgress): void {
    this.recent.push(progress)
    if (this.recent.length > this.#kept) this.recent.shift()
  }

  triggerBegins(): void {
    this.#triggers += 1
  }

  /** The trigger under way found nothing to do: everything that was there when it began is done. */
  nothingLeft(): void {
    if (this.#waiters.length === 0) return
    const done = this.#waiters.filter(({ after }) => after < this.#triggers)
    this.#waiters = this.#waiters.filter(({ after }) => after >= this.#triggers)
    for (const { resolve } of done) resolve()
  }

  /** Resolves when a trigger that began after this call found nothing, or the run ended. */
  untilNothingLeft(): Promise<void> {
    if (!this.active) return Promise.resolve()
    return new Promise((resolve) => this.#waiters.push({ after: this.#triggers, resolve }))
  }

  /** The run is over. */
  end(failure: MillraceError | undefined): void {
    if (!this.active) return
    this.active = false
    this.failure = failure
    const message = failure
      ? `Terminated with exception: ${failure.parameters['message'] ?? failure.message}`
      : 'Stopped'
    this.report({ message, isDataAvailable: false, isTriggerActive: false })
    this.progress$.complete()
    this.lateRows$.complete()
    this.status$.complete()
    this.#end()
    for (const { resolve } of this.#waiters.splice(0)) resolve()
  }
}
