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
  // Freezing gives `Readonly<NodeOptions[K]>`, which is not assignable to the same thing while K is open.
  const node: Node<K> = { op, id: lastId, options, inputs: Object.freeze([...inputs]) }
  Object.freeze(options)
  return Object.freeze(node)
}

/** A node of an operator whose options the caller does not know the type of. */
export function operatorNode(op: string, options: unknown, inputs: readonly Node[]): Node {
  return makeNode(op as OperatorName, options as never, inputs)
}

/** A node's options, of an operator that the caller knows by its name. */
export function optionsOf<O>(node: Node): O {
  return node.options as unknown as O
}

/** Every node of a plan, inputs before what stands on them. */
export function nodesOf(root: Node): readonly Node[] {
  return [...root.inputs.flatMap(nodesOf), root]
}
