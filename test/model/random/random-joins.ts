/** Random queries that join streams with each other or with a table. Every one is legal. */
import fc from 'fast-check'
import type { Plan, PlanStep } from '../../golden/runner/scenario.ts'
import { delay } from './random-queries.ts'
import type { RandomQuery } from './random-scenario.ts'
import { plainColumns, type StreamColumns } from './random-stream.ts'

const left: StreamColumns = { time: 'lt', key: 'lk', value: 'lv' }
const right: StreamColumns = { time: 'rt', key: 'rk', value: 'rv' }
const third: StreamColumns = { time: 'qt', key: 'qk', value: 'qv' }
const two = { s: left, r: right }

const filter = (expr: string): Plan => [{ op: 'filter', expr }]
const select = (...exprs: readonly string[]): Plan => [{ op: 'selectExpr', exprs }]

/**
 * Conditions on one side, some behind the watermark on the key, which equalities carry over to the other side. Spark
 * forgets one on the key before the watermark in batches that bring nothing for that side.
 */
const filters = ({ time, key, value }: StreamColumns, behind: boolean) =>
  fc.constantFrom<Plan>(
    [],
    [],
    [],
    [],
    filter(`${value} > 0`),
    behind ? filter(`${key} = 'a' OR ${key} = 'b'`) : [],
    filter(`${key} IS NOT NULL AND ${value} < 7`),
    filter(`${time} > TIMESTAMP '2024-01-01 12:00:03Z'`),
  )

/** A side with its watermark; `shape` is what is done with it then. */
const side = (from: string, columns: StreamColumns, shape: (columns: StreamColumns) => Plan) =>
  fc
    .tuple(filters(columns, false), delay, filters(columns, true))
    .map(
      ([before, text, behind]): Plan => [
        { from },
        ...before,
        { op: 'withWatermark', column: columns.time, delay: text },
        ...behind,
        ...shape(columns),
      ],
    )

const asItIs = (): Plan => []
const windowed = ({ time, key, value }: StreamColumns): Plan =>
  select(`window(${time}, '10 seconds') AS ${time[0]}w`, key, value)
const counted = ({ time, key }: StreamColumns): Plan => [
  { op: 'groupBy', exprs: [`window(${time}, '10 seconds')`, key], agg: ['count(*) AS n'] },
  ...select(`window AS ${time[0]}w`, key, `n AS ${time[0]}v`),
]
const deduplicated = ({ time, key }: StreamColumns): Plan => [{ op: 'dropDuplicates', columns: [key, time] }]

const ranges = [
  'rt >= lt AND rt <= lt + INTERVAL 20 SECONDS',
  'rt > lt AND rt < lt + INTERVAL 15 SECONDS',
  'lt BETWEEN rt - INTERVAL 10 SECONDS AND rt + INTERVAL 5 SECONDS',
  'rt < lt - INTERVAL 10 SECONDS AND rt > lt - INTERVAL 40 SECONDS',
  "rt + INTERVAL '1.5' SECOND >= lt AND rt - INTERVAL '2.5' SECOND < lt",
  'rt >= lt AND rt < lt + INTERVAL 10 SECONDS AND rt < lt + INTERVAL 20 SECONDS',
  'lt = rt',
]
/** What bounds one side only, or none. */
const openRanges: { readonly [how: string]: readonly string[] } = {
  inner: ['rt >= lt', 'rt <= lt + INTERVAL 10 SECONDS', 'true'],
  leftOuter: ['rt <= lt + INTERVAL 10 SECONDS'],
  rightOuter: ['rt >= lt - INTERVAL 5 SECONDS'],
}
const residuals = fc.constantFrom(
  '',
  '',
  '',
  ' AND lv < rv',
  ' AND lv + rv > 3',
  ' AND lv > 0',
  ' AND rv > 0',
  " AND lk <> 'c'",
  ' AND coalesce(lv, 1) > coalesce(rv, 0)',
)
const types = fc.constantFrom('inner', 'inner', 'leftOuter', 'rightOuter', 'fullOuter', 'leftSemi')
const join = (other: Plan, on: string, how: string): PlanStep => ({ op: 'join', right: other, on, how })
const count: readonly string[] = ['count(*) AS n']

/** What stands above a join: nothing, a condition, fewer columns, an aggregation, a deduplication. */
function above(how: string): fc.Arbitrary<Plan> {
  const semi = how === 'leftSemi'
  const plain: Plan[] = [[], [], [], filter('lv > 0'), filter("lk = 'a'")]
  if (semi) plain.push(select('lk', 'lv'))
  else
    plain.push(
      filter('rv > 0'),
      filter('lv < rv'),
      filter('rt IS NULL OR rv > 1'),
      select('lk', 'rv'),
      select('rk', 'lv'),
    )
  const grouped = (time: string, agg: readonly string[]): Plan => [
    { op: 'groupBy', exprs: [`window(${time}, '20 seconds')`], agg },
  ]
  if (how === 'inner' || how === 'leftOuter') {
    plain.push(grouped('lt', ['count(*) AS n', 'count(rv) AS m']), grouped('lt', ['sum(rv) AS s']))
    plain.push([...select('lt', 'lk'), { op: 'dropDuplicates', columns: ['lt', 'lk'] }])
  }
  if (semi) plain.push(grouped('lt', count), [{ op: 'dropDuplicates', columns: ['lt', 'lk'] }, ...select('lt', 'lk')])
  if (how === 'inner' || how === 'rightOuter') plain.push(grouped('rt', ['count(*) AS n', 'count(lv) AS m']))
  return fc.constantFrom(...plain)
}

