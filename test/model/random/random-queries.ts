/** Random queries over one stream or a union, by family. Every one is legal: refusals have cases of their own. */
import fc from 'fast-check'
import type { Plan, PlanStep } from '../../golden/runner/scenario.ts'
import type { RandomQuery } from './random-scenario.ts'
import { plainColumns } from './random-stream.ts'

const one = { s: plainColumns }
const two = { s: plainColumns, r: plainColumns }

/** Delays of watermarks. */
export const delay = fc.constantFrom(
  '0 seconds',
  '1 seconds',
  '5 seconds',
  '10 seconds',
  '30 seconds',
  '1500 milliseconds',
)
const watermark = delay.map((text): Plan => [{ op: 'withWatermark', column: 'ts', delay: text }])

const filter = (expr: string): Plan => [{ op: 'filter', expr }]
const noFilter: Plan = []
const filters = fc.constantFrom(
  noFilter,
  noFilter,
  noFilter,
  filter('v > 0'),
  filter("k = 'a' OR k = 'b'"),
  filter('k IS NOT NULL AND v < 7'),
  filter('ts IS NOT NULL'),
  filter("v > -2 AND ts > TIMESTAMP '2024-01-01 12:00:03Z'"),
)
/** Projections that keep `ts`, `k` and `v`. */
const projections = fc.constantFrom<Plan>(
  [],
  [],
  [],
  [{ op: 'selectExpr', exprs: ['v', 'ts', 'k'] }],
  [{ op: 'selectExpr', exprs: ['*', 'v + 1 AS w'] }],
  [{ op: 'selectExpr', exprs: ['ts', 'upper(k) AS k', 'v * 2 AS v'] }],
)

/** A stream with its watermark, filtered and projected before and behind it. */
const marked: fc.Arbitrary<Plan> = fc
  .tuple(projections, filters, watermark, filters, projections)
  .map(([first, before, mark, behind, last]) => [{ from: 's' }, ...first, ...before, ...mark, ...behind, ...last])
const unmarked: fc.Arbitrary<Plan> = fc
  .tuple(filters, projections)
  .map(([kept, projected]) => [{ from: 's' }, ...kept, ...projected])

const aggregates = fc.shuffledSubarray(
  [
    'count(*) AS n',
    'count(v) AS nv',
    'sum(v) AS s',
    'min(v) AS lo',
    'max(v) AS hi',
    'avg(v) AS mean',
    'min(k) AS first',
    'max(k) AS last',
  ],
  { minLength: 1, maxLength: 4 },
)
const windows = fc.constantFrom(
  "window(ts, '10 seconds')",
  "window(ts, '10 seconds')",
  "window(ts, '10 seconds', '5 seconds')",
  "window(ts, '20 seconds', '7 seconds')",
  "window(ts, '1 minute', '1 minute', '13 seconds')",
)
const otherKeys = fc.constantFrom<readonly string[]>([], ['k'], ['k'], ['k', 'v'], ['v % 2 AS p'], ['upper(k) AS u'])
const keyTypes = fc.constantFrom('groupBy', 'groupBy', 'groupBy', 'groupBy', 'groupBy', 'rollup', 'cube')
const grouping = (op: string, exprs: readonly string[], agg: readonly string[]): PlanStep => ({ op, exprs, agg })

const windowed = fc
  .tuple(keyTypes, windows, otherKeys, aggregates, fc.boolean())
  .map(([op, window, keys, agg, behind]) => {
    // Grouping sets without the window cannot be evicted; a rollup keeps it in all but the empty one.
    const exprs = behind ? [...keys, window] : [window, ...keys]
    return grouping(op, exprs, agg)
  })
const plain = fc
  .tuple(fc.constantFrom(['ts'], ['ts', 'k'], ['k', 'ts'], ['ts', 'v % 2 AS p']), aggregates)
  .map(([exprs, agg]) => grouping('groupBy', exprs, agg))
const untimed = fc.oneof(
  fc
    .tuple(fc.constantFrom(['k'], ['k', 'v'], ['v > 0 AS positive'], ['length(k) AS l']), aggregates)
    .map(([exprs, agg]) => grouping('groupBy', exprs, agg)),
  aggregates.map((agg): PlanStep => ({ op: 'agg', agg })),
)

/** What may stand behind an aggregation that gives `count(*) AS n`. */
const having = fc.constantFrom<Plan>([], [], [], filter('n > 1'))
/** Conditions on a key that a group by `name` and `k` has: they go below the group. */
const keyed = fc.constantFrom<Plan>([], [], filter('n > 1'), filter("k = 'a'"), filter('k IS NOT NULL AND n < 3'))
/** Of a session Spark would see its rows one by one, before they are sessions. */
const keyedWindows = fc.oneof(keyed, fc.constant(filter("window.start >= TIMESTAMP '2024-01-01 12:00:10Z'")))
const counted = (step: PlanStep): PlanStep =>
  'op' in step && !(step['agg'] as readonly string[]).includes('count(*) AS n')
    ? { ...step, agg: [...(step['agg'] as readonly string[]), 'count(*) AS n'] }
    : step

