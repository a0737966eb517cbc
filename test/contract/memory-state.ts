import type { EntryTable, EntryTableOptions } from '../../lib/state/entry-table.ts'
import { MemoryEntries } from '../../lib/state/memory-entries.ts'
import { MemoryValues } from '../../lib/state/memory-values.ts'
import type { Changes, StateMetrics, StateStore, StateTable } from '../../lib/state/state-store.ts'
import type { ValueForm, ValueTable } from '../../lib/state/value-table.ts'

/** Durable state of all stages of one query: changes by stage and version. */
export type StateDisk = Map<number, Changes[]>

/** A store on a Map; version n is the first n sealed changes. */
export class MemoryState implements StateStore {
  readonly metrics: StateMetrics = { rowsTotal: 0, rowsUpdated: 0, rowsRemoved: 0, rowsDroppedByWatermark: 0 }
  readonly onDisk = false
  version: number
  readonly #log: Changes[]
  readonly #tables: StateTable[] = []
  #sealed: Changes | undefined

  constructor(disk: StateDisk, stage: number, version: number) {
    const log = disk.get(stage) ?? []
    disk.set(stage, log)
    this.#log = log
    this.version = version
  }

  register(table: StateTable): void {
    this.#tables.push(table)
    const changes = this.#log
      .slice(0, this.version)
      .flatMap((one) => one.tables.filter(({ name }) => name === table.name).flatMap(({ bytes }) => bytes ?? []))
    table.restore(undefined, changes)
  }

  fill(): boolean {
    return false
  }

  entries(options: EntryTableOptions): EntryTable {
    const table = new MemoryEntries(options)
    this.register(table)
    return table
  }

  values<V>(options: EntryTableOptions, form: ValueForm<V>): ValueTable<V> {
    const table = new MemoryValues(options, form)
    this.register(table)
    return table
  }

  beginEpoch(): void {
    this.metrics.rowsUpdated = 0
    this.metrics.rowsRemoved = 0
    this.metrics.rowsDroppedByWatermark = 0
  }

  seal(): Changes {
    this.metrics.rowsTotal = this.#tables.reduce((sum, { isIndex, size }) => sum + (isIndex ? 0 : size), 0)
    const tables = this.#tables.flatMap((table) => {
      const bytes = table.changes()
      return bytes ? [{ name: table.name, bytes, full: false }] : []
    })
    this.#sealed = { tables }
    return this.#sealed
  }

  async persist(version: number, changes: Changes): Promise<void> {
    this.#log.length = version - 1
    this.#log.push(changes)
    this.version = version
  }

  async persistSealed(version: number): Promise<void> {
    if (!this.#sealed) throw new Error(`nothing was sealed for version ${version}`)
    await this.persist(version, this.#sealed)
    this.#sealed = undefined
  }

  async discard(version: number): Promise<void> {
    this.#log.length = Math.min(this.#log.length, version - 1)
  }

  async purge(): Promise<void> {}
  async close(): Promise<void> {}
}
