/** A source, a stateful plan and a sink of the smallest kind, to drive queries over a simulated file system. */
import { vi } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Offset, Sink, Source } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import type { ReadLimit } from '../../lib/connector/read-limit.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import type { RunningPlan, SourceEdge, StartPlanOptions } from '../../lib/plan/running-plan.ts'
import type { Probe } from '../../lib/query/probe.ts'
import type { QueryDefinition, QueryEnvironment } from '../../lib/query/query-definition.ts'
import { startQuery } from '../../lib/query/start-query.ts'
import type { StreamingQuery } from '../../lib/query/streaming-query.ts'
import { StreamingQueryManager } from '../../lib/query/streaming-query-manager.ts'
import { defaultTrigger, type Trigger } from '../../lib/query/triggers/trigger.ts'
import type { StateTable } from '../../lib/state/state-store.ts'
import type { Message } from '../../lib/stream/message.ts'
import { pull } from '../../lib/stream/pull.ts'
import { Observable, Subject } from '../../lib/stream/rx.ts'
import { VirtualClock } from '../../lib/testing/virtual-clock.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'

// Loaded before a test begins: loading takes real time, and tests run in virtual time.
await import('../../lib/query/query-machine.ts')

const valueSchema = new Schema([{ name: 'value', type: { kind: 'long' }, nullable: true }])
export const countSchema = new Schema([
  { name: 'value', type: { kind: 'long' }, nullable: true },
  { name: 'count', type: { kind: 'long' }, nullable: true },
])

/** Rows that exist in the world; sources of several runs read the same ones. */
export class FakeData {
  readonly rows: number[] = []
  readonly changes$ = new Subject<void>()
  /** Rows a batch may take. */
  perBatch: number | undefined
  /** Where the first run begins; null = at the first row. */
  initial: number | null = null
  initialCalls = 0
  readonly committed: Offset[] = []
  /** Called when offsets are asked for. */
  onLatest: () => void | Promise<void> = () => {}
  /** Called before each row of a read. */
  onRow: (value: number) => void | Promise<void> = () => {}
  onStop: () => void = () => {}
  freezes = true

  add(...values: number[]): void {
    this.rows.push(...values)
    this.changes$.next()
  }
}

export function fakeSource(data: FakeData): Source {
  let frozen: number | undefined
  let begin = 0
  const source: Source = {
    schema: valueSchema,
    description: 'FakeSource',
    changes$: data.changes$,
    ...(data.perBatch === undefined ? {} : { defaultLimit: { kind: 'rows', max: data.perBatch } }),
    async initialOffset() {
      data.initialCalls += 1
      begin = data.initial ?? 0
      return data.initial
    },
    restoreInitial(initial) {
      begin = Number(initial)
    },
    async latestOffset(start: Offset | null, limit: ReadLimit) {
      await data.onLatest()
      const from = start === null ? begin : Number(start)
      const end = frozen ?? data.rows.length
      if (end <= from) return start
      return limit.kind === 'rows' ? Math.min(end, from + limit.max) : end
    },
    ...(data.freezes
      ? {
          async prepareForAvailableNow() {
            frozen = data.rows.length
          },
        }
      : {}),
    open: () => ({
      residual: [],
      schema: valueSchema,
      read: (start, end, io) =>
        pull(async function* () {
          for (let at = start === null ? begin : Number(start); at < Number(end); at++) {
            const value = data.rows[at] as number
            await data.onRow(value)
            yield batchOf(valueSchema, [[BigInt(value)]])
          }
        })(io),
    }),
    async commit(end) {
      data.committed.push(end)
    },
    async stop() {
      data.onStop()
    },
  }
  return source
}

/** Counts per value; the state is a map, its changes the entries written since. */
class CountTable implements StateTable {
  readonly name = 'groups'
  readonly key = valueSchema
  value = new Schema([{ name: 'count', type: { kind: 'long' }, nullable: true }])
  readonly counts = new Map<number, number>()
  #changed = new Map<number, number>()

  get size(): number {
    return this.counts.size
  }

