/**
 * What frames, readers and writers share: one per session. They know this and not the session, which makes them.
 */
import type { ConnectorContext } from '../connector/connector.ts'
import { MillraceError } from '../errors.ts'
import { createBinder } from '../expressions/binder/create-binder.ts'
import { userFunctionTable } from '../expressions/user-function.ts'
import type { Node } from '../plan/nodes.ts'
import { createPlanner, type Planner } from '../plan/planner.ts'
import type { QueryEnvironment } from '../query/query-definition.ts'
import { StreamingQueryManager } from '../query/streaming-query-manager.ts'
import { batchesConnector } from './batches-source.ts'
import { FrameCache } from './frame-cache.ts'
import { type CatalogEntries, FrameCatalog } from './frame-catalog.ts'
import { RuntimeConf } from './runtime-conf.ts'
import { SessionRegistry } from './session-registry.ts'
import { SessionRoutines } from './session-routines.ts'
import { SessionVariables } from './session-variables.ts'
import { stateMetadataConnector, stateStoreConnector } from './stored-state/state-connectors.ts'
import type { Surroundings } from './surroundings.ts'

type Attachments = ReadonlyMap<string, unknown>

/** What sessions share that were made of each other (Spark's SharedState): global views, and whether all is stopped. */
export interface SharedState {
  readonly globalViews: CatalogEntries
  /** Made by the first session. */
  cache: FrameCache | undefined
  /** By the options of a source node, which stay the same object through every rewrite. */
  readonly attachments: WeakMap<object, Attachments>
  /** Relations named so far. */
  relations: number
  stopped: boolean
  /** The managers of all of them. */
  readonly managers: StreamingQueryManager[]
}

function newSharedState(): SharedState {
  return {
    globalViews: new Map(),
    cache: undefined,
    attachments: new WeakMap(),
    relations: 0,
    stopped: false,
    managers: [],
  }
}

const noAttachments: Attachments = new Map()

export class SessionContext {
  readonly conf = new RuntimeConf()
  readonly registry = new SessionRegistry()
  readonly catalog: FrameCatalog
  readonly variables = new SessionVariables()
  readonly routines = new SessionRoutines()
  /** What `cache()` keeps. */
  readonly cache: FrameCache
  /** Users' functions by the id in their expressions; they take and give internal values. */
  readonly functions = userFunctionTable
  readonly streams: StreamingQueryManager
  readonly surroundings: Surroundings
  readonly #shared: SharedState
  readonly #warned = new Set<string>()
  #planner: { readonly key: string; readonly planner: Planner } | undefined

  /** @param from a session to share with; its settings as they were given, and its surroundings, are this one's */
  constructor(surroundings: Surroundings, from?: SessionContext) {
    this.surroundings = surroundings
    this.#shared = from ? from.#shared : newSharedState()
    this.catalog = new FrameCatalog(this.#shared.globalViews)
    this.cache = this.#shared.cache ??= new FrameCache(this)
    for (const [key, value] of from?.conf.initial ?? []) this.conf.configure(key, value)
    this.streams = new StreamingQueryManager(surroundings.clock, surroundings.warn)
    this.#shared.managers.push(this.streams)
    for (const one of [batchesConnector, stateStoreConnector, stateMetadataConnector]) this.registry.addConnector(one)
  }

  /** The planner under the session's present settings; schemas found under others are not reused. */
  get planner(): Planner {
    const { ansi, zone, nanosTimestamps } = this.conf
    const key = `${ansi} ${zone} ${nanosTimestamps} ${this.registry.operators.size} ${this.registry.functions.size}`
    if (this.#planner?.key !== key) {
      const functions = new Map(this.registry.functions)
      const binder = createBinder({ functions, ansi, zone, nanosTimestamps })
      this.#planner = { key, planner: createPlanner(this.registry.operators, binder, functions) }
    }
    return this.#planner.planner
  }

  /** A name for one read of a source. */
  newRelation(): string {
    this.#shared.relations += 1
    return `r${this.#shared.relations}`
  }

  /** Values in memory that belong to a source node. */
  attach(node: Node<'source'>, attachments: Attachments): void {
    this.#shared.attachments.set(node.options, attachments)
  }

  attachmentsOf(node: Node<'source'>): Attachments {
    return this.#shared.attachments.get(node.options) ?? noAttachments
  }

  /** What a connector gets of the session. */
  connectorContext(attachments: Attachments = noAttachments): ConnectorContext {
    const { files, clock } = this.surroundings
    return {
      files,
      zone: this.conf.zone,
      conf: (key) => this.conf.find(key),
      nowMs: () => clock.now(),
      warn: (message) => this.warnOnce(message),
      attachments,
    }
  }

  /** What a query gets of the session. */
  queryEnvironment(): QueryEnvironment {
    const { files, clock, warn, probe } = this.surroundings
    return {
      files,
      clock,
      conf: (key) => this.conf.find(key),
      zone: this.conf.zone,
      functions: this.functions,
      warn,
      queries: this.streams,
      ...(probe ? { probe } : {}),
    }
  }

  warnOnce(message: string): void {
    if (this.#warned.has(message)) return
    this.#warned.add(message)
    this.surroundings.warn(message)
  }

  /** Every query manager of the sessions that share with this one. */
  get managers(): readonly StreamingQueryManager[] {
    return this.#shared.managers
  }

  get stopped(): boolean {
    return this.#shared.stopped
  }

  markStopped(): void {
    this.#shared.stopped = true
  }

  /** @throws MILLRACE_SESSION_STOPPED after stop() */
  requireRunning(): void {
    if (this.stopped) {
      throw new MillraceError(
        'MILLRACE_SESSION_STOPPED',
        'The session was stopped; make another with Session.builder().getOrCreate()',
      )
    }
  }
}
