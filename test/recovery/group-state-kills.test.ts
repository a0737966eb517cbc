/**
 * Queries with (flat)mapGroupsWithState that end at every step of the commit protocol, in each of their batches, and go on
 * from the checkpoint: their rows are those of the run that nothing disturbs, also when batches come in pieces, and when
 * the function is asynchronous.
 */
import { describe, test } from 'vitest'
import { createSession } from '../../index.ts'
import type { GroupState, GroupStateTimeout } from '../../lib/plan/user-state/group-state.ts'
import { protocolSteps } from '../../lib/query/probe.ts'
import {
  add,
  advanceClock,
  type CrashPoint,
  crash,
  expectNew,
  expectState,
  type Step,
  start,
  testQuery,
  virtualSurroundings,
} from '../../lib/testing/index.ts'
import type { RowObject } from '../../lib/types/values/row-value.ts'

type Event = readonly [string, number]
interface Tick {
  readonly events: readonly Event[]
  /** Rows by the end of the batch, none when there is none. */
  readonly rows: readonly Event[]
}

interface Shape {
  readonly timeout: GroupStateTimeout
  readonly ticks: readonly Tick[]
  /** Groups with state at the end. */
  readonly left: number
}

/** Every ten seconds; a word times out 15 s of the clock after its last data. */
const byClock: Shape = {
  timeout: 'ProcessingTimeTimeout',
  ticks: [
    {
      events: [
        ['a', 1],
        ['b', 1],
        ['b', 5],
      ],
      rows: [
        ['a', 1],
        ['b', 6],
      ],
    },
    { events: [['a', 2]], rows: [['a', 3]] },
    {
      events: [['c', 1]],
      rows: [
        ['c', 1],
        ['b', -1],
      ],
    },
    { events: [], rows: [['a', -1]] },
    {
      events: [
        ['d', 4],
        ['a', 7],
      ],
      rows: [
        ['d', 4],
        ['a', 7],
        ['c', -1],
      ],
    },
    { events: [['d', 1]], rows: [['d', 5]] },
  ],
  left: 2,
}

/** A word times out when the watermark, 10 s behind, has passed 5 s after its latest time. */
const byWatermark: Shape = {
  timeout: 'EventTimeTimeout',
  ticks: [
    {
      events: [
        ['a', 11],
        ['a', 13],
        ['b', 12],
      ],
      rows: [
        ['a', 24],
        ['b', 12],
      ],
    },
    { events: [['a', 20]], rows: [['a', 44]] },
    { events: [['c', 40]], rows: [['c', 40]] },
    {
      events: [
        ['d', 41],
        ['a', 3],
      ],
      rows: [
        ['d', 41],
        ['a', -1],
        ['b', -1],
      ],
    },
    { events: [['c', 60]], rows: [['c', 100]] },
    {
      events: [['e', 61]],
      rows: [
        ['e', 61],
        ['d', -1],
      ],
    },
  ],
  left: 2,
}

/** Sums; it remembers the sum, and the latest time in the time-out only. */
function sum(timeout: GroupStateTimeout) {
  return (word: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>) => {
    if (state.hasTimedOut) {
      state.remove()
      return [{ word, n: -1n }]
    }
    let total = state.getOption() ?? 0n
    let latest = 0n
    for (const { n } of rows as Iterable<{ readonly n: bigint | null }>) {
      total += n ?? 0n
      if (n !== null && n > latest) latest = n
    }
    state.update(total)
    if (timeout === 'EventTimeTimeout') state.setTimeoutTimestamp(1000 * Number(latest), '5 seconds')
    else state.setTimeoutDuration('15 seconds')
    return [{ word, n: total }]
  }
}

/** The story of a run that ends at a point in one of its batches. */
async function story(shape: Shape, rowsAtOnce: number, isAsync: boolean, kill?: readonly [number, CrashPoint]) {
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on, conf: { 'millrace.maxBatchRows': rowsAtOnce } })
  const stream = session.memoryStream('word STRING, n LONG')
  const body = sum(shape.timeout)
  const later = async (...args: Parameters<typeof body>) => {
    await Promise.resolve()
    return body(...args)
  }
  const frame = stream
    .toDF()
    .selectExpr('word', 'n', 'timestamp_seconds(n) AS at')
    .withWatermark('at', '10 seconds')
    .groupByKey('word')
    .flatMapGroupsWithState((isAsync ? later : body) as typeof later, {
      output: 'word STRING, n LONG',
      state: 'LONG',
      timeout: shape.timeout,
    })
  const steps = shape.ticks.flatMap(({ events }, at): readonly Step[] => [
    ...(events.length > 0 ? [add(stream, ...events)] : []),
    ...(kill?.[0] === at ? [crash(kill[1]), start()] : [advanceClock('10 seconds')]),
  ])
  const rows = shape.ticks.flatMap((tick) => tick.rows)
  await testQuery(frame, { on, trigger: { processingTime: '10 seconds' } }, [
    ...steps,
    expectNew(...rows),
    expectState({ numRowsTotal: shape.left }),
  ])
}

/** Passed in every batch. */
const points = protocolSteps
  .slice(protocolSteps.indexOf('latest-offset'))
  .flatMap((step): readonly CrashPoint[] => [`before:${step}`, `after:${step}`])

describe.each([
  ['the clock', byClock],
  ['the watermark', byWatermark],
] as const)('time-outs by %s', (_, shape) => {
  test.each([1, 2, 7])('the rows are the same in batches of at most %i rows', async (rows) => {
    await story(shape, rows, false)
    await story(shape, rows, true)
  })

  test.each(points)('killed %s in any batch, the rows are the same', async (point) => {
    for (let at = 0; at < shape.ticks.length - 1; at++) {
      await story(shape, 2, at % 2 === 0, [at, point])
    }
  })
})
