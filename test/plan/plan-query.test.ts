import { describe, expect, test } from 'vitest'
import { MillraceError } from '../../lib/errors.ts'
import type { Bound } from '../../lib/expressions/bound.ts'
import { col, lit } from '../../lib/expressions/column-functions.ts'
import { refuseRowNumbers } from '../../lib/plan/analyze/check-query.ts'
import { defineJoin, defineOperator } from '../../lib/plan/define-operator.ts'
import { makeNode } from '../../lib/plan/node.ts'
import type { Node } from '../../lib/plan/nodes.ts'
import { planQuery } from '../../lib/plan/plan-query.ts'
import type { Schema } from '../../lib/types/schema.ts'
import { field, intType } from '../../lib/types/types.ts'
import {
  drop,
  filter,
  limit,
  localRelation,
  select,
  selectExpr,
  union,
  withColumns,
  withWatermark,
} from '../../operators/index.ts'
import { contractOperators } from '../contract/contract-operators.ts'
import { planned, plannerOf, runEpoch, source, started } from './run-plan.ts'

const events = () => source('events', 'ts TIMESTAMP, k STRING, v INT')
const second = (n: number) => BigInt(n) * 1_000_000n

function condition(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return error instanceof MillraceError ? `${error.condition}: ${error.message}` : String(error)
  }
  return 'nothing was thrown'
}

describe('columns', () => {
  test('only those that the plan reads are asked of the source, filters’ and event time included', async () => {
    const plan = select.node(filter.node(withWatermark.node(events(), 'ts', '1 second'), 'v > 1'), 'k')
    const { requests } = await started(planned(plan))
    expect(requests.map((one) => one.columns)).toEqual([[0, 1, 2]])
    const narrow = await started(planned(select.node(filter.node(events(), 'v > 1'), 'k')))
    expect(narrow.requests.map((one) => one.columns)).toEqual([[1, 2]])
    const none = await started(planned(select.node(events(), lit(1).as('one'))))
    expect(none.requests.map((one) => one.columns)).toEqual([[]])
  })

  test('that are dropped or replaced are not read', async () => {
    const { requests } = await started(planned(drop.node(withColumns.node(events(), { v: col('k') }), 'ts')))
    expect(requests.map((one) => one.columns)).toEqual([[1]])
  })

  test('come out in the plan’s order whatever the source was asked for', async () => {
    const run = await started(planned(select.node(events(), 'v', 'k')))
    expect(runEpoch(run, { events: [[0n, 'a', 1]] }).rows).toEqual([[1, 'a']])
  })
})

describe('keys', () => {
  test('that are strings are asked of the source as dictionary codes, through whatever hands them on', async () => {
    const renamed = select.node(
      filter.node(withWatermark.node(events(), 'ts', '1 second'), 'v > 1'),
      'ts',
      col('k').as('key'),
    )
    const both = union.node(renamed, select.node(source('more', 'k STRING, ts TIMESTAMP'), 'ts', 'k'))
    const plan = makeNode('deduplicate', { columns: ['key', 'ts'], withinWatermark: false }, [both])
    const { requests } = await started(planned(plan, plannerOf(...contractOperators)))
    expect(requests.map(({ columns, dictionary }) => [columns, dictionary])).toEqual([
      [[0, 1, 2], [1]],
      [[0, 1], [0]],
    ])
  })

  test('that are computed are not', async () => {
    const plan = makeNode('deduplicate', { columns: ['u'], withinWatermark: false }, [
      select.node(events(), col('k').substr(1, 1).as('u')),
    ])
    const { requests } = await started(planned(plan, plannerOf(...contractOperators)))
    expect(requests.map((one) => one.dictionary)).toEqual([[]])
  })
})

