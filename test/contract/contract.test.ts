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
  'dedup-late-drop-count',
  'dedup-nowm',
  'dedup-wm-col',
  'dedup-distinct',
  'dedup-within-wm-all',
  'dedup-within-wm-boundary',
  'having-update',
  'restart-join',
  'ssjoin-left-late',
  'ssjoin-update',
  'stateless-empty-file',
  'stateless-maxfiles',
  'stateless-union-bag',
  'stateless-union-widening',
  'tumbling-complete-nowm',
  'window-null-ts',
  'wm-truncation-ms',
  'wm-union-then-wm',
  'random-agg-029',
  'random-dedup-074',
  'random-dedup-075',
  'random-dedup-078',
  'random-dedup-080',
  'random-dedup-081',
  'random-dedup-084',
  'random-dedup-085',
  'random-dedup-090',
  'random-dedup-091',
  'random-dedup-092',
  'random-dedup-094',
  'random-dedup-095',
  'random-dedup-096',
  'random-dedup-097',
  'random-dedup-098',
  'random-dedup-099',
  'random-dedupagg-118',
  'random-dedupagg-119',
  'random-dedupagg-121',
  'random-dedupagg-123',
  'random-dedupagg-125',
  'random-join-fullouter-184',
  'random-join-fullouter-185',
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
