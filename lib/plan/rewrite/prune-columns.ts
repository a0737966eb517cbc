/**
 * Only columns that somebody reads are read. This decides what a text source calls malformed: columns that the plan
 * does not need are not judged (golden `json-dropmalformed-pruned`, `csv-dropmalformed-pruned`).
 */
import type { GeneratedColumn, Generation, RowWiseStep } from '../../expressions/row-step.ts'
import type { Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import {
  type BoundPlan,
  type OperatorPlan,
  type RowsPlan,
  rowsOver,
  type SourcePlan,
  withInputs,
} from '../analyze/bound-plan.ts'
import { makeNode } from '../node.ts'
import type { Node } from '../nodes.ts'
import type { Planner } from '../planner.ts'
import { collectInputs, moveInputs } from './bound-expressions.ts'
import type { RewriteRule } from './rewrite-rule.ts'

export const pruneColumns: RewriteRule = {
  name: 'pruneColumns',
  spark: 'ColumnPruning, SchemaPruning of file sources (top-level columns)',
  apply: (plan, planner) => {
    const all = allColumns(plan.schema)
    return exactly(all, pruned(plan, all, planner), plan.schema)
  },
}

/** A plan that gives fewer columns, and where the old ones are now. */
interface Pruned {
  readonly plan: BoundPlan
  readonly position: (column: number) => number
}

function allColumns(schema: Schema): ReadonlySet<number> {
  return new Set(schema.fields.keys())
}

function pruned(plan: BoundPlan, wanted: ReadonlySet<number>, planner: Planner): Pruned {
  switch (plan.kind) {
    case 'source':
      return prunedSource(plan, wanted)
    case 'rows':
      return prunedRows(plan, wanted, planner)
    case 'operator':
      return prunedOperator(plan, wanted, planner)
  }
}

/** Positions among the columns that stay. */
function positionsIn(kept: readonly number[]): (column: number) => number {
  const positions = new Map(kept.map((column, at) => [column, at]))
  return (column) => positions.get(column) ?? -1
}

function prunedSource(plan: SourcePlan, wanted: ReadonlySet<number>): Pruned {
  if (wanted.size === plan.schema.length) return { plan, position: (column) => column }
  const kept = [...wanted].sort((a, b) => a - b)
  const schema = new Schema(kept.map((column) => plan.schema.fields[column] as Field))
  const columns = kept.map((column) => plan.columns[column] as number)
  return { plan: { ...plan, columns, schema }, position: positionsIn(kept) }
}

function prunedRows(plan: RowsPlan, wanted: ReadonlySet<number>, planner: Planner): Pruned {
  // Backwards: what each step needs of the columns before it.
  const live: Set<number>[] = []
  let needed = new Set(wanted)
  for (let at = plan.steps.length - 1; at >= 0; at--) {
    const step = plan.steps[at] as RowWiseStep
    live[at] = needed
    const before = new Set<number>()
    if ('filter' in step) {
      for (const column of needed) before.add(column)
      collectInputs(step.filter, before)
    } else if ('generate' in step) {
      if (step.generate.column !== undefined) before.add(step.generate.column)
      for (const column of needed) {
        const { from } = step.generate.outputs[column] as GeneratedColumn
        if ('input' in from) before.add(from.input)
      }
    } else {
      for (const column of needed) collectInputs((step.project[column] as (typeof step.project)[number]).value, before)
    }
    needed = before
  }
  const input = pruned(plan.input, needed, planner)
  let position = input.position
  const steps = plan.steps.map((step, at): RowWiseStep => {
    const from = position
    if ('filter' in step) return { filter: moveInputs(step.filter, from) }
    const kept = [...(live[at] as Set<number>)].sort((a, b) => a - b)
    position = positionsIn(kept)
    if ('generate' in step) return { generate: prunedGeneration(step.generate, kept, from) }
    return {
      project: kept.map((column) => {
        const { field, value } = step.project[column] as (typeof step.project)[number]
        return { field, value: moveInputs(value, from) }
      }),
    }
  })
  const same = steps.every((step) => 'filter' in step) ? input.plan.schema : undefined
  return { plan: rowsOver(steps, input.plan, same), position }
}

function prunedGeneration(
  generation: Generation,
  kept: readonly number[],
  position: (column: number) => number,
): Generation {
  const outputs = kept.map((column): GeneratedColumn => {
    const output = generation.outputs[column] as GeneratedColumn
    return 'input' in output.from ? { ...output, from: { input: position(output.from.input) } } : output
  })
  const { column } = generation
  return { ...generation, column: column === undefined ? undefined : position(column), outputs }
}

function prunedOperator(plan: OperatorPlan, wanted: ReadonlySet<number>, planner: Planner): Pruned {
  const { definition, node } = plan
  const before = plan.inputs.map((input) => input.schema)
  const needs = definition.needs?.(node.options, wanted, before, planner.binder) ?? before.map(allColumns)
  const inputs = plan.inputs.map((input, port) => {
    const needed = needs[port] ?? allColumns(input.schema)
    return exactly(needed, pruned(input, needed, planner), input.schema)
  })
  const unchanged = needs.every((needed, port) => needed.size === before[port]?.length)
  if (unchanged && !(definition.narrowed && wanted.size < plan.schema.length))
    return {
      plan: inputs.every((input, at) => input === plan.inputs[at]) ? plan : { ...plan, inputs },
      position: (column) => column,
    }
  if (definition.narrowed) {
    const columns = [...wanted].sort((a, b) => a - b)
    const kept = needs.map((needed) => [...needed].sort((a, b) => a - b))
    const options = definition.narrowed(node.options, columns, kept, before)
    const narrowed = { ...plan, node: makeNode(node.op, options as Node['options'], node.inputs) }
    return { plan: withInputs(narrowed, inputs, planner), position: positionsIn(columns) }
  }
  const narrow = withInputs(plan, inputs, planner)
  if (narrow.schema.length === plan.schema.length) return { plan: narrow, position: (column) => column }
  return { plan: narrow, position: movedColumns(plan, narrow, needs) }
}

/** Where an operator's output columns are after its inputs lost columns: found by where they come from. */
function movedColumns(
  plan: OperatorPlan,
  narrow: OperatorPlan,
  needs: readonly ReadonlySet<number>[],
): (column: number) => number {
  const { definition, node } = plan
  const before = plan.inputs.map((input) => input.schema)
  const after = narrow.inputs.map((input) => input.schema)
  const kept = needs.map((needed) => positionsIn([...needed].sort((a, b) => a - b)))
  const positions = new Map<string, number>()
  for (const column of narrow.schema.fields.keys()) {
    for (const origin of definition.origin?.(node.options, column, after) ?? [])
      positions.set(`${origin.port}:${origin.column}`, column)
  }
  return (column) => {
    for (const origin of definition.origin?.(node.options, column, before) ?? []) {
      const found = positions.get(`${origin.port}:${kept[origin.port]?.(origin.column)}`)
      if (found !== undefined) return found
    }
    return -1
  }
}

/** The plan with exactly these of the old columns, ascending: what does not fit is projected. */
function exactly(columns: ReadonlySet<number>, { plan, position }: Pruned, before: Schema): BoundPlan {
  const ascending = [...columns].sort((a, b) => a - b)
  if (ascending.length === plan.schema.length && ascending.every((column, at) => position(column) === at)) return plan
  const project = ascending.map((column) => {
    const field = before.fields[column] as Field
    const { name, type, nullable } = field
    return { field, value: { kind: 'input' as const, index: position(column), name, type, nullable } }
  })
  return rowsOver([{ project }], plan)
}
