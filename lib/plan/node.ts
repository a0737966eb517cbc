/** Makes plan nodes: frozen data with an id. */
import type { Node, NodeOptions, OperatorName } from './nodes.ts'

let lastId = 0

/**
 * A node of a logical plan.
 *
 * @param op name of an operator definition
 * @param options its options; frozen here (not copied)
 * @param inputs the plans it stands on
 */
export function makeNode<K extends OperatorName>(
  op: K,
  options: NodeOptions[K],
  inputs: readonly Node[] = [],
): Node<K> {
  lastId += 1
  return Object.freeze({ op, id: lastId, options: Object.freeze(options), inputs: Object.freeze([...inputs]) })
}

/** Every node of a plan, inputs before what stands on them. */
export function nodesOf(root: Node): readonly Node[] {
  return [...root.inputs.flatMap(nodesOf), root]
}
