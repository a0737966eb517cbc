import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expr } from '../../lib/expressions/column-functions.ts'
import { type BoundPlan, bindPlan } from '../../lib/plan/analyze/bound-plan.ts'
import type { Stage } from '../../lib/plan/define-operator.ts'
import { makeNode } from '../../lib/plan/node.ts'
import type { Node } from '../../lib/plan/nodes.ts'
import { rewritePlan } from '../../lib/plan/rewrite/rewrite-plan.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { aggregate, filter, withWatermark } from '../../operators/index.ts'
import { planned, plannerOf, runEpoch, source, started } from './run-plan.ts'

const on = (node: Node, ...chain: readonly Stage[]): Node =>
  chain.reduce((below, stage) => makeNode(stage.op as 'filter', stage.options as never, [below]), node)

const counted = (...aggregates: readonly string[]): Node =>
  on(
    source('t', 'ts TIMESTAMP, k STRING, v INT, x DOUBLE'),
    withWatermark('ts', '3 seconds'),
    aggregate([expr("window(ts, '10 seconds', '2 seconds') AS w"), expr('k')], ...aggregates.map((one) => expr(one))),
  )

/** Whether rows of the plan are repeated before they are grouped. */
function repeats(node: Node): boolean {
  const planner = plannerOf()
  const inPlan = (plan: BoundPlan): boolean => {
    if (plan.kind === 'source') return false
    if (plan.kind === 'operator') return plan.inputs.some(inPlan)
    return plan.steps.some((step) => 'generate' in step) || inPlan(plan.input)
  }
  return inPlan(rewritePlan(bindPlan(node, planner), planner))
}

test('rows are not repeated for sliding windows where how values are put together cannot show', () => {
  expect(repeats(counted('count(*)', 'sum(v)', 'max(struct(v, k))', 'sum(v) FILTER (WHERE x > 1)'))).toBe(false)
  for (const one of ['sum(x)', 'max(x)', 'first(v)', 'collect_list(v)', 'avg(v)'])
    expect(repeats(counted(one))).toBe(true)
  // An aggregate that reads the window, a filter on the key.
  expect(repeats(counted("max(window(ts, '10 seconds', '2 seconds').start)"))).toBe(true)
  expect(repeats(on(counted('count(*) AS n'), filter("w.start > TIMESTAMP '1970-01-01 00:00:20'")))).toBe(true)
  const uneven = aggregate([expr("window(ts, '5 seconds', '2 seconds') AS w")], expr('count(*)'))
  expect(repeats(on(source('t', 'ts TIMESTAMP'), withWatermark('ts', '3 seconds'), uneven))).toBe(true)
})

const row = fc
  .tuple(
    fc.integer({ min: 0, max: 40_000 }),
    fc.constantFrom('a', 'b', null),
    fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(null)),
  )
  .map(([ms, k, v]): readonly SqlValue[] => [BigInt(ms) * 1000n, k, v, 1])

test('windows hold the same rows as when rows are repeated, and as many are late', async () => {
  const epochs = fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 5 })
  const exact = ['count(*)', 'sum(v)', 'min(v)', 'max(struct(v, k))', 'count(v) FILTER (WHERE v > 0)']
  await fc.assert(
    fc.asyncProperty(epochs, fc.constantFrom<'append' | 'update'>('append', 'update'), async (given, mode) => {
      const results = async (node: Node) => {
        const run = await started(planned(node, plannerOf(), mode), undefined, { outputMode: mode })
        return given.map((rows, at) => {
          const { rows: found } = runEpoch(run, { t: rows }, at, run.running.nextWatermark(0n))
          const late = run.running.stages.map(({ store }) => ({ ...store.metrics }))
          return { rows: found.map((one) => JSON.stringify(one.slice(0, 2 + exact.length), shown)).sort(), late }
        })
      }
      const withPanes = await results(counted(...exact))
      expect(withPanes).toEqual(await results(counted(...exact, 'sum(x)')))
    }),
    { numRuns: 100 },
  )
})

const shown = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
