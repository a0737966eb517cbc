import type { Entry } from '../../state/entry-table.ts'
import { MemoryEntries } from '../../state/memory-entries.ts'
import type { StoredTable } from './stored-checkpoint.ts'

/** All entries of a table that is stored in lists of them. */
export function entriesOf({ name, key, value, snapshot, changes }: StoredTable): readonly Entry[] {
  const entries = new MemoryEntries({ name, key, value, ordered: false })
  entries.restore(snapshot, changes)
  return [...entries.all()]
}