describe('filters', () => {
  const plan = () => filter.node(filter.node(events(), 'v > 1'), "k = 'a'")
  const data = {
    events: [
      [0n, 'a', 1],
      [0n, 'a', 2],
      [0n, 'b', 3],
    ],
  } as const

  test('are handed to the source, in order; what it leaves is done above it', async () => {
    const cases: readonly [(filters: readonly Bound[]) => readonly Bound[], readonly number[]][] = [
      [(filters) => filters, [2]],
      [() => [], [1, 2, 3]],
      [(filters) => filters.slice(1), [1, 2]],
    ]
    for (const [residual, left] of cases) {
      const run = await started(planned(plan()), residual)
      expect(run.requests[0]?.filters).toHaveLength(2)
      expect(runEpoch(run, data).rows.map((row) => row[2])).toEqual(left)
    }
  })

  test('go below withWatermark unless they read the event time', () => {
    const above = filter.node(withWatermark.node(events(), 'ts', '1 second'), "v > 1 AND ts > TIMESTAMP '2020-01-01'")
    expect(planned(above).explain(false)).toMatchInlineSnapshot(`
      "== Physical Plan ==
      *(2) Filter (ts > TIMESTAMP '2020-01-01 00:00:00')
      +- *(2) Filter (ts IS NOT NULL)
         +- EventTimeWatermark ts, 1 seconds
            +- *(1) Filter (v > 1)
               +- StreamingRelation test, [ts, k, v], PushedFilters: [(v > 1)]
      "
    `)
  })

  test('stay where they are when they would grow without bounds', async () => {
    let plan: Node = source('events', 'd DOUBLE')
    for (let at = 0; at < 60; at++) plan = withColumns.node(plan, { d: col('d').plus(col('d')) })
    const run = await started(planned(filter.node(plan, 'd > 1')))
    expect(runEpoch(run, { events: [[1], [-1]] }).rows).toEqual([[2 ** 60]])
  })

  test('go to both sides of a union and not below limit', async () => {
    const both = filter.node(union.node(events(), source('more', 'ts TIMESTAMP, k STRING, v INT')), 'v > 1')
    expect((await started(planned(both))).requests.map((one) => one.filters.length)).toEqual([1, 1])
    const limited = await started(planned(filter.node(limit.node(events(), 1), 'v > 1')))
    expect(limited.requests.map((one) => one.filters.length)).toEqual([0])
    expect(
      runEpoch(limited, {
        events: [
          [0n, 'a', 1],
          [0n, 'a', 2],
        ],
      }).rows,
    ).toEqual([])
  })
})

describe('a source that is used twice', () => {
  test('is read once, with no filter, when its uses want the same columns', async () => {
    const events$ = events()
    const query = planned(union.node(filter.node(events$, 'v > 1'), filter.node(events$, 'v <= 1')))
    expect(query.sources).toHaveLength(1)
    const run = await started(query)
    expect(run.requests.map(({ columns, filters }) => [columns, filters])).toEqual([[[0, 1, 2], []]])
    const { rows } = runEpoch(run, {
      events: [
        [0n, 'a', 1],
        [0n, 'a', 2],
      ],
    })
    expect(rows.map((row) => row[2]).sort()).toEqual([1, 2])
    expect(run.running.inputRows(query.sources[0]?.options.relation as string)).toBe(4)
  })

  test('has an edge for each set of columns, and one line in the offset log', async () => {
    const events$ = events()
    const query = planned(union.node(select.node(events$, 'k'), select.node(events$, col('v').cast('string').as('k'))))
    expect(query.sources.map((one) => one.options.relation)).toEqual(['events'])
    const run = await started(query)
    expect(run.running.edges.map((edge) => [edge.relation, edge.scan.schema.names])).toEqual([
      ['events', ['k']],
      ['events', ['v']],
    ])
    expect(runEpoch(run, { events: [[0n, 'a', 1]] }).rows).toEqual([['a'], ['1']])
  })

  test('sources are listed in the order of the plan', () => {
    const plan = union.node(union.node(source('b', 'x INT'), source('a', 'x INT')), source('b', 'x INT'))
    expect(planned(plan).sources.map((one) => one.options.relation)).toEqual(['b', 'a'])
  })
})

