/** Random queries over random streams: the engine gives what the model of Spark's batches gives. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { translateContractOp } from '../contract/contract-operators.ts'
import type { Plan, Scenario, Step } from '../golden/runner/scenario.ts'
import { checkScenario } from '../golden/runner/scenario-check.ts'
import { runScenario } from '../golden/runner/scenario-run.ts'
import { runModel } from './batch-algorithm.ts'

const counted = [{ op: 'groupBy', exprs: ["window(ts, '10 seconds')", 'k'], agg: ['count(*) AS n'] }]
const chained = [
  ...counted,
  { op: 'groupBy', exprs: ["window(window_time(window), '30 seconds')"], agg: ['count(*) AS g'] },
]
const distinct = [{ op: 'dropDuplicates', columns: ['k', 'ts'] }]
/** Which rows a limit lets through, and which of several equal keys is the first, is open between two sources. */
const ones = [{ op: 'selectExpr', exprs: ['1 AS one'] }]
const keys = [{ op: 'selectExpr', exprs: ['k', 'ts'] }]
const input = 'ts TIMESTAMP,k STRING,v INT'
const windows = 'window STRUCT<start: TIMESTAMP, end: TIMESTAMP>'

/** What a query does behind its watermark, with the output it has. */
const endings = [
  { plan: [], outputMode: 'append', outputSchema: input },
  { plan: counted, outputMode: 'append', outputSchema: `${windows},k STRING,n BIGINT` },
  { plan: counted, outputMode: 'update', outputSchema: `${windows},k STRING,n BIGINT` },
  { plan: counted, outputMode: 'complete', outputSchema: `${windows},k STRING,n BIGINT` },
  { plan: chained, outputMode: 'append', outputSchema: `${windows},g BIGINT` },
  { plan: [...distinct, ...keys], outputMode: 'append', outputSchema: 'k STRING,ts TIMESTAMP' },
  { plan: [...ones, { op: 'limit', n: 3 }], outputMode: 'append', outputSchema: 'one INT NOT NULL' },
  { plan: [...distinct, ...counted], outputMode: 'append', outputSchema: `${windows},k STRING,n BIGINT` },
]

const time = fc.integer({ min: 0, max: 1200 }).map((tenths) => new Date(Date.UTC(2024, 0, 1, 12) + tenths * 100))
const row = fc.record({
  ts: fc.option(
    time.map((one) => one.toISOString()),
    { freq: 8 },
  ),
  k: fc.constantFrom('a', 'b', null),
  v: fc.integer({ min: -3, max: 3 }),
})
const files = fc.array(fc.array(row, { maxLength: 4 }), { minLength: 1, maxLength: 3 }).map((one) => ({ files: one }))
const step = fc.record({
  add: fc.record({ s: files, r: files }, { requiredKeys: [] }),
  restart: fc.boolean(),
  lose: fc.constantFrom(undefined, 'commit' as const),
})
const watermark = fc
  .constantFrom('0 seconds', '5 seconds', '20 seconds')
  .map((delay) => [{ op: 'withWatermark', column: 'ts', delay }])
const filter = fc.constantFrom<Plan>(
  [],
  [{ op: 'filter', expr: 'v > 0' }],
  [{ op: 'filter', expr: "v > 0 AND ts > TIMESTAMP '2024-01-01 12:00:10Z'" }],
)
const options = fc.constantFrom<{ readonly [name: string]: string }>({}, { maxFilesPerTrigger: '1' })

/** One stream, two of which each has its own watermark, or two with one for both. */
const beginning = fc.oneof(
  fc.tuple(watermark, filter).map(([mark, kept]): Plan => [{ from: 's' }, ...mark, ...kept]),
  fc
    .tuple(watermark, watermark, filter)
    .map(
      ([left, right, kept]): Plan => [
        { from: 's' },
        ...left,
        { op: 'union', right: [{ from: 'r' }, ...right] },
        ...kept,
      ],
    ),
  fc
    .tuple(watermark, filter)
    .map(([mark, kept]): Plan => [{ from: 's' }, { op: 'union', right: [{ from: 'r' }] }, ...mark, ...kept]),
)

const scenario = fc
  .record({
    beginning,
    ending: fc.constantFrom(...endings),
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    options,
    trigger: fc.constantFrom(undefined, undefined, 'availableNow' as const, 'once' as const),
    policy: fc.constantFrom('min', 'max'),
    noData: fc.constantFrom('true', 'true', 'false'),
  })
  .map(({ beginning, ending, steps, options, trigger, policy, noData }): Scenario => {
    const reads = JSON.stringify(beginning).includes('"r"') ? ['s', 'r'] : ['s']
    const additions = (add: object) =>
      Object.fromEntries(Object.entries(add).filter(([source]) => reads.includes(source)))
    return {
      name: 'random',
      about: 'a random query',
      conf: {
        'spark.sql.streaming.multipleWatermarkPolicy': policy,
        'spark.sql.streaming.noDataMicroBatches.enabled': noData,
      },
      sources: Object.fromEntries(reads.map((name) => [name, { schema: input, options }])),
      outputMode: ending.outputMode,
      outputSchema: ending.outputSchema,
      plan: [...beginning, ...ending.plan],
      ...(trigger ? { trigger } : {}),
      steps: steps.map(
        ({ add, restart, lose }, at): Step => ({
          add: additions(at === 0 ? { s: { files: [[]] }, ...add } : add),
          ...(restart && at > 0 ? { restart } : {}),
          ...(restart && at > 0 && lose ? { lose } : {}),
        }),
      ),
    }
  })

test('random queries over random streams give what the model gives', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (one) => {
      const folder = mkdtempSync(join(tmpdir(), 'model-'))
      try {
        const { expected = [] } = runModel(one)
        expect(checkScenario({ ...one, expected }, await runScenario(one, folder, translateContractOp))).toEqual([])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }),
    { numRuns: 40 },
  )
})
