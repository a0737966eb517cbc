/** An outer join whose padded rows a filter above drops is not outer on that side. */
import type { Bound } from '../../expressions/bound.ts'
import { isDeterministic } from '../../expressions/bound-operands.ts'
import type { FunctionRegistry } from '../../expressions/function-registry.ts'
import { interpreter } from '../../expressions/interpret.ts'
import type { RowsPlan } from '../analyze/bound-plan.ts'
import { isJoin, type JoinPlan, joinOf, withJoin } from '../join/bound-join.ts'
import { sidesOf } from '../join/join-keys.ts'
import type { JoinType } from '../join/join-type.ts'
import { collectInputs, moveInputs, replaceInputs } from './bound-expressions.ts'
import { notNulls } from './constraints.ts'
import { leadingConjuncts } from './push-filter-below-join.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const eliminateOuterJoin: RewriteRule = {
  name: 'eliminateOuterJoin',
  spark: 'EliminateOuterJoin: a filter that is null or false when all columns of the side that may be missing are null',
  apply: (plan, { functions }) =>
    transformUp(plan, (one) =>
      one.kind === 'rows' && isJoin(one.input) ? eliminated(one, one.input, functions) : one,
    ),
}

function eliminated(rows: RowsPlan, plan: JoinPlan, functions: FunctionRegistry): RowsPlan {
  const join = joinOf(plan)
  if (!join.type.endsWith('outer')) return rows
  const leftWidth = plan.inputs[0].schema.length
  const { predicates } = leadingConjuncts(rows.steps)
  const over = predicates.map((one) => moveInputs(one, (column) => join.outputs[column] as number))
  const conditions = [...over, ...notNulls(over, functions)]
  const present = (side: 'left' | 'right', other: 'left' | 'right'): boolean =>
    conditions.some((one) => {
      const sides = sidesOf(one, leftWidth)
      return sides[side] && !sides[other] && dropsNulls(one, functions)
    })
  const type = withPresent(join.type, present('left', 'right'), present('right', 'left'))
  return type === join.type ? rows : { ...rows, input: withJoin(plan, { ...join, type }) }
}

/** @param left whether left rows are there in every row that passes; `right` likewise */
function withPresent(type: JoinType, left: boolean, right: boolean): JoinType {
  if (type === 'left_outer') return right ? 'inner' : type
  if (type === 'right_outer') return left ? 'inner' : type
  if (left && right) return 'inner'
  return left ? 'left_outer' : right ? 'right_outer' : type
}

/** Is the condition null or false where all its columns are null? */
function dropsNulls(condition: Bound, functions: FunctionRegistry): boolean {
  if (!isDeterministic(condition) || collectInputs(condition).size === 0) return false
  const ofNulls = replaceInputs(condition, (_, { type }) => ({ kind: 'literal', type, value: null, nullable: true }))
  const evaluation = { batchTime: 0n, epoch: 0, queryId: '', zone: 'UTC', ansi: true, functions: new Map() }
  try {
    const value = interpreter(ofNulls, { functions, evaluation })([])
    return value === null || value === false
  } catch {
    // A user's function, or an error of its own: nothing is known.
    return false
  }
}
