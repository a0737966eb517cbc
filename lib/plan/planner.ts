/** What every step of planning works with; one per session. */
import type { Schema } from '../types/schema.ts'
import type { Binder } from './binder.ts'
import type { Node } from './nodes.ts'
import { definitionOf, type OperatorRegistry } from './operator-registry.ts'

export interface Planner {
  readonly operators: OperatorRegistry
  readonly binder: Binder
  /** Schemas already found; nodes are frozen, so they stay right. */
  readonly schemas: WeakMap<Node, Schema>
}

/** A planner over a registry of operators and a binder. */
export function createPlanner(operators: OperatorRegistry, binder: Binder): Planner {
  return { operators, binder, schemas: new WeakMap() }
}

/**
 * The columns that a plan gives, bottom-up, each node found once. This is where a frame's mistakes surface while it is
 * built: unknown columns, types that do not fit, unions of different widths, with Spark's conditions.
 */
export function schemaOf(node: Node, planner: Planner): Schema {
  const known = planner.schemas.get(node)
  if (known) return known
  const inputs = node.inputs.map((input) => schemaOf(input, planner))
  const schema = definitionOf(planner.operators, node.op).schema(node.options, inputs, planner.binder)
  planner.schemas.set(node, schema)
  return schema
}
