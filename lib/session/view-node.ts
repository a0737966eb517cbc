import type { Node } from '../plan/nodes.ts'
import { batchesNode, type Relations } from './batches-source.ts'
import type { CatalogEntry } from './frame-catalog.ts'

/** The plan of a view, or a plan that reads what a memory table holds when it runs. */
export function viewNode(entry: CatalogEntry, relations: Relations): Node {
  if (entry.kind === 'view') return entry.replan?.() ?? entry.node
  return batchesNode(entry.table.schema, () => entry.table.batches(), relations)
}
