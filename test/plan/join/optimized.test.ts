import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { boundText } from '../../../lib/expressions/bound-text.ts'
import { expr } from '../../../lib/expressions/column-functions.ts'
import { type BoundPlan, bindPlan } from '../../../lib/plan/analyze/bound-plan.ts'
import { isJoin, joinOf } from '../../../lib/plan/join/bound-join.ts'
import { joinTypeName } from '../../../lib/plan/join/join-type.ts'
import { conjuncts } from '../../../lib/plan/rewrite/bound-expressions.ts'
import { rewritePlan } from '../../../lib/plan/rewrite/rewrite-plan.ts'
import { alias, filter, join } from '../../../operators/index.ts'
import { plannerOf, source } from '../run-plan.ts'

/** One query over two frames and where Spark 4.3 has put each of its predicates. */
interface Recorded {
  readonly at: 'condition' | 'filter above'
  readonly how: string
  readonly text: string
  readonly join: string
  readonly condition: readonly string[]
  readonly left: readonly string[]
  readonly right: readonly string[]
  readonly above: readonly string[]
}

const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/spark/optimized-joins.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

/** The frames of the recorded queries. */
const a = () => alias.node(source('a', 'k INT, s STRING, v DOUBLE', false), 'a')
const b = () => alias.node(source('b', 'k BIGINT, t STRING, w INT NOT NULL', false), 'b')

/** Conjuncts as text, in the form of the recording: no outer brackets, whole numbers without a fraction. */
function texts(plan: BoundPlan): readonly string[] {
  if (plan.kind !== 'rows') return []
  return plan.steps.flatMap((step) => ('filter' in step ? conjuncts(step.filter).map(text) : [])).sort()
}

function text(bound: Parameters<typeof boundText>[0]): string {
  return boundText(bound)
    .replace(/^\((.*)\)$/, '$1')
    .replace(/(\w+) IS NOT NULL/, 'isnotnull($1)')
    .replace(/(\w+) IS NULL/, 'isnull($1)')
    .replace(/(\d)\.0\b/g, '$1')
}

/**
 * A side's filters. Spark also states that a column is not null where another condition on it says so already (`v > 1`),
 * and that coalesce of a column that is never null is the column.
 */
function withoutImplied(filters: readonly string[]): readonly string[] {
  const list = filters.map((one) => one.replace('coalesce(w, 0)', 'w')).sort()
  return list.filter((one) => {
    const column = /^isnotnull\((\w+)\)$/.exec(one)?.[1]
    return column === undefined || !list.some((other) => other.startsWith(`${column} `))
  })
}

function optimized({ at, how, text: written }: Recorded): Omit<Recorded, 'at' | 'how' | 'text'> {
  const planner = plannerOf()
  const joined = join.node(a(), b(), expr(at === 'condition' ? written : 'a.k = b.k'), how)
  const node = at === 'condition' ? joined : filter.node(joined, written)
  const plan = rewritePlan(bindPlan(node, planner), planner)
  const below = plan.kind === 'rows' ? plan.input : plan
  if (!isJoin(below)) throw new Error('no join')
  const { type, condition } = joinOf(below)
  return {
    join: joinTypeName(type),
    condition: condition ? conjuncts(condition).map(text).sort() : [],
    left: withoutImplied(texts(below.inputs[0])),
    right: withoutImplied(texts(below.inputs[1])),
    above: texts(plan),
  }
}

describe('predicates of a join stand where Spark puts them', () => {
  test.each(recorded)('$how join, $at $text', (one) => {
    const { join: type, condition, left, right, above } = one
    expect(optimized(one)).toEqual({
      join: type,
      condition,
      left: withoutImplied(left),
      right: withoutImplied(right),
      above,
    })
  })
})