describe('an epoch', () => {
  test('is schema, epoch, rows, watermark, barrier, in every epoch', async () => {
    const run = await started(planned(withWatermark.node(events(), 'ts', '1 second')))
    expect(runEpoch(run, { events: [[second(10), 'a', 1]] }).kinds).toEqual(['schema', 'epoch', 'watermark', 'barrier'])
    expect(run.running.hasWatermark).toBe(true)
    expect(run.running.nextWatermark(0n)).toBe(second(9))
    expect(run.running.takeEventTimeStats()).toEqual({
      count: 1,
      min: second(10),
      max: second(10),
      average: second(10),
    })
    expect(runEpoch(run, {}, 1, second(9)).kinds).toEqual(['schema', 'epoch', 'watermark', 'barrier'])
    expect(run.running.nextWatermark(second(9))).toBe(second(9))
    expect(run.running.takeEventTimeStats()).toBeUndefined()
  })

  test('of a plan without watermark has none', async () => {
    const run = await started(planned(events()))
    expect(runEpoch(run, {}).kinds).toEqual(['schema', 'epoch', 'barrier'])
  })

  test('counts null event times as 1970, as Spark does', async () => {
    const run = await started(planned(withWatermark.node(events(), 'ts', '0 seconds')))
    runEpoch(run, {
      events: [
        [null, 'a', 1],
        [second(4), 'a', 1],
        [-second(2), 'a', 1],
      ],
    })
    expect(run.running.takeEventTimeStats()).toMatchObject({ count: 3, min: -second(2), max: second(4) })
  })

  test('fails with what an expression raises, and the plan is dead', async () => {
    const run = await started(planned(select.node(events(), col('v').divideBy(0).as('x'))))
    expect(condition(() => runEpoch(run, { events: [[0n, 'a', 1]] }))).toContain('DIVIDE_BY_ZERO')
    expect(condition(() => runEpoch(run, {}, 1))).toContain('a plan that failed')
  })

  test('fails with what its source reports', async () => {
    const { running } = await started(planned(events()))
    const errors: unknown[] = []
    running
      .epoch({ epoch: 0, batchTime: 0n, watermark: 0n }, (edges) => edges[0]?.error(new Error('no such file')))
      .subscribe({ error: (error) => errors.push(error) })
    expect(errors).toEqual([new Error('no such file')])
  })

  test('that is unsubscribed stops its feed and leaves a dead plan', async () => {
    const run = await started(planned(events()))
    let stopped = false
    const subscription = run.running
      .epoch({ epoch: 0, batchTime: 0n, watermark: 0n }, () => () => {
        stopped = true
      })
      .subscribe()
    expect(condition(() => runEpoch(run, {}, 1))).toContain('before the last one ended')
    subscription.unsubscribe()
    expect(stopped).toBe(true)
    expect(condition(() => runEpoch(run, {}, 1))).toContain('was unsubscribed in epoch 0')
  })

  test('cannot be run after close', async () => {
    const run = await started(planned(events()))
    run.running.close()
    run.running.close()
    expect(condition(() => runEpoch(run, {}))).toContain('was closed')
  })

  test('withWatermark above another fails as soon as the watermark has left 1970', async () => {
    const run = await started(
      planned(withWatermark.node(withWatermark.node(events(), 'ts', '1 second'), 'ts', '2 seconds')),
    )
    runEpoch(run, { events: [[second(10), 'a', 1]] })
    expect(condition(() => runEpoch(run, {}, 1, second(8)))).toContain(
      '_LEGACY_ERROR_TEMP_3076: Redefining watermark is disallowed.',
    )
  })
})

describe('static frames', () => {
  const batch = (root: Node) => planQuery(root, plannerOf(), { kind: 'batch', outputMode: 'append' })
  const three = () => localRelation.node({ fields: [field('n', intType)], rows: [[1], [2], [3]] })

  test('run in one epoch, rows of the program without any source', async () => {
    const run = await started(batch(limit.node(filter.node(three(), 'n > 1'), 1)))
    expect(runEpoch(run, {}).rows).toEqual([[2]])
    expect(run.running.stages).toEqual([])
    expect(run.running.edges).toEqual([])
  })

  test('have no watermark: withWatermark does nothing', async () => {
    const run = await started(
      batch(withWatermark.node(source('table', 'ts TIMESTAMP', false), 'no_such_column', '1 second')),
    )
    expect(run.running.hasWatermark).toBe(false)
    expect(runEpoch(run, { table: [[second(1)]] })).toEqual({
      rows: [[second(1)]],
      kinds: ['schema', 'epoch', 'barrier'],
    })
  })

  test('actions on a stream are refused', () => {
    expect(condition(() => batch(events()))).toContain(
      'Queries with streaming sources must be executed with writeStream.start()',
    )
  })
})

