/**
 * A plan after analysis: row-wise operators have become row steps over ordinals, neighbours in one list; the others
 * keep their node. Rewrites work on this form only, so nothing has to be resolved again.
 */
import { invariant } from '../../errors.ts'
import { generatedSchema } from '../../expressions/generate-rows.ts'
import { type CallCounter, numberCalls } from '../../expressions/number-calls.ts'
import type { RowWiseStep } from '../../expressions/row-step.ts'
import { Schema } from '../../types/schema.ts'
import type { Binder } from '../binder.ts'
import { operatorNode } from '../node.ts'
import type { Node } from '../nodes.ts'
import type { Composite, Physical } from '../operator.ts'
import { definitionOf, isComposite, isPhysical, isRowWise } from '../operator-registry.ts'
import { type Planner, schemaOf } from '../planner.ts'
import { liftWindows } from '../window/lift-windows.ts'
import { windowCore } from '../window/window-core.ts'
import { streamSetOperation } from './stream-set-operation.ts'
import { isStreaming } from './streaming.ts'

/** Filters and projections over one input. */
export interface RowsPlan {
  readonly kind: 'rows'
  readonly steps: readonly RowWiseStep[]
  readonly input: BoundPlan
  readonly schema: Schema
}

/** An operator with code of its own, of no, one or two inputs. */
export interface OperatorPlan {
  readonly kind: 'operator'
  readonly node: Node
  readonly definition: Physical<unknown>
  readonly inputs: readonly BoundPlan[]
  readonly schema: Schema
}

/** One use of a source: the columns it wants, by position in the source's own schema, ascending. */
export interface SourcePlan {
  readonly kind: 'source'
  readonly node: Node<'source'>
  readonly columns: readonly number[]
  readonly schema: Schema
}

export type BoundPlan = RowsPlan | OperatorPlan | SourcePlan

/** Binds a whole plan. Its mistakes have been found by `schemaOf` already. */
export function bindPlan(given: Node, planner: Planner, calls: CallCounter = { next: 0 }): BoundPlan {
  const node = streamSetOperation(given, planner)
  const schema = schemaOf(node, planner)
  if (node.op === 'source') {
    const source = node as Node<'source'>
    return { kind: 'source', node: source, columns: schema.fields.map((_, at) => at), schema }
  }
  const definition = definitionOf(planner.operators, node.op)
  const inputs = node.inputs.map((input) => bindPlan(input, planner, calls))
  if (isRowWise(definition)) {
    const input = inputs[0]
    invariant(input, `${node.op} is made of rows but has no input`)
    const steps = numberCalls(definition.rows(node.options, input.schema, planner.binder), calls)
    return rowsWithWindows(steps, input, schema, node, planner)
  }
  if (isComposite(definition)) return expandedPlan(node, definition, inputs, planner, calls)
  invariant(isPhysical(definition), `${node.op} has neither rows nor start`)
  // Spark: EliminateEventTimeWatermark; a static frame has no watermark.
  if (definition.bearsWatermark && !isStreaming(node)) return rowsOver([], inputs[0] as BoundPlan, schema)
  const steps = definition.adapt?.(
    node.options,
    node.inputs.map((input) => schemaOf(input, planner)),
    planner.binder,
  )
  const adapted = steps ? inputs.map((input, port) => rowsOver(steps[port] ?? [], input)) : inputs
  return { kind: 'operator', node, definition, inputs: adapted, schema }
}

/** A composite operator as what it is made of. */
function expandedPlan(
  node: Node,
  definition: Composite<unknown>,
  inputs: readonly BoundPlan[],
  planner: Planner,
  calls: CallCounter,
): BoundPlan {
  const schemas = node.inputs.map((input) => schemaOf(input, planner))
  const { before, core, after } = definition.expand(node.options, schemas, planner.binder, node.inputs.map(isStreaming))
  const prepared = inputs.map((input, port) => rowsOver(numberCalls(before[port] ?? [], calls), input))
  const made = operatorNode(core.definition.name, core.options, node.inputs)
  const operator = withInputs(
    { kind: 'operator', node: made, definition: core.definition, inputs: prepared, schema: new Schema([]) },
    prepared,
    planner,
  )
  return rowsWithWindows(numberCalls(after, calls), operator, schemaOf(node, planner), node, planner)
}

/** Row steps on top of a plan, the window functions in them by an operator of their own. */
function rowsWithWindows(
  steps: readonly RowWiseStep[],
  input: BoundPlan,
  schema: Schema,
  node: Node,
  planner: Planner,
): BoundPlan {
  const lifted = liftWindows(steps, input.schema, schemaAfter)
  if (!lifted) return rowsOver(steps, input, schema)
  const prepared = [rowsOver(lifted.before, input)]
  const made = operatorNode(windowCore.name, lifted.options, node.inputs)
  const definition = windowCore as Physical<unknown>
  const windows = withInputs(
    { kind: 'operator', node: made, definition, inputs: prepared, schema: new Schema([]) },
    prepared,
    planner,
  )
  return rowsWithWindows(lifted.after, windows, schema, node, planner)
}

/** The columns that a composite operator gives. */
export function expandedSchema<O>(
  definition: Composite<O>,
  options: O,
  inputs: readonly Schema[],
  binder: Binder,
  streaming?: readonly boolean[],
): Schema {
  const { before, core, after } = definition.expand(options, inputs, binder, streaming)
  const prepared = inputs.map((input, port) => schemaAfter(before[port] ?? [], input))
  return schemaAfter(after, core.definition.schema(core.options, prepared, binder))
}

/** Row steps on top of a plan; joined with those that are already there, left out when there are none. */
export function rowsOver(
  steps: readonly RowWiseStep[],
  input: BoundPlan,
  schema: Schema = schemaAfter(steps, input.schema),
): BoundPlan {
  if (steps.length === 0 && schema === input.schema) return input
  if (input.kind === 'rows') return { kind: 'rows', steps: [...input.steps, ...steps], input: input.input, schema }
  return { kind: 'rows', steps, input, schema }
}

/** An operator over other inputs, its schema found anew. */
export function withInputs(plan: OperatorPlan, inputs: readonly BoundPlan[], planner: Planner): OperatorPlan {
  const schema = plan.definition.schema(
    plan.node.options,
    inputs.map((input) => input.schema),
    planner.binder,
  )
  return { ...plan, inputs, schema }
}

/** The columns after row steps. */
export function schemaAfter(steps: readonly RowWiseStep[], input: Schema): Schema {
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at] as RowWiseStep
    if ('generate' in step) return generatedSchema(step.generate)
    if ('project' in step) return new Schema(step.project.map((column) => column.field))
  }
  return input
}
