/** A source and a sink that pass their suites, and the ways in which each can be broken. */
import { batchOf } from '../../lib/columnar/builder.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Offset, Scan, ScanRequest, Sink, Source } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import type { ReadLimit } from '../../lib/connector/read-limit.ts'
import { pull } from '../../lib/stream/pull.ts'
import type { SinkSubject } from '../../lib/testing/conformance/describe-sink.ts'
import type { SourceSubject } from '../../lib/testing/conformance/describe-source.ts'
import type { Field, SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { Schema } from '../../lib/types/schema.ts'

export type SourceFault =
  | 'unstable re-read'
  | 'lost range'
  | 'overlap'
  | 'leaked handle'
  | 'memory kept'
  | 'no back pressure'
  | 'limit ignored'
  | 'offset that is no JSON'
  | 'starts anew'
  | 'commit drops too much'
  | 'error swallowed'
  | 'freeze ignored'
  | 'second stop fails'

const schema = parseSchema('n INT, s STRING')

/** Numbers, two an addition, a batch each. */
export function numbers(fault?: SourceFault): SourceSubject {
  const state = { added: 0, handles: 0, damaged: false }
  const first = new Numbers(state, fault)
  return {
    source: first,
    add: async () => {
      state.added += 1
    },
    reopen: async () => {
      if (fault === 'starts anew') return new Numbers({ ...state, added: 0 }, fault)
      return new Numbers(state, fault)
    },
    openHandles: () => state.handles,
    limit: { limit: { kind: 'rows', max: 2 }, rows: 2 },
    damage: async () => {
      state.damaged = true
    },
  }
}

class Numbers implements Source {
  readonly schema = schema
  readonly description = 'numbers'
  readonly #state: { added: number; handles: number; damaged: boolean }
  readonly #fault: SourceFault | undefined
  #end: number | undefined
  #reads = 0
  #kept = 0
  #stopped = false

  constructor(state: { added: number; handles: number; damaged: boolean }, fault: SourceFault | undefined) {
    this.#state = state
    this.#fault = fault
  }

  async initialOffset(): Promise<null> {
    return null
  }

  async latestOffset(start: Offset | null, limit: ReadLimit): Promise<Offset | null> {
    const last = this.#end ?? this.#state.added
    const from = Number(start ?? 0)
    const limited = limit.kind === 'rows' && this.#fault !== 'limit ignored'
    const end = limited ? Math.min(last, from + Math.max(1, limit.max / 2)) : last
    if (end === 0) return start
    return this.#fault === 'offset that is no JSON' ? (new Number(end) as unknown as Offset) : end
  }

  async prepareForAvailableNow(): Promise<void> {
    if (this.#fault !== 'freeze ignored') this.#end = this.#state.added
  }

  open(request: ScanRequest): Scan {
    const chosen = new Schema(request.columns.map((at) => schema.fields[at] as Field))
    const row = (n: number): SqlValue[] => [n, `row ${n}`]
    const state = this.#state
    const fault = this.#fault
    return {
      residual: request.filters,
      schema: chosen,
      read: (start, end, io) => {
        this.#reads += 1
        const reads = this.#reads
        const kept = this.#kept
        const flow = fault === 'no back pressure' ? { ready: () => undefined } : io.flow
        return pull(function* ({ pool }) {
          state.handles += 1
          try {
            if (fault === 'memory kept') pool.lease(64).retain('numbers')
            let from = Number(start ?? 0)
            if (fault === 'lost range' && from > 0) from += 1
            if (fault === 'overlap' && from > 0) from -= 1
            if (fault === 'commit drops too much') from = Math.max(from, kept)
            for (let n = from; n < Number(end); n++) {
              if (state.damaged && fault !== 'error swallowed') throw new Error(`number ${n} cannot be read`)
              const shift = fault === 'unstable re-read' ? reads : 0
              const rows = [row(2 * n + shift), row(2 * n + 1)].map((values) =>
                request.columns.map((at) => values[at] as SqlValue),
              )
              yield batchOf(chosen, rows)
            }
          } finally {
            if (fault !== 'leaked handle') state.handles -= 1
          }
        })({ ...io, flow })
      },
    }
  }

  async commit(end: Offset): Promise<void> {
    this.#kept = Number(end) + 1
  }

  async stop(): Promise<void> {
    if (this.#stopped && this.#fault === 'second stop fails') throw new Error('already stopped')
    this.#stopped = true
  }
}

export type SinkFault =
  | 'double commit'
  | 'early visibility'
  | 'lost epoch'
  | 'abort keeps'
  | 'memory of its own only'
  | 'appends in complete mode'
  | 'swallows failures'
  | 'counts wrong'

/** Rows in an array that outlives the sink, with the last epoch beside it. */
export function table(complete: boolean, fault?: SinkFault): SinkSubject {
  const store = { rows: [] as SqlValue[][], latest: -1, staged: [] as SqlValue[][] }
  const open = (): Sink => new Table(store, complete, fault)
  return {
    sink: open(),
    reopen: async () => open(),
    visible: async () => (fault === 'early visibility' ? [...store.rows, ...store.staged] : store.rows),
    traces: () => [...store.rows, ...store.staged].map(String),
  }
}

class Table implements Sink {
  readonly description = 'table'
  outputRows = -1
  readonly #store: { rows: SqlValue[][]; latest: number; staged: SqlValue[][] }
  readonly #complete: boolean
  readonly #fault: SinkFault | undefined
  #latest = -1

  constructor(store: Table['store'], complete: boolean, fault: SinkFault | undefined) {
    this.#store = store
    this.#complete = complete
    this.#fault = fault
    store.staged = []
  }

  get store(): { rows: SqlValue[][]; latest: number; staged: SqlValue[][] } {
    return this.#store
  }

  async write(epoch: number, rows: Parameters<Sink['write']>[1]): Promise<void> {
    const staged: SqlValue[][] = []
    const done = drain(rows, (batch) => void staged.push(...rowsOf(batch)))
    await (this.#fault === 'swallows failures' ? done.catch(() => {}) : done)
    this.outputRows = this.#fault === 'counts wrong' ? 0 : staged.length
    if (this.#fault === 'lost epoch' && epoch === 1) return
    this.#store.staged = staged
  }

  async commit(epoch: number): Promise<void> {
    const store = this.#store
    const latest = this.#fault === 'memory of its own only' ? this.#latest : store.latest
    if (epoch <= latest && this.#fault !== 'double commit') {
      store.staged = []
      return
    }
    store.rows =
      this.#complete && this.#fault !== 'appends in complete mode' ? store.staged : [...store.rows, ...store.staged]
    store.latest = epoch
    this.#latest = epoch
    if (this.#fault !== 'double commit') store.staged = []
  }

  async abort(): Promise<void> {
    if (this.#fault !== 'abort keeps') this.#store.staged = []
  }

  async latestCommitted(): Promise<number> {
    return this.#store.latest
  }

  async stop(): Promise<void> {}
}
