/**
 * What is true of every row of a plan, as far as filters and joins say so, and what follows from it (Spark's
 * QueryPlanConstraints). Inferred filters on join sides come of it.
 */
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic, operandsOf } from '../../expressions/bound-operands.ts'
import type { FunctionRegistry } from '../../expressions/function-registry.ts'
import { mapOperands } from '../../expressions/map-operands.ts'
import type { RowWiseStep } from '../../expressions/row-step.ts'
import { booleanType } from '../../types/types.ts'
import type { BoundPlan, OperatorPlan } from '../analyze/bound-plan.ts'
import { isJoin, type JoinPlan, joinOf } from '../join/bound-join.ts'
import { collectInputs, conjuncts, moveInputs } from './bound-expressions.ts'

/** Conditions by their meaning: each once, in order. */
export type Constraints = ReadonlyMap<string, Bound>

/** The meaning of an expression as text: names of columns do not count. */
export function meaningOf(bound: Bound): string {
  return JSON.stringify(bound, (key, one: unknown) => {
    if (key === 'name' && typeof one === 'string') return one
    if (typeof one === 'bigint') return `${one}n`
    if (one instanceof Uint8Array) return [...one]
    return isInput(one) ? { input: one.index } : one
  })
}

function isInput(one: unknown): one is Bound & { kind: 'input' } {
  return typeof one === 'object' && one !== null && 'kind' in one && one.kind === 'input'
}

/** Constraints of a list. */
export function constraintsOf(list: readonly Bound[]): Constraints {
  return new Map(list.map((one) => [meaningOf(one), one]))
}

/** What is true of every row of a plan, over its columns. */
export function planConstraints(plan: BoundPlan, functions: FunctionRegistry): Constraints {
  const own = ownConstraints(plan, functions)
  return constraintsOf([...own, ...notNulls(own, functions)])
}

function ownConstraints(plan: BoundPlan, functions: FunctionRegistry): readonly Bound[] {
  switch (plan.kind) {
    case 'source':
      return []
    case 'rows':
      return plan.steps.reduce<readonly Bound[]>(
        (known, step) => afterStep(known, step),
        ownConstraints(plan.input, functions),
      )
    case 'operator':
      return isJoin(plan) ? ofJoin(plan, functions) : ofOperator(plan, functions)
  }
}

function afterStep(known: readonly Bound[], step: RowWiseStep): readonly Bound[] {
  if ('filter' in step) return [...known, ...conjuncts(step.filter)]
  const positions = new Map<number, number>()
  if ('generate' in step) {
    step.generate.outputs.forEach(({ from }, at) => {
      if ('input' in from && !positions.has(from.input)) positions.set(from.input, at)
    })
  } else {
    step.project.forEach(({ value }, at) => {
      if (value.kind === 'input' && !positions.has(value.index)) positions.set(value.index, at)
    })
  }
  return moved(known, positions)
}

/** Constraints over columns that are still there, at their new positions. */
function moved(known: readonly Bound[], positions: ReadonlyMap<number, number>): readonly Bound[] {
  return known
    .filter((one) => [...collectInputs(one)].every((column) => positions.has(column)))
    .map((one) => moveInputs(one, (column) => positions.get(column) as number))
}

/** Of an operator of one input, what it says of the columns that go through. */
function ofOperator({ definition, node, inputs, schema }: OperatorPlan, functions: FunctionRegistry): readonly Bound[] {
  const [input] = inputs
  if (!input || inputs.length > 1 || !definition.origin) return []
  const positions = new Map<number, number>()
  for (const column of schema.fields.keys()) {
    for (const origin of definition.origin(node.options, column, [input.schema])) positions.set(origin.column, column)
  }
  return moved(ownConstraints(input, functions), positions)
}

/** Spark: Join.validConstraints. A side that may be missing says nothing. */
function ofJoin(plan: JoinPlan, functions: FunctionRegistry): readonly Bound[] {
  const { type, condition, outputs } = joinOf(plan)
  const [left, right] = plan.inputs
  const leftWidth = left.schema.length
  const all: Bound[] = []
  if (type !== 'right_outer' && type !== 'full_outer') all.push(...ownConstraints(left, functions))
  if (type === 'inner' || type === 'cross' || type === 'right_outer') {
    all.push(...ownConstraints(right, functions).map((one) => moveInputs(one, (column) => column + leftWidth)))
  }
  if (condition && (type === 'inner' || type === 'cross' || type === 'left_semi')) all.push(...conjuncts(condition))
  return moved(all, new Map(outputs.map((column, at) => [column, at])))
}

/** `IS NOT NULL` of every column without which a condition cannot be true. */
export function notNulls(conditions: Iterable<Bound>, functions: FunctionRegistry): readonly Bound[] {
  const found = new Map<number, Bound>()
  for (const condition of conditions) {
    const operand = condition.kind === 'call' && condition.name === 'isnotnull' ? operandsOf(condition)[0] : condition
    for (const input of strictInputs(operand as Bound, functions)) {
      if (input.nullable && !found.has(input.index)) found.set(input.index, isNotNull(input))
    }
  }
  return [...found.values()]
}

/** Columns whose null makes the expression null (Spark: scanNullIntolerantAttribute). */
export function strictInputs(bound: Bound, functions: FunctionRegistry): readonly (Bound & { kind: 'input' })[] {
  if (bound.kind === 'input') return [bound]
  if (bound.kind === 'cast') return strictInputs(bound.input, functions)
  if (bound.kind !== 'call' || bound.aggregate) return []
  const definition = functions.get(bound.name)
  if (!definition || definition.nulls === 'custom' || definition.lazy) return []
  return bound.args.flatMap((arg) => strictInputs(arg, functions))
}

function isNotNull(input: Bound): Bound {
  return { kind: 'call', name: 'isnotnull', args: [input], type: booleanType, nullable: false }
}

/** What follows from `a = b` and a condition on one of them (Spark: inferAdditionalConstraints). */
export function inferred(constraints: Constraints): Constraints {
  const predicates = [...constraints].filter(([, one]) => !(one.kind === 'call' && one.name === 'isnotnull'))
  const found = new Map<string, Bound>()
  const replace = (own: string, source: Bound, target: Bound): void => {
    const meaning = meaningOf(source)
    for (const [key, one] of predicates) {
      if (key === own) continue
      const other = replaced(one, meaning, target)
      if (other === one) continue
      const text = meaningOf(other)
      if (!constraints.has(text)) found.set(text, other)
    }
  }
  for (const [key, one] of predicates) {
    if (one.kind !== 'call' || one.name !== '=') continue
    const [a, b] = one.args as readonly [Bound, Bound]
    const casts = (bound: Bound): boolean => bound.kind === 'cast' && bound.input.kind === 'input'
    if (b.kind === 'input' && (a.kind === 'input' || casts(a))) replace(key, b, a)
    if (a.kind === 'input' && (b.kind === 'input' || casts(b))) replace(key, a, b)
  }
  return found
}

function replaced(bound: Bound, meaning: string, target: Bound): Bound {
  if (bound.kind === 'input') return meaningOf(bound) === meaning ? target : bound
  return mapOperands(bound, (operand) => replaced(operand, meaning, target))
}

/** Those that a side may be asked for: deterministic, over its columns alone, and at least one of them. */
export function overColumns(list: Iterable<Bound>, from: number, to: number): readonly Bound[] {
  return [...list].filter((one) => {
    const columns = [...collectInputs(one)]
    return columns.length > 0 && columns.every((column) => column >= from && column < to) && isDeterministic(one)
  })
}
