/** What every step of planning works with; one per session. */
import type { FunctionRegistry } from '../expressions/function-registry.ts'
import { Schema } from '../types/schema.ts'
import { isStreaming } from './analyze/streaming.ts'
import type { Binder } from './binder.ts'
import type { Node } from './nodes.ts'
import { definitionOf, type OperatorRegistry } from './operator-registry.ts'

export interface Planner {
  readonly operators: OperatorRegistry
  readonly binder: Binder
  /** What bound calls are compiled from; the same that the binder knows. */
  readonly functions: FunctionRegistry
  /** Schemas already found; nodes are frozen, so they stay right. */
  readonly schemas: WeakMap<Node, Schema>
}

/** A planner over a registry of operators, a binder, and the functions the binder binds to. */
export function createPlanner(operators: OperatorRegistry, binder: Binder, functions: FunctionRegistry): Planner {
  return { operators, binder, functions, schemas: new WeakMap() }
}

/**
 * The columns that a plan gives, bottom-up, each node found once. This is where a frame's mistakes surface while it is
 * built: unknown columns, types that do not fit, unions of different widths, with Spark's conditions.
 */
export function schemaOf(node: Node, planner: Planner): Schema {
  const known = planner.schemas.get(node)
  if (known) return known
  if (node.op === 'source') return sourceSchema(node as Node<'source'>, planner)
  const inputs = node.inputs.map((input) => schemaOf(input, planner))
  const definition = definitionOf(planner.operators, node.op)
  // Spark: EliminateEventTimeWatermark takes withWatermark out of static frames, whatever column it names.
  const eliminated = definition.bearsWatermark === true && !isStreaming(node)
  const streaming = node.inputs.map(isStreaming)
  const schema = eliminated ? (inputs[0] as Schema) : definition.schema(node.options, inputs, planner.binder, streaming)
  planner.schemas.set(node, schema)
  return schema
}

function sourceSchema(node: Node<'source'>, planner: Planner): Schema {
  const schema = new Schema(node.options.fields)
  planner.schemas.set(node, schema)
  return schema
}