describe('what cannot run as a stream', () => {
  const mode = (root: Node, outputMode: 'append' | 'update' | 'complete') =>
    condition(() => planned(root, plannerOf(), outputMode))

  test('is refused in Spark’s words', () => {
    const table = source('table', 'ts TIMESTAMP, k STRING, v INT', false)
    expect(mode(union.node(events(), table), 'append')).toBe(
      '_LEGACY_ERROR_TEMP_3102: Union between streaming and batch DataFrames/Datasets is not supported',
    )
    expect(mode(limit.node(events(), 2), 'update')).toBe(
      '_LEGACY_ERROR_TEMP_3102: Limits are not supported on streaming DataFrames/Datasets in Update output mode',
    )
    const numbered = { kind: 'call', name: 'monotonically_increasing_id', args: [] } as const
    expect(condition(() => refuseRowNumbers({ kind: 'alias', input: numbered, names: ['id'] }))).toBe(
      '_LEGACY_ERROR_TEMP_3102: Expression(s): monotonically_increasing_id() is not supported with streaming DataFrames/Datasets',
    )
    expect(mode(events(), 'complete')).toContain('STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION')
    expect(mode(table, 'append')).toContain(
      'Queries without streaming sources cannot be executed with writeStream.start()',
    )
  })

  test('an operator that nobody registered is named', () => {
    expect(mode(makeNode('everySecond' as never, {} as never, [events()]), 'append')).toContain(
      'MILLRACE_UNKNOWN_OPERATOR: The plan holds an operator that nobody registered: everySecond.',
    )
  })
})

describe('explain', () => {
  test('shows the plan in Spark’s four forms', () => {
    const plan = select.node(filter.node(events(), 'v > 1'), col('v').plus(1).as('w'))
    expect(planned(plan).explain(true)).toMatchInlineSnapshot(`
      "== Parsed Logical Plan ==
      ~Project [(v + 1) AS w]
      +- ~Filter (v > 1)
         +- StreamingRelation test, [ts, k, v]

      == Analyzed Logical Plan ==
      w: int
      ~Project [(v + 1) AS w]
      +- ~Filter (v > 1)
         +- StreamingRelation test, [ts, k, v]

      == Optimized Logical Plan ==
      ~Project [(v + 1) AS w]
      +- ~Filter (v > 1)
         +- StreamingRelation test, [ts, k, v]

      == Physical Plan ==
      *(1) Project [(v + 1) AS w]
      +- *(1) Filter (v > 1)
         +- StreamingRelation test, [v], PushedFilters: [(v > 1)]
      "
    `)
  })
})

describe('an operator of the user’s own', () => {
  const everyNth = defineOperator(
    {
      name: 'everyNth',
      inputs: 1,
      state: 'none',
      schema: (_: { readonly n: number }, [input]) => input as Schema,
      describe: ({ n }) => `EveryNth ${n}`,
      start({ n }) {
        let seen = 0
        return {
          onBatch(batch, out) {
            const kept: number[] = []
            for (let at = 0; at < batch.selected; at++) {
              if (seen++ % n === 0) kept.push(batch.selection ? (batch.selection[at] as number) : at)
            }
            if (kept.length > 0) out.batch(batch.select(Int32Array.from(kept), kept.length))
          },
        }
      },
    },
    (n: number) => ({ n }),
  )

  test('runs in a plan like ours, and filters do not move below it', async () => {
    const plan = filter.node(everyNth.node(events(), 2), 'v > 1')
    const run = await started(planned(plan, plannerOf(everyNth.definition)))
    expect(run.requests[0]?.filters).toEqual([])
    expect(
      runEpoch(run, {
        events: [
          [0n, 'a', 1],
          [0n, 'b', 2],
          [0n, 'c', 3],
        ],
      }).rows,
    ).toEqual([[0n, 'c', 3]])
  })
})

describe('operators of two inputs', () => {
  const passing = defineJoin(
    {
      name: 'passing',
      inputs: 2,
      state: 'none',
      build: 1,
      schema: (_: Record<string, never>, [left]) => left as Schema,
      describe: () => 'Passing',
      start: () => ({ onBatch: (batch, out) => out.batch(batch) }),
    },
    () => ({}),
  )

  test('say which sources must be complete before the others are read', async () => {
    const plan = passing.node(
      source('facts', 'n INT'),
      union.node(source('a', 'n INT', false), source('b', 'n INT', false)),
    )
    const { running } = await started(planned(plan, plannerOf(passing.definition)))
    expect(running.edges.map((edge) => [edge.relation, edge.build, edge.streaming])).toEqual([
      ['facts', 0, true],
      ['a', 1, false],
      ['b', 1, false],
    ])
  })

  test('read a relation twice when only one of its uses is a build side', async () => {
    const table = source('table', 'n INT')
    const { running } = await started(planned(passing.node(table, table), plannerOf(passing.definition)))
    expect(running.edges.map((edge) => edge.build)).toEqual([0, 1])
  })

  test('a limit on their static side takes the same rows in each epoch', async () => {
    const plan = passing.node(source('facts', 'n INT'), limit.node(source('table', 'n INT', false), 1))
    const run = await started(planned(plan, plannerOf(passing.definition)))
    expect(run.running.stages).toEqual([])
    const data = { facts: [[1]], table: [[7], [8]] }
    expect(runEpoch(run, data).rows).toEqual([[7], [1]])
    expect(runEpoch(run, data, 1).rows).toEqual([[7], [1]])
  })
})

