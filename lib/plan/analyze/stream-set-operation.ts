/**
 * EXCEPT and INTERSECT of a stream and a static frame, as what Spark's optimizer makes of them: an anti or semi join on
 * all columns, null equal to null, and a group for each row that is left (ReplaceExceptWithAntiJoin,
 * ReplaceIntersectWithSemiJoin, ReplaceDistinctWithAggregate).
 */
import type { Expression } from '../../expressions/expression.ts'
import { makeNode } from '../node.ts'
import type { Node } from '../nodes.ts'
import { type Planner, schemaOf } from '../planner.ts'
import { groupOfEachRow } from './group-of-each-row.ts'
import { isStreaming } from './streaming.ts'

/** The node as nodes that run on a stream; the node itself where it runs as it is. */
export function streamSetOperation(node: Node, planner: Planner): Node {
  if (node.op !== 'setOperation') return node
  const { kind, all } = (node as Node<'setOperation'>).options
  const [left, right] = node.inputs as readonly [Node, Node]
  if (all || !isStreaming(left) || isStreaming(right)) return node
  const { fields } = schemaOf(left, planner)
  const own = fields.map(({ name }, index) => ({ kind: 'column', path: [name], index }) as const)
  const others = schemaOf(right, planner).fields.map(
    ({ name }, at): Expression => ({ kind: 'column', path: [name], index: fields.length + at }),
  )
  const condition = own
    .map((column, at): Expression => ({ kind: 'call', name: '<=>', args: [column, others[at] as Expression] }))
    .reduce((a, b) => ({ kind: 'call', name: 'and', args: [a, b] }))
  const joinType = kind === 'except' ? 'left_anti' : 'left_semi'
  const joined = makeNode('join', { joinType, condition, using: undefined }, [left, right])
  return groupOfEachRow(
    joined,
    fields.map(({ name }) => name),
  )
}
