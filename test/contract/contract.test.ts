import { describe, expect, test } from 'vitest'
import { readScenario, runScenario } from './scenario-driver.ts'

const scenarios = [
  'wm-late-prev-batch-append',
  'wm-late-prev-batch-update',
  'wm-nodata-disabled',
  'wm-multi-policy-min',
  'wm-multi-policy-max',
  'wm-same-batch-late',
  'agg-update-wm-evict',
  'chained-window-time',
  'dedup-then-agg',
  'ssjoin-range-leftouter',
  'ssjoin-range-inner',
  'ssjoin-range-rightouter',
  'ssjoin-range-fullouter',
  'limit-append',
  'restart-dedup',
  'wm-union-one-side',
  'wm-idle-source',
  'wm-filter-after',
  'wm-no-stateful',
  'agg-complete-wm',
]

const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort()

describe('the contracts of streams, watermarks and state, on operators in their plainest form', () => {
  test.each(scenarios)('%s gives what Spark gives', async (name) => {
    const scenario = readScenario(name)
    const actual = await runScenario(scenario)
    expect(actual.map((step) => step.batches.map(({ batchId, rows }) => ({ batchId, rows: sorted(rows) })))).toEqual(
      scenario.expected.map((step) => step.batches.map(({ batchId, rows }) => ({ batchId, rows: sorted(rows) }))),
    )
    expect(actual.map((step) => step.watermark)).toEqual(scenario.expected.map((step) => step.watermark))
    expect(actual.map((step) => step.droppedByWatermark > 0)).toEqual(
      scenario.expected.map((step) => step.droppedByWatermark > 0),
    )
    const ran = scenario.expected.map((step) => step.stateRows !== null)
    expect(actual.map((step, at) => (ran[at] ? step.stateRows : null))).toEqual(
      scenario.expected.map((step) => step.stateRows),
    )
  })
})
