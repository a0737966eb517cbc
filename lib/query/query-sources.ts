/** The sources of one run: made, put where the query stands, asked for new data, told what is committed, stopped. */
import { readInitialOffset, writeInitialOffset } from '../checkpoint/initial-offset.ts'
import type { OffsetEntry } from '../checkpoint/offset-log.ts'
import type { Offset, Source } from '../connector/connector.ts'
import { readAll } from '../connector/read-limit.ts'
import { invariant } from '../errors.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { SourceDefinition } from './query-definition.ts'
import { RunningSource, sameOffset } from './running-source.ts'

export class QuerySources {
  /** All, in the plan's order. */
  readonly all: readonly RunningSource[]
  /** Those with a line in the offset log. */
  readonly streaming: readonly RunningSource[]
  readonly #files: FileSystem
  readonly #byRelation: ReadonlyMap<string, RunningSource>

  private constructor(files: FileSystem, all: readonly RunningSource[]) {
    this.#files = files
    this.all = all
    this.streaming = all.filter((source) => source.streaming)
    this.#byRelation = new Map(all.map((source) => [source.relation, source]))
  }

  /**
   * Makes those that hear only what comes from now on, before anything is waited for: a program may give rows right behind
   * `start()`. What that throws is left to `open`, which meets it again.
   */
  static listen(
    definitions: readonly SourceDefinition[],
    checkpoint: string,
    signal: AbortSignal,
  ): readonly RunningSource[] {
    const listening: RunningSource[] = []
    for (const [{ relation, streaming, listens, create }, folder] of placed(definitions, checkpoint)) {
      if (!listens) continue
      let source: Promise<Source> | Source
      try {
        source = create(folder)
      } catch {
        continue
      }
      invariant(!(source instanceof Promise), `a source that listens is not there at once: ${relation}`)
      listening.push(new RunningSource({ relation, streaming, folder }, source, signal))
    }
    return listening
  }

  /**
   * Makes the other sources, one after another.
   *
   * @param listening those that `listen` made
   * @param made takes each source as soon as it is there, so that a later one's failure leaves none unclosed
   */
  static async open(
    definitions: readonly SourceDefinition[],
    files: FileSystem,
    checkpoint: string,
    signal: AbortSignal,
    listening: readonly RunningSource[],
    made: (source: RunningSource) => void,
  ): Promise<QuerySources> {
    const all: RunningSource[] = []
    for (const [definition, folder] of placed(definitions, checkpoint)) {
      const { relation, streaming } = definition
      const early = listening.find((one) => one.relation === relation)
      const source =
        early ?? new RunningSource({ relation, streaming, folder }, await definition.create(folder), signal)
      all.push(source)
      if (!early) made(source)
      signal.throwIfAborted()
    }
    return new QuerySources(files, all)
  }

  /** Nothing will come of any of them. */
  get ended(): boolean {
    return this.streaming.length > 0 && this.streaming.every(({ source }) => source.ended)
  }

  of(relation: string): RunningSource {
    const source = this.#byRelation.get(relation)
    invariant(source, `the plan reads a source that the query does not have: ${relation}`)
    return source
  }

  /** Puts them where the last committed epoch ended, and tells them where the query once began. */
  restore(committed: OffsetEntry | undefined): void {
    for (const [at, one] of this.streaming.entries()) {
      one.committed = committed?.offsets[at]
      one.end = one.committed
      // Without restoreInitial `sources/i` is the source's own log (files).
      if (!one.source.restoreInitial) continue
      const initial = readInitialOffset(this.#files, one.folder as string)
      if (initial === undefined) continue
      one.begun = true
      one.source.restoreInitial(initial)
    }
  }

  /** Before the query's first epoch: finds out where the sources begin, and stores it. */
  async begin(): Promise<void> {
    for (const one of this.streaming) {
      if (one.begun) continue
      const initial = await one.source.initialOffset()
      if (initial !== null) writeInitialOffset(this.#files, one.folder as string, initial)
    }
  }

  /** Static reads end where they end now, for the whole run. */
  async endStatic(): Promise<void> {
    for (const one of this.all)
      if (!one.streaming) one.end = (await one.source.latestOffset(null, readAll)) ?? undefined
  }

  /** AvailableNow: the ends are frozen; gives a source that cannot, before any has. */
  async freeze(): Promise<RunningSource | undefined> {
    const unable = this.streaming.find(({ source }) => !source.prepareForAvailableNow)
    if (!unable) for (const { source } of this.streaming) await source.prepareForAvailableNow?.()
    return unable
  }

  /**
   * Sets each `end` to what the next epoch may read to.
   *
   * @param limited false: read limits are ignored (Trigger.Once)
   * @returns whether any has moved
   */
  async findNew(limited: boolean, asking: (source: RunningSource) => void): Promise<boolean> {
    let moved = false
    for (const one of this.streaming) {
      asking(one)
      const latest = await one.source.latestOffset(one.start, limited ? (one.source.defaultLimit ?? readAll) : readAll)
      const hasNew = latest !== null && latest !== undefined && !sameOffset(latest, one.start)
      one.end = hasNew ? latest : one.committed
      moved ||= hasNew
    }
    return moved
  }

  /** Takes up the recorded ends of an epoch; gives whether it has anything to read. */
  take(offsets: readonly (Offset | undefined)[]): boolean {
    for (const [at, source] of this.streaming.entries()) source.end = offsets[at]
    return this.streaming.some((source) => source.hasRange)
  }

  /** The epoch under way is committed. */
  advance(): void {
    for (const source of this.streaming) source.committed = source.end
  }

  /** Spark's warning of limits that a trigger does not heed, word for word. */
  warnOfLimits(warn: (text: string) => void): void {
    for (const { source } of this.streaming) {
      const limit = source.defaultLimit ?? readAll
      if (limit.kind === 'all') continue
      const kind = { files: 'MaxFiles', bytes: 'MaxBytes', rows: 'MaxRows' }[limit.kind]
      warn(`The read limit ${kind}: ${limit.max} for ${source.description} is ignored when Trigger.Once is used.`)
    }
  }

  /** Best effort, and repeated at a restart: what a source forgets or cleans up may be late, never early. */
  async commit(epoch: number, warn: (text: string) => void): Promise<void> {
    for (const { source, committed } of this.streaming) {
      if (committed === undefined) continue
      try {
        await source.commit(committed)
      } catch (error) {
        warn(`A source could not clean up after batch ${epoch}, the query goes on (${source.description}): ${error}`)
      }
    }
  }
}

/** Each with its folder in the checkpoint; static reads have none. */
function* placed(
  definitions: readonly SourceDefinition[],
  checkpoint: string,
): Generator<readonly [SourceDefinition, string | undefined]> {
  let index = 0
  for (const one of definitions) yield [one, one.streaming ? `${checkpoint}/sources/${index++}` : undefined]
}