const stateful = (plan: Plan) => plan.some((step) => 'op' in step && /groupBy|dropDup/.test(step.op))
const modes = (how: string, plan: Plan) =>
  how === 'inner' && !stateful(plan) ? fc.constantFrom('append', 'append', 'update') : fc.constant('append')

/** Joins by a key and a range of times. */
const byTime: fc.Arbitrary<RandomQuery> = types.chain((how) =>
  fc
    .tuple(
      side('s', left, asItIs),
      fc.oneof(
        { weight: 6, arbitrary: side('r', right, asItIs) },
        {
          weight: 1,
          arbitrary: side('r', right, deduplicated).map((plan): Plan => [...plan, ...select('rt', 'rk', '1 AS rv')]),
        },
        {
          weight: 1,
          arbitrary: delay.map(
            (text): Plan => [
              { from: 's' },
              ...select('lt AS rt', 'lk AS rk', 'lv AS rv'),
              { op: 'withWatermark', column: 'rt', delay: text },
            ],
          ),
        },
      ),
      fc.constantFrom(...ranges, ...(openRanges[how] ?? [])),
      residuals,
      above(how),
    )
    .chain(([plan, other, range, residual, behind]) =>
      modes(how, [...plan, ...other, ...behind]).map((outputMode) => ({
        plan: [...plan, join(other, `lk = rk AND ${range}${residual}`, how), ...behind],
        outputMode,
        sources: JSON.stringify(other).includes('"r"') ? two : { s: left },
      })),
    ),
)

/** Joins by a window, of rows or of what was aggregated. */
const byWindow: fc.Arbitrary<RandomQuery> = types.chain((how) =>
  fc
    // Spark puts a semi join below an aggregation of its left side.
    .constantFrom(windowed, windowed, how === 'leftSemi' ? windowed : counted)
    .chain((shape) =>
      fc.tuple(
        side('s', left, shape),
        side('r', right, shape),
        fc.constantFrom('lw = rw AND lk = rk', 'lk = rk AND lw = rw', 'lw = rw'),
        fc.constantFrom('', '', ' AND lv < rv', ' AND rv > 0'),
        fc.constantFrom<Plan>(
          [],
          [],
          filter('lv > 0'),
          select('lw.start AS start', 'lk', 'lv'),
          ...(how === 'inner' || how === 'leftOuter' || how === 'leftSemi'
            ? [[{ op: 'groupBy', exprs: ['lw'], agg: count }]]
            : []),
        ),
      ),
    )
    .map(([plan, other, on, residual, behind]) => ({
      plan: [...plan, join(other, `${on}${residual}`, how), ...behind],
      outputMode: 'append',
      sources: two,
    })),
)

/** Three streams; the second event time is left behind after the first join. */
const ofThree: fc.Arbitrary<RandomQuery> = fc
  .tuple(
    side('s', left, asItIs),
    side('r', right, asItIs),
    side('q', third, asItIs),
    fc.constantFrom(...ranges),
    fc.constantFrom('inner', 'leftOuter'),
    fc.constantFrom('inner', 'leftOuter'),
  )
  .map(([one, two, three, range, how, next]) => ({
    plan: [
      ...one,
      join(two, `lk = rk AND ${range}`, how),
      ...select('lt', 'lk', 'lv', 'rv'),
      join(three, 'lk = qk AND qt >= lt AND qt <= lt + INTERVAL 15 SECONDS', next),
    ],
    outputMode: 'append',
    sources: { s: left, r: right, q: third },
  }))

/** Joins of streams. */
export const joins: fc.Arbitrary<RandomQuery> = fc.oneof(
  { weight: 7, arbitrary: byTime },
  { weight: 3, arbitrary: byWindow },
  { weight: 1, arbitrary: ofThree },
)

const table = {
  d: {
    schema: 'dk string, name string, low int',
    rows: [
      { dk: 'a', name: 'Alpha', low: 0 },
      { dk: 'a', name: 'Again', low: 3 },
      { dk: 'b', name: 'Beta', low: 2 },
      { dk: null, name: 'Nobody', low: null },
      { dk: 'x', name: null, low: 1 },
    ],
  },
}
const windowCount: Plan = [{ op: 'groupBy', exprs: ["window(ts, '10 seconds')", 'name'], agg: count }]

/** Joins of a stream with a table. */
export const tableJoins: fc.Arbitrary<RandomQuery> = fc
  .tuple(
    side('s', plainColumns, asItIs),
    fc.constantFrom('k = dk', 'k = dk AND v > low', 'k = dk AND v > 0', "k = dk AND name <> 'Beta'", 'k <=> dk'),
    fc.constantFrom('inner', 'leftOuter', 'leftSemi', 'leftAnti', 'rightOuter'),
    fc.constantFrom<Plan>([], [], filter('v > 0'), filter("k = 'a'"), filter("name LIKE 'A%'"), windowCount),
  )
  .filter(([, , how, behind]) => !/Semi|Anti/.test(how) || !JSON.stringify(behind).includes('name'))
  .map(([stream, on, how, behind]) => {
    const plan: Plan =
      how === 'rightOuter' ? [{ from: 'd' }, join(stream, on, how)] : [...stream, join([{ from: 'd' }], on, how)]
    return { plan: [...plan, ...behind], outputMode: 'append', sources: { s: plainColumns }, statics: table }
  })