describe('state', () => {
  const counted = () =>
    makeNode('windowedCount', { time: 'ts', width: second(10), keys: [], aggregates: [{ name: 'n' }] }, [
      makeNode('deduplicate', { columns: ['k', 'ts'], withinWatermark: false }, [
        withWatermark.node(events(), 'ts', '0 seconds'),
      ]),
    ])
  const planner = () => plannerOf(...contractOperators)

  test('stages are numbered downstream first, by the plan’s shape alone', async () => {
    for (let run = 0; run < 2; run++) {
      const { running } = await started(planned(counted(), planner()))
      expect(running.stages.map((one) => [one.index, one.operatorName])).toEqual([
        [0, 'stateStoreSave'],
        [1, 'dedupe'],
      ])
    }
  })

  test('rows are late by the watermark of the epoch before the restart', async () => {
    const run = await started(planned(counted(), planner()), undefined, { initialWatermark: second(20) })
    runEpoch(
      run,
      {
        events: [
          [second(20), 'a', 1],
          [second(21), 'b', 1],
        ],
      },
      0,
      second(20),
    )
    expect(run.running.stages.map((one) => one.store.metrics.rowsDroppedByWatermark)).toEqual([0, 1])
  })

  test('is asked for a batch without data only when the watermark has moved, and never in complete mode', async () => {
    const { running } = await started(planned(counted(), planner()))
    expect(running.needsBatch(second(1), second(1), 0n)).toBe(false)
    expect(running.needsBatch(second(1), second(2), 0n)).toBe(true)
    const stateless = await started(planned(withWatermark.node(events(), 'ts', '0 seconds')))
    expect(stateless.running.needsBatch(0n, second(2), 0n)).toBe(false)
    const complete = makeNode(
      'windowedCount',
      { time: 'ts', width: second(10), keys: [], aggregates: [{ name: 'n' }] },
      [withWatermark.node(events(), 'ts', '0 seconds')],
    )
    const run = await started(planned(complete, planner(), 'complete'), undefined, { outputMode: 'complete' })
    expect(run.running.needsBatch(0n, second(2), 0n)).toBe(false)
  })
})

describe('a generator in a plan', () => {
  const lists = (): Node => source('lists', 'ts TIMESTAMP, k STRING, v INT, a ARRAY<INT>')

  test('lets predicates on what it repeats go below it and the watermark, with what it needs itself', () => {
    const exploded = selectExpr.node(withWatermark.node(lists(), 'ts', '1 second'), 'k', 'explode(a) AS x')
    expect(planned(filter.node(exploded, "k = 'b' AND x > 1")).explain(false)).toMatchInlineSnapshot(`
      "== Physical Plan ==
      *(2) Project [k, x]
      +- *(2) Filter (x > 1)
         +- *(2) Generate explode(a), [k], false, [x]
            +- EventTimeWatermark ts, 1 seconds
               +- *(1) Filter (k = b)
                  +- *(1) Filter (a IS NOT NULL)
                     +- *(1) Filter (size(a) > 0)
                        +- StreamingRelation test, [ts, k, a], PushedFilters: [(size(a) > 0), (a IS NOT NULL), (k = b)]
      "
    `)
  })

  test('reads its array and what is wanted of the rest', async () => {
    const run = await started(planned(selectExpr.node(lists(), 'explode(a) AS x')))
    expect(run.requests[0]?.columns).toEqual([3])
    expect(
      runEpoch(run, {
        lists: [
          [0n, 'k', 1, [5, null]],
          [0n, 'k', 1, null],
          [0n, 'k', 1, []],
        ],
      }).rows,
    ).toEqual([[5], [null]])
  })
})
