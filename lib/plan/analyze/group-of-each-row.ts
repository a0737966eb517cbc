/** What `DISTINCT` is on a stream: a group for each row (ReplaceDistinctWithAggregate). */
import type { Expression } from '../../expressions/expression.ts'
import { makeNode } from '../node.ts'
import type { Node } from '../nodes.ts'

/** @param names columns of the rows: the node's first ones */
export function groupOfEachRow(node: Node, names: readonly string[]): Node {
  const own = names.map((name, index): Expression => ({ kind: 'column', path: [name], index }))
  return makeNode('aggregate', { grouping: own, sets: undefined, outputs: own }, [node])
}
