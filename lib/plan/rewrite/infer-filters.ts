/**
 * Filters that follow from conditions above are put where they can move down from: on the sides of a join, and beside a
 * filter that itself must stay above an operator. Below withWatermark they decide the watermark: rows without a join key
 * do not advance it in an inner join (golden `ssjoin-range-inner` against `ssjoin-range-leftouter`).
 */
import type { Bound } from '../../expressions/bound.ts'
import type { FunctionRegistry } from '../../expressions/function-registry.ts'
import { type BoundPlan, type RowsPlan, rowsOver } from '../analyze/bound-plan.ts'
import { isJoin, type JoinPlan, joinOf, withJoin } from '../join/bound-join.ts'
import type { JoinType } from '../join/join-type.ts'
import { collectInputs, conjunction, conjuncts, moveInputs } from './bound-expressions.ts'
import { constraintsOf, inferred, meaningOf, notNulls, overColumns, planConstraints } from './constraints.ts'
import { type RewriteRule, transformUp } from './rewrite-rule.ts'

export const inferFilters: RewriteRule = {
  name: 'inferFilters',
  spark:
    'InferFiltersFromConstraints: on both sides of inner, cross and semi joins, on the right side of left outer and anti joins, on the left side of right outer joins; of filters, IS NOT NULL of the columns they need. Once, between two rounds of the other rules',
  apply: (plan, { functions }) =>
    transformUp(plan, (one) => {
      if (isJoin(one)) return ofJoin(one, functions)
      return one.kind === 'rows' && one.input.kind === 'operator' ? ofFilter(one, functions) : one
    }),
}

/** Which sides of a join get filters. */
const sides: { readonly [T in JoinType]: readonly (0 | 1)[] } = {
  inner: [0, 1],
  cross: [0, 1],
  left_semi: [0, 1],
  left_outer: [1],
  left_anti: [1],
  right_outer: [0],
  full_outer: [],
  existence: [],
}

function ofJoin(plan: JoinPlan, functions: FunctionRegistry): BoundPlan {
  const { type, condition } = joinOf(plan)
  const [left, right] = plan.inputs
  const leftWidth = left.schema.length
  const known = [left, right].map((input) => planConstraints(input, functions))
  const rightKnown = [...(known[1]?.values() ?? [])].map((one) => moveInputs(one, (column) => column + leftWidth))
  const base = constraintsOf([...(known[0]?.values() ?? []), ...rightKnown, ...(condition ? conjuncts(condition) : [])])
  const all = [...base.values(), ...inferred(base).values()]
  const every = [...all, ...notNulls(all, functions)]
  const inputs = plan.inputs.map((input, port) => {
    if (!sides[type].includes(port as 0 | 1)) return input
    const from = port === 0 ? 0 : leftWidth
    const own = overColumns(every, from, from + input.schema.length).map((one) =>
      moveInputs(one, (column) => column - from),
    )
    return withFilters(input, own, new Set(known[port]?.keys()))
  })
  return inputs.every((input, at) => input === plan.inputs[at]) ? plan : withJoin(plan, joinOf(plan), inputs)
}

/** The plan under those of the filters that are not known to be true of it. */
function withFilters(input: BoundPlan, filters: readonly Bound[], known: ReadonlySet<string>): BoundPlan {
  const nullable = (one: Bound): boolean =>
    [...collectInputs(one)].some((column) => input.schema.fields[column]?.nullable === true)
  const isTest = (one: Bound): boolean => one.kind === 'call' && one.name === 'isnotnull'
  const fresh = [...constraintsOf(filters)].filter(([key, one]) => !known.has(key) && (!isTest(one) || nullable(one)))
  if (fresh.length === 0) return input
  return rowsOver([{ filter: conjunction(fresh.map(([, one]) => one)) }], input, input.schema)
}

/** A filter that stays above an operator: what it cannot be true without may still go below. */
function ofFilter(plan: RowsPlan, functions: FunctionRegistry): BoundPlan {
  const [first] = plan.steps
  if (!first || !('filter' in first)) return plan
  const known = planConstraints(plan.input, functions)
  const own = new Set(conjuncts(first.filter).map(meaningOf))
  const fresh = notNulls(conjuncts(first.filter), functions).filter((one) => {
    const key = meaningOf(one)
    return !known.has(key) && !own.has(key)
  })
  if (fresh.length === 0) return plan
  return { ...plan, steps: [{ filter: conjunction(fresh) }, ...plan.steps] }
}