/** Aggregations of a watermarked stream by windows, by the event time itself, or by neither. */
export const aggregations: fc.Arbitrary<RandomQuery> = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(windowed, fc.constantFrom('append', 'update', 'append', 'update', 'complete')) },
    { weight: 2, arbitrary: fc.tuple(plain, fc.constantFrom('append', 'update', 'complete')) },
    { weight: 1, arbitrary: fc.tuple(untimed, fc.constantFrom('update', 'complete')) },
  )
  .chain(([step, outputMode]) =>
    fc
      .tuple(marked, having)
      .map(([stream, kept]) => ({ plan: [...stream, counted(step), ...kept], outputMode, sources: one })),
  )

/** Aggregations of a stream without a watermark. */
export const noWatermarks: fc.Arbitrary<RandomQuery> = fc
  .tuple(unmarked, fc.oneof(windowed, untimed), having, fc.constantFrom('update', 'complete'))
  .map(([stream, step, kept, outputMode]) => ({ plan: [...stream, counted(step), ...kept], outputMode, sources: one }))

const dropDuplicates = (...columns: readonly string[]): PlanStep => ({ op: 'dropDuplicates', columns })
const within = (...columns: readonly string[]): PlanStep => ({
  op: 'dropDuplicatesWithinWatermark',
  ...(columns.length > 0 ? { columns } : {}),
})
const select = (...exprs: readonly string[]): Plan => [{ op: 'selectExpr', exprs }]

/** Deduplication with and without the event time among its columns, and what reads little of what it gives. */
export const dedups: fc.Arbitrary<RandomQuery> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: marked }, { weight: 1, arbitrary: unmarked }),
    fc.constantFrom(
      dropDuplicates('k'),
      dropDuplicates('k', 'ts'),
      dropDuplicates('ts'),
      dropDuplicates('v', 'k'),
      { op: 'distinct' },
      within('k'),
      within('k', 'v'),
      within('ts'),
      within(),
    ),
    fc.constantFrom<Plan>([], [], select('k'), select('k', 'ts'), filter('v > 0'), filter("k = 'a'")),
    fc.constantFrom('append', 'update'),
  )
  .filter(([stream, step]) => 'op' in step && (hasWatermark(stream) || step.op !== 'dropDuplicatesWithinWatermark'))
  .map(([stream, step, behind, outputMode]) => ({
    plan: [...stream, step, ...behind],
    outputMode,
    sources: one,
    oneFileABatch: true,
  }))

const hasWatermark = (plan: Plan) => plan.some((step) => 'op' in step && step.op === 'withWatermark')

const gaps = fc.constantFrom(
  "session_window(ts, '2 seconds')",
  "session_window(ts, '5 seconds')",
  "session_window(ts, '15 seconds')",
)
const sessionKeys = fc.constantFrom<readonly string[]>(['k'], ['k'], ['k', 'v % 2 AS p'], ['upper(k) AS u'])
const sessioned = fc
  .tuple(gaps, sessionKeys, aggregates, fc.boolean())
  .map(([gap, keys, agg, behind]) => grouping('groupBy', behind ? [...keys, gap] : [gap, ...keys], agg))

/** Sessions with a fixed gap. */
export const sessions: fc.Arbitrary<RandomQuery> = fc
  .tuple(marked, sessioned, having, fc.constantFrom('append', 'append', 'complete'))
  .map(([stream, step, kept, outputMode]) => ({ plan: [...stream, counted(step), ...kept], outputMode, sources: one }))

const windowsAbove = (time: string) =>
  fc.constantFrom(
    `window(${time}, '30 seconds')`,
    `window(${time}, '20 seconds')`,
    `window(${time}, '20 seconds', '10 seconds')`,
  )
const above = (name: string, time: string) =>
  fc
    .tuple(fc.oneof(windowsAbove(`window_time(${name})`), windowsAbove(time)), fc.boolean())
    .map(([window, byKey]) =>
      grouping('groupBy', byKey ? [window, 'k'] : [window], [
        'count(*) AS groups',
        'sum(n) AS total',
        'max(n) AS most',
      ]),
    )
const level1 = windows.map((window) => grouping('groupBy', [window, 'k'], ['count(*) AS n']))
const sessionLevel = gaps.map((gap) => grouping('groupBy', [gap, 'k'], ['count(*) AS n']))
const dedup = fc.constantFrom(dropDuplicates('k', 'ts'), within('k', 'ts'), dropDuplicates('ts', 'k', 'v'))

