import { expect, test } from 'vitest'
import { makeNode } from '../../lib/plan/node.ts'
import { planQuery } from '../../lib/plan/plan-query.ts'
import { field, intType } from '../../lib/types/types.ts'
import { localRelation } from '../../operators/index.ts'
import { plannerOf, runEpoch, started } from '../plan/run-plan.ts'

test('gives its rows once in an epoch, before the barrier', async () => {
  const rows = localRelation.node({ fields: [field('n', intType)], rows: [[1], [null]] })
  const run = await started(planQuery(rows, plannerOf(), { kind: 'batch', outputMode: 'append' }))
  expect(runEpoch(run, {})).toEqual({ rows: [[1], [null]], kinds: ['schema', 'epoch', 'barrier'] })
  expect(runEpoch(run, {}, 1).rows).toHaveLength(2)
})

test('of no rows is an empty frame', async () => {
  const none = makeNode('localRelation', { fields: [field('n', intType)], rows: [] })
  const run = await started(planQuery(none, plannerOf(), { kind: 'batch', outputMode: 'append' }))
  expect(runEpoch(run, {}).rows).toEqual([])
})