  add(value: number): number {
    const count = (this.counts.get(value) ?? 0) + 1
    this.counts.set(value, count)
    this.#changed.set(value, count)
    return count
  }

  snapshot(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify([...this.counts]))
  }

  changes(): Uint8Array | undefined {
    if (this.#changed.size === 0) return undefined
    const bytes = new TextEncoder().encode(JSON.stringify([...this.#changed]))
    this.#changed = new Map()
    return bytes
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    for (const part of snapshot ? [snapshot, ...changes] : changes) {
      for (const [value, count] of JSON.parse(new TextDecoder().decode(part)) as [number, number][])
        this.counts.set(value, count)
    }
  }
}

export interface FakePlanOptions {
  /** Watermark of the plan: highest value seen × 1 s; undefined = none. */
  readonly watermark?: boolean
  /** Sees each epoch's input; may throw. */
  readonly onEpoch?: (epoch: number, watermark: bigint, batchTime: bigint) => void
  readonly retain?: boolean
  readonly valueType?: 'long' | 'double'
}

/** For each row its value and how often it came so far; also state that must survive everything. */
export async function fakePlan(
  relations: readonly string[],
  start: StartPlanOptions,
  options: FakePlanOptions = {},
): Promise<RunningPlan> {
  const table = new CountTable()
  if (options.valueType === 'double')
    table.value = new Schema([{ name: 'count', type: { kind: 'double' }, nullable: true }])
  const identity = {
    index: 0,
    operatorName: 'stateStoreSave',
    node: { op: 'limit', id: 1, options: { n: 1 }, inputs: [] } as never,
  }
  const store = await start.openState(identity)
  store.register(table)
  let highest = 0n
  let out: { next(message: Message): void; error(error: unknown): void; complete(): void } | undefined
  let open = 0
  let input = { epoch: 0, watermark: 0n, batchTime: 0n }
  const inputRows = new Map<SourceEdge, number>()
  const finish = () => {
    if (--open > 0) return
    if (options.watermark) out?.next({ kind: 'watermark', time: input.watermark })
    store.seal()
    out?.next({ kind: 'barrier', epoch: input.epoch })
    out?.complete()
  }
  const edges = relations.map((relation): SourceEdge => {
    const node = { op: 'source', id: 0, options: { relation } as never, inputs: [] } as SourceEdge['node']
    const edge: SourceEdge = {
      relation,
      node,
      streaming: true,
      build: 0,
      idle: false,
      scan: start.openScan(node, { columns: [0], filters: [], dictionary: [] }),
      batch(batch) {
        if (options.retain) {
          start.pool.lease(10).retain('fakePlan')
        }
        const rows = rowsOf(batch).map(([value]): SqlValue[] => {
          if ((value as bigint) * 1_000_000n > highest) highest = (value as bigint) * 1_000_000n
          store.metrics.rowsUpdated += 1
          return [value as bigint, BigInt(table.add(Number(value)))]
        })
        inputRows.set(edge, (inputRows.get(edge) ?? 0) + rows.length)
        out?.next({ kind: 'batch', batch: batchOf(countSchema, rows) })
      },
      barrier: finish,
      error: (error) => out?.error(error),
    }
    return edge
  })
  return {
    schema: countSchema,
    edges,
    stages: [{ ...identity, store }],
    hasWatermark: options.watermark ?? false,
    epoch: (next, feed) =>
      new Observable<Message>((subscriber) => {
        input = next
        out = subscriber
        open = edges.length
        for (const edge of edges) inputRows.set(edge, 0)
        options.onEpoch?.(next.epoch, next.watermark, next.batchTime)
        subscriber.next({ kind: 'schema', schema: countSchema })
        subscriber.next({ kind: 'epoch', epoch: next.epoch, batchTime: next.batchTime })
        subscriber.add(feed(edges) ?? undefined)
      }),
    inputRows: (relation) =>
      Math.max(0, ...edges.filter((edge) => edge.relation === relation).map((edge) => inputRows.get(edge) ?? 0)),
    nextWatermark: (before) => (options.watermark && highest > before ? highest : before),
    takeEventTimeStats: () => undefined,
    needsBatch: (before, now) => before !== undefined && now > before,
    close: () => {},
  }
}

/** Commits an epoch as one file `/out/N`, or in another folder, from a staged one. */
export class FakeSink implements Sink {
  readonly description: string
  outputRows = -1
  readonly calls: string[] = []
  readonly #files: SimulatedFileSystem
  readonly #folder: string
  #staged: string[] = []

  constructor(files: SimulatedFileSystem, folder = '/out') {
    this.#files = files
    this.#folder = folder
    this.description = `FakeSink[${folder}]`
  }

  async write(epoch: number, rows: Observable<Message>): Promise<void> {
    this.calls.push(`write ${epoch}`)
    this.#staged = []
    await drain(rows, (batch) => {
      for (const [value, count] of rowsOf(batch)) this.#staged.push(`${value}:${count}`)
    })
    this.outputRows = this.#staged.length
    await this.#files.makeDirectory(this.#folder)
  }

  async commit(epoch: number): Promise<void> {
    this.calls.push(`commit ${epoch}`)
    if (await this.#files.stat(`${this.#folder}/${epoch}`)) return
    await this.#files.createAtomic(`${this.#folder}/${epoch}`, new TextEncoder().encode(this.#staged.join(' ')))
  }

  async abort(epoch: number): Promise<void> {
    this.calls.push(`abort ${epoch}`)
  }

  async stop(): Promise<void> {
    this.calls.push('stop')
  }

  async latestCommitted(): Promise<number> {
    const files = await this.#files.list(this.#folder)
    return Math.max(-1, ...files.map(({ name }) => Number(name)).filter((id) => Number.isInteger(id)))
  }
}

/** One world: disk, time, data, and the queries that are started in it. */
export class World {
  readonly files = new SimulatedFileSystem()
  readonly clock = new VirtualClock(1_000_000)
  readonly data = new FakeData()
  readonly second = new FakeData()
  readonly warn = vi.fn<(message: string) => void>()
  readonly queries = new StreamingQueryManager(this.clock, this.warn)
  readonly conf = new Map<string, string>()
  /** The sink of the last start. */
  sink = new FakeSink(this.files)
  sinkDoubles: Partial<Sink> = {}
  planOptions: FakePlanOptions = {}
  sources = 1
  probe: Probe | undefined

  start(trigger: Trigger = defaultTrigger, changes: Partial<QueryDefinition> = {}): StreamingQuery {
    const relations = ['a', 'b'].slice(0, this.sources)
    const worlds = [this.data, this.second]
    const definition: QueryDefinition = {
      outputMode: 'append',
      trigger,
      checkpoint: { path: '/ck', temporary: false },
      sources: relations.map((relation, at) => ({
        relation,
        streaming: true,
        create: () => fakeSource(worlds[at] as FakeData),
      })),
      sink: () => {
        this.sink = new FakeSink(this.files)
        return Object.assign(this.sink, this.sinkDoubles)
      },
      plan: (options) => fakePlan(relations, options, this.planOptions),
      ...changes,
    }
    const environment: QueryEnvironment = {
      files: this.files,
      clock: this.clock,
      conf: (key) => this.conf.get(key),
      zone: 'UTC',
      functions: new Map(),
      warn: this.warn,
      queries: this.queries,
      ...(this.probe ? { probe: this.probe } : {}),
    }
    return startQuery(definition, environment)
  }

  /** Runs an AvailableNow query to its end. */
  async runToEnd(trigger: Trigger = { kind: 'availableNow' }): Promise<StreamingQuery> {
    const query = this.start(trigger)
    await this.clock.until(query.awaitTermination(), 1)
    return query
  }

  /** Committed output, one text per epoch. */
  get output(): string[] {
    const dump = this.files.dump()
    return Object.keys(dump)
      .filter((path) => /^\/out\/\d+$/.test(path))
      .sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))
      .map((path) => `${path.slice(5)}: ${dump[path]}`.trim())
  }
}
