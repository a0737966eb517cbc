/** Groups in memory from the entries in which they are on disk. */
import { EntryKeys } from './entry-keys.ts'
import type { Entry } from './entry-table.ts'
import { GroupRecords } from './group-records.ts'
import type { GroupState } from './group-state.ts'

/** Groups that are taken over at a time. */
const stepGroups = 8192

/** Adds the groups of entries; none of them may be there. */
export function fillGroups(groups: GroupState, entries: readonly Entry[]): void {
  const keys = new EntryKeys(groups.key.fields.map(({ type }) => type))
  const records = new GroupRecords(groups.accumulators.flatMap(({ cells }) => cells))
  const ids = new Int32Array(stepGroups)
  for (let from = 0; from < entries.length; from += stepGroups) {
    const some = entries.slice(from, from + stepGroups)
    groups.assign(keys.decode(some.map(({ key }) => key)), undefined, some.length, ids)
    records.begin()
    for (const { value } of some) records.add(value)
    records.load(ids, some.length)
  }
}
