import { type EntryTable, type EntryTableOptions, memoryEntries } from '../state/entry-table.ts'
import type { Changes, StateMetrics, StateStore, StateTable } from '../state/state-store.ts'
import { memoryValues, type ValueForm, type ValueTable } from '../state/value-table.ts'

const nothing: Changes = Object.freeze({ tables: [] })

/** State of a stage in a static plan: it lives for one epoch, so nothing is sealed, persisted or restored. */
export class EphemeralState implements StateStore {
  readonly version = 0
  readonly onDisk = false
  readonly metrics: StateMetrics = { rowsTotal: 0, rowsUpdated: 0, rowsRemoved: 0, rowsDroppedByWatermark: 0 }

  register(table: StateTable): void {
    table.restore(undefined, [])
  }

  fill(): boolean {
    return false
  }

  entries(options: EntryTableOptions): EntryTable {
    return memoryEntries(options)
  }

  values<V>(options: EntryTableOptions, form: ValueForm<V>): ValueTable<V> {
    return memoryValues(options, form)
  }

  beginEpoch(): void {}

  seal(): Changes {
    return nothing
  }

  async persist(): Promise<void> {}
  async persistSealed(): Promise<void> {}
  async discard(): Promise<void> {}
  async purge(): Promise<void> {}
  async close(): Promise<void> {}
}
