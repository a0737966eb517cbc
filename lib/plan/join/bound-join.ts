/** A join whose names have been resolved: what rewrites see and what runs. */
import type { Bound } from '../../expressions/bound.ts'
import { boundText } from '../../expressions/bound-text.ts'
import type { Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { booleanType } from '../../types/types.ts'
import type { BoundPlan, OperatorPlan } from '../analyze/bound-plan.ts'
import { operatorNode, optionsOf } from '../node.ts'
import type { InputColumn } from '../operator.ts'
import { collectInputs, moveInputs } from '../rewrite/bound-expressions.ts'
import { isExistence, type JoinType, joinTypeName, preserves } from './join-type.ts'

/** Columns are numbered through: those of the left input, then those of the right one. */
export interface BoundJoin {
  readonly type: JoinType
  /** Over the columns of both; undefined = true. */
  readonly condition: Bound | undefined
  /** The columns that come out; of semi and anti joins left ones only, of an existence join also `markColumn`. */
  readonly outputs: readonly number[]
  /** The name of an existence join's own column. */
  readonly mark?: string
}

/** Stands for the column of an existence join that neither input has. */
export const markColumn = -1

/** Every operator that runs a join has a name that begins so; its options are a `BoundJoin`. */
const joinOperators: ReadonlySet<string> = new Set(['hashJoin', 'symmetricHashJoin'])

/** A join in a bound plan. */
export type JoinPlan = OperatorPlan & { readonly inputs: readonly [BoundPlan, BoundPlan] }

export function isJoin(plan: BoundPlan): plan is JoinPlan {
  return plan.kind === 'operator' && joinOperators.has(plan.definition.name)
}

/** The options of a join's node. */
export function joinOf(plan: JoinPlan): BoundJoin {
  return optionsOf<BoundJoin>(plan.node)
}

/** The join with other options and inputs of the same columns. */
export function withJoin(plan: JoinPlan, join: BoundJoin, inputs: readonly BoundPlan[] = plan.inputs): JoinPlan {
  const { op, inputs: below } = plan.node
  const node = operatorNode(op, join, below)
  const schema = joinSchema(
    join,
    inputs.map((input) => input.schema),
  )
  return { ...plan, node, inputs: inputs as JoinPlan['inputs'], schema }
}

/** The columns of both inputs; those of a side that may be missing are nullable. */
export function joinedFields(type: JoinType, [left, right]: readonly Schema[]): readonly Field[] {
  return [...side(left, preserves(type, 1)), ...side(right, preserves(type, 0))]
}

function side(schema: Schema | undefined, mayMiss: boolean): readonly Field[] {
  const fields = schema?.fields ?? []
  return mayMiss ? fields.map((field) => ({ ...field, nullable: true })) : fields
}

/** What a join gives. */
export function joinSchema({ type, outputs, mark = '' }: BoundJoin, inputs: readonly Schema[]): Schema {
  const fields = joinedFields(type, inputs)
  return new Schema(
    outputs.map((column) =>
      column === markColumn ? { name: mark, type: booleanType, nullable: false } : (fields[column] as Field),
    ),
  )
}

/** The input's column that an output column is, unchanged. */
export function joinOrigin({ outputs }: BoundJoin, column: number, inputs: readonly Schema[]): readonly InputColumn[] {
  const at = outputs[column] as number
  return at === markColumn ? [] : [inputOf(at, inputs[0]?.length ?? 0)]
}

/** All columns that a join of this type gives. */
export function allOutputs(type: JoinType, [left, right]: readonly Schema[]): readonly number[] {
  const width = (left?.length ?? 0) + (isExistence(type) ? 0 : (right?.length ?? 0))
  const columns = Array.from({ length: width }, (_, at) => at)
  return type === 'existence' ? [...columns, markColumn] : columns
}

/** Where a column stands: in which input, and where in it. */
export function inputOf(column: number, leftWidth: number): { readonly port: 0 | 1; readonly column: number } {
  return column < leftWidth ? { port: 0, column } : { port: 1, column: column - leftWidth }
}

/** Columns that a join needs of its inputs for the wanted ones of its output. */
export function joinNeeds(
  { condition, outputs }: BoundJoin,
  wanted: ReadonlySet<number>,
  inputs: readonly Schema[],
): readonly ReadonlySet<number>[] {
  const needs = [new Set<number>(), new Set<number>()] as const
  const all = new Set([...wanted].map((at) => outputs[at] as number))
  all.delete(markColumn)
  if (condition) collectInputs(condition, all)
  const leftWidth = inputs[0]?.length ?? 0
  for (const one of all) {
    const { port, column } = inputOf(one, leftWidth)
    needs[port].add(column)
  }
  return needs
}

/**
 * The join when only some columns of its output are wanted and its inputs have lost columns.
 *
 * @param wanted columns of the output, ascending
 * @param kept the columns of each input that are left, ascending
 */
export function narrowedJoin(
  join: BoundJoin,
  wanted: readonly number[],
  kept: readonly (readonly number[])[],
  leftWidth: number,
): BoundJoin {
  const positions = new Map<number, number>()
  for (const column of kept[0] ?? []) positions.set(column, positions.size)
  for (const column of kept[1] ?? []) positions.set(leftWidth + column, positions.size)
  const position = (column: number): number => positions.get(column) ?? markColumn
  return {
    ...join,
    condition: join.condition && moveInputs(join.condition, position),
    outputs: wanted.map((at) => position(join.outputs[at] as number)),
  }
}

/** The join's line in explain, as Spark's logical plans have it. */
export function describeJoin({ type, condition }: BoundJoin): string {
  return `Join ${joinTypeName(type)}${condition ? `, ${boundText(condition)}` : ''}`
}
