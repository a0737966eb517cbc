/** Rows of a join in memory from the entries in which they are on disk. */
import { EntryKeys } from './entry-keys.ts'
import type { Entry } from './entry-table.ts'
import { GroupRecords } from './group-records.ts'
import { partsOfRowKey } from './join-entries.ts'
import type { JoinState } from './join-state.ts'

/** Rows that are taken over at a time. */
const stepRows = 8192

/** Adds the rows of entries, as rows that have come; none of them may be there. */
export function fillJoin(state: JoinState, entries: readonly Entry[]): void {
  const keys = new EntryKeys(state.key.fields.map(({ type }) => type))
  const parts = entries.map(({ key, value }) => ({ ...partsOfRowKey(key), value }))
  for (const port of [0, 1] as const) {
    const side = state.sides[port]
    const records = new GroupRecords(side.arena.cells)
    // Rows of a key are chained in the order of their numbers.
    const rows = parts.filter((one) => one.port === port).sort((a, b) => a.number - b.number)
    for (let from = 0; from < rows.length; from += stepRows) {
      const some = rows.slice(from, from + stepRows)
      const keyIds = new Int32Array(some.length)
      state.keys.assign(keys.decode(some.map(({ key }) => key)), undefined, some.length, keyIds)
      state.keysAssigned()
      const ids = new Int32Array(some.length)
      const marks = Uint8Array.from(some, ({ value }) => value[0] as number)
      side.take(some.length, keyIds, marks, ids)
      side.touch(ids, some.length)
      records.begin()
      for (const { value } of some) records.add(value.subarray(1))
      records.load(ids, some.length)
      side.link(ids, some.length)
    }
  }
  state.readTimes()
}