/** Several stateful operators one above another. */
export const chains: fc.Arbitrary<RandomQuery> = fc
  .tuple(
    marked,
    fc.oneof(
      fc.tuple(level1, keyedWindows, above('window', 'window')).map(([low, kept, high]): Plan => [low, ...kept, high]),
      fc
        .tuple(sessionLevel, having, windowsAbove('window_time(session_window)'))
        .map(
          ([low, kept, window]): Plan => [
            low,
            ...kept,
            grouping('groupBy', [window], ['count(*) AS sessions', 'sum(n) AS total']),
          ],
        ),
      fc.tuple(dedup, windowed).map(([low, high]): Plan => [low, high]),
      fc.tuple(dedup, sessioned).map(([low, high]): Plan => [low, high]),
      fc.tuple(dedup, level1, above('window', 'window')).map((steps): Plan => steps),
      fc.tuple(level1, keyedWindows).map(([low, kept]): Plan => [low, ...kept]),
      fc
        .tuple(level1, keyedWindows)
        .map(
          ([low, kept]): Plan => [low, ...kept, grouping('groupBy', ['window'], ['sum(n) AS n', 'count(k) AS keys'])],
        ),
      level1.map((low): Plan => [low, dropDuplicates('window', 'n'), ...select('window', 'n')]),
      level1.map(
        (low): Plan => [low, dropDuplicates('window', 'n'), grouping('groupBy', ['window'], ['count(*) AS c'])],
      ),
      level1.map(
        (low): Plan => [
          low,
          grouping('groupBy', ["window(window, '20 seconds')", 'k'], ['sum(n) AS n']),
          grouping('groupBy', ["window(window, '60 seconds')"], ['sum(n) AS n', 'count(*) AS c']),
        ],
      ),
    ),
  )
  .map(([stream, steps]) => ({ plan: [...stream, ...steps], outputMode: 'append', sources: one }))

const side = (from: string) => fc.tuple(filters, watermark).map(([kept, mark]): Plan => [{ from }, ...kept, ...mark])
const bare = (from: string) => filters.map((kept): Plan => [{ from }, ...kept])
const united = (left: Plan, right: Plan): Plan => [...left, { op: 'union', right }]
const unitedStreams = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(side('s'), side('r')).map(([left, right]) => united(left, right)) },
  { weight: 1, arbitrary: fc.tuple(side('s'), bare('r')).map(([left, right]) => united(left, right)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(bare('s'), bare('r'), watermark)
      .map(([left, right, mark]) => [...united(left, right), ...mark]),
  },
  { weight: 1, arbitrary: fc.tuple(side('s'), side('s')).map(([left, right]) => united(left, right)) },
)

/** Each side is aggregated or deduplicated on its own before they meet. */
const branches = fc.oneof(
  fc
    .tuple(
      side('s'),
      level1,
      side('r'),
      level1,
      fc.constantFrom<Plan>([], [grouping('groupBy', ['window'], ['sum(n) AS n'])]),
    )
    .map(([left, low, right, other, high]) => [...united([...left, low], [...right, other]), ...high]),
  fc
    .tuple(side('s'), dedup, side('r'), level1)
    .map(([left, step, right, high]) => [
      ...united([...left, step, ...select('ts', 'k')], [...right, ...select('ts', 'k')]),
      high,
    ]),
)

const unitedBranches: fc.Arbitrary<RandomQuery> = branches.map((plan) => ({ plan, outputMode: 'append', sources: two }))

const unitedPlain: fc.Arbitrary<RandomQuery> = fc
  .tuple(
    unitedStreams,
    filters,
    fc.oneof(
      fc
        .tuple(windowed, fc.constantFrom('append', 'update', 'complete'))
        .map(([step, outputMode]) => ({ steps: [step], outputMode })),
      dedup.map((step) => ({ steps: [step, ...select('k', 'ts')], outputMode: 'append' })),
      sessioned.map((step) => ({ steps: [step], outputMode: 'append' })),
      fc.tuple(level1, above('window', 'window')).map((steps) => ({ steps, outputMode: 'append' })),
    ),
  )
  .map(([stream, kept, { steps, outputMode }]) => ({
    plan: [...stream, ...kept, ...steps],
    outputMode,
    sources: JSON.stringify(stream).includes('"r"') ? two : one,
  }))

/** Unions of two streams with one watermark or two, and what is done with them or was done on each side. */
export const unions: fc.Arbitrary<RandomQuery> = fc.oneof(
  { weight: 5, arbitrary: unitedPlain },
  { weight: 1, arbitrary: unitedBranches },
)

/** Unions whose sides have each a watermark. */
export const markedUnions: fc.Arbitrary<RandomQuery> = unions.filter(
  ({ plan }) => JSON.stringify(plan).split('withWatermark').length > 2,
)

/** Queries without keys or windows; the watermark only advances. */
export const stateless: fc.Arbitrary<RandomQuery> = fc.oneof(
  { weight: 2, arbitrary: marked.map((plan) => ({ plan, outputMode: 'append', sources: one })) },
  {
    weight: 1,
    // A limit above a watermark stops the reading of rows that would have moved it, which depends on partitions.
    arbitrary: fc.tuple(unmarked, fc.integer({ min: 1, max: 6 })).map(([stream, n]) => ({
      plan: [...stream, { op: 'limit', n }],
      outputMode: 'append',
      sources: one,
      oneFileABatch: true,
    })),
  },
)
