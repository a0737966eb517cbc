/** State of checkpoints and of running queries as frames; the rows are what a real Spark's reader gave for the same query. */
import { expect, test } from 'vitest'
import { avg, count, expr, max, sessionWindow, sum, window } from '../../lib/expressions/builders/index.ts'
import type { GroupState } from '../../lib/plan/user-state/group-state.ts'
import type {
  ListState,
  MapState,
  StatefulProcessor,
  StatefulProcessorHandle,
  ValueState,
} from '../../lib/plan/user-state/variables/stateful-processor.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import type { Session } from '../../lib/session/session.ts'
import type { RowObject as Row } from '../../lib/types/values/row-value.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const batches = [
  [
    ['a', 1, '2024-01-01 00:00:01'],
    ['b', 2, '2024-01-01 00:00:02'],
  ],
  [
    ['a', 3, '2024-01-01 00:00:20'],
    [null, null, '2024-01-01 00:00:21'],
  ],
]

/** Runs a query over the batches and leaves its checkpoint in /ck. */
async function run(session: Session, make: (frame: AnyFrame) => AnyFrame, mode: 'append' | 'update' = 'append') {
  const input = session.memoryStream('k STRING, n INT, t TIMESTAMP')
  const query = make(input.toDF() as AnyFrame)
    .writeStream.format('noop')
    .outputMode(mode)
    .option('checkpointLocation', '/ck')
    .start()
  for (const rows of batches) {
    input.addData(...rows)
    await query.processAllAvailable()
  }
  return query
}

const plain = (rows: readonly unknown[]): unknown =>
  JSON.parse(JSON.stringify(rows, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)))

async function state(session: Session, options: { readonly [name: string]: string | number | boolean } = {}) {
  const reader = session.read.format('statestore')
  for (const [name, value] of Object.entries(options)) reader.option(name, value)
  const frame = reader.load('/ck')
  return { schema: frame.schema.simpleString(), rows: plain(await frame.orderBy('key').collect()) }
}

const sortedByText = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort()

test('groups of an aggregation have the buffers that Spark has', async () => {
  const { session } = begin()
  const totals = [sum('n').as('s'), avg('n').as('a'), count('*').as('c'), max('k').as('m')] as const
  await (await run(session, (frame) => frame.groupBy('k').agg(...totals) as AnyFrame, 'update')).stop()
  const { schema, rows } = await state(session)
  expect(schema).toBe(
    'struct<key:struct<k:string>,value:struct<sum:bigint,sum:double,count:bigint,count:bigint,max:string>,partition_id:int>',
  )
  expect(rows).toMatchObject([
    { key: { k: null }, value: { sum: 0, count: 1, max: null }, partition_id: 0 },
    { key: { k: 'a' }, value: { sum: 4, count: 2, max: 'a' }, partition_id: 0 },
    { key: { k: 'b' }, value: { sum: 2, count: 1, max: 'b' }, partition_id: 0 },
  ])
  expect((await state(session, { batchId: 0 })).rows).toMatchObject([
    { key: { k: 'a' }, value: { sum: 1, count: 1, max: 'a' } },
    { key: { k: 'b' }, value: { sum: 2, count: 1, max: 'b' } },
  ])
  const feed = await state(session, { readChangeFeed: true, changeStartBatchId: 1 })
  expect(feed.rows).toMatchObject([
    { batch_id: 1, change_type: 'update', key: { k: null } },
    { batch_id: 1, change_type: 'update', key: { k: 'a' } },
  ])
})

test('windows, sessions, keys that were seen, limits', async () => {
  const shapes: readonly [string, (frame: AnyFrame) => AnyFrame, string, readonly unknown[]][] = [
    [
      'window',
      (frame) => frame.withWatermark('t', '5 seconds').groupBy(window('t', '10 seconds'), 'k').count() as AnyFrame,
      'struct<key:struct<window:struct<start:timestamp,end:timestamp>,k:string>,value:struct<count:bigint>,partition_id:int>',
      [
        { key: { k: 'a' }, value: { count: 1 } },
        { key: { k: null }, value: { count: 1 } },
      ],
    ],
    [
      'dedup',
      (frame) => frame.dropDuplicates('k'),
      'struct<key:struct<k:string>,value:struct<__dummy__:void>,partition_id:int>',
      [{ key: { k: 'a' } }, { key: { k: 'b' } }, { key: { k: null } }],
    ],
    [
      'dedup within watermark',
      (frame) => frame.withWatermark('t', '5 seconds').dropDuplicatesWithinWatermark('k'),
      'struct<key:struct<k:string>,value:struct<expiresAtMicros:bigint>,partition_id:int>',
      [{ key: { k: null }, value: { expiresAtMicros: 1_704_067_226_000_000 } }],
    ],
    [
      'session',
      (frame) =>
        frame.withWatermark('t', '5 seconds').groupBy(sessionWindow('t', '10 seconds'), 'k').count() as AnyFrame,
      'struct<key:struct<k:string,sessionStartTime:timestamp>,value:struct<session_window:struct<start:timestamp,end:timestamp>,k:string,count:bigint>,partition_id:int>',
      [
        { key: { k: 'a' }, value: { k: 'a', count: 1 } },
        { key: { k: null }, value: { k: null, count: 1 } },
      ],
    ],
    [
      'limit',
      (frame) => frame.limit(3),
      'struct<key:struct<key:void>,value:struct<value:bigint>,partition_id:int>',
      [{ key: { key: null }, value: { value: 3 } }],
    ],
  ]
  for (const [, make, schema, rows] of shapes) {
    const { session } = begin()
    await (await run(session, make)).stop()
    const found = await state(session)
    expect(found.schema).toBe(schema)
    expect(sortedByText(found.rows as unknown[])).toHaveLength(rows.length)
    expect(found.rows).toEqual(expect.arrayContaining(rows.map((row) => expect.objectContaining(deep(row)))))
  }
})

/** The objects of a row hold at least what is said. */
function deep(row: unknown): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(row as object).map(([name, value]) => [
      name,
      value !== null && typeof value === 'object' ? expect.objectContaining(deep(value)) : value,
    ]),
  )
}

const joined = (frame: AnyFrame): AnyFrame => {
  const left = frame.withWatermark('t', '5 seconds').selectExpr('k AS lk', 't AS lt', 'n AS ln')
  const right = frame.withWatermark('t', '5 seconds').selectExpr('k AS rk', 't AS rt')
  const joins = left as unknown as { join(...args: readonly unknown[]): AnyFrame }
  return joins.join(right, expr('lk = rk AND rt BETWEEN lt AND lt + INTERVAL 1 MINUTE'), 'leftOuter')
}

test('a join of two streams has a state per side, and Spark’s four stores', async () => {
  const { session } = begin()
  await (await run(session, joined)).stop()
  const left = await state(session, { joinSide: 'left' })
  expect(left.schema).toBe(
    'struct<key:struct<field0:string>,value:struct<lk:string,lt:timestamp,ln:int>,partition_id:int>',
  )
  expect(left.rows).toMatchObject([
    { key: { field0: null }, value: { lk: null, ln: null } },
    { key: { field0: 'a' }, value: { ln: 1 } },
    { key: { field0: 'a' }, value: { ln: 3 } },
    { key: { field0: 'b' }, value: { ln: 2 } },
  ])
  expect((await state(session, { joinSide: 'right' })).rows).toMatchObject([
    { key: { field0: 'a' }, value: { rk: 'a' } },
  ])
  expect((await state(session, { storeName: 'left-keyToNumValues' })).rows).toMatchObject([
    { key: { field0: null }, value: { value: 1 } },
    { key: { field0: 'a' }, value: { value: 2 } },
    { key: { field0: 'b' }, value: { value: 1 } },
  ])
  expect((await state(session, { storeName: 'left-keyWithIndexToValue' })).rows).toMatchObject([
    { key: { field0: null, index: 0 }, value: { lk: null, matched: false } },
    { key: { field0: 'a', index: 0 }, value: { ln: 1, matched: true } },
    { key: { field0: 'a', index: 1 }, value: { ln: 3, matched: true } },
    { key: { field0: 'b', index: 0 }, value: { ln: 2, matched: true } },
  ])
  await expect(state(session)).rejects.toMatchObject({ condition: 'STDS_FAILED_TO_READ_STATE_SCHEMA' })
  const metadata = await session.read.format('state-metadata').load('/ck').collect()
  expect(plain(metadata)).toEqual(
    ['left-keyToNumValues', 'left-keyWithIndexToValue', 'right-keyToNumValues', 'right-keyWithIndexToValue'].map(
      (stateStoreName) => ({
        operatorId: 0,
        operatorName: 'symmetricHashJoin',
        stateStoreName,
        numPartitions: 1,
        minBatchId: 0,
        maxBatchId: 3,
        operatorProperties: null,
      }),
    ),
  )
})

test('what cannot be read is refused with Spark’s conditions', async () => {
  const { session } = begin()
  await (await run(session, (frame) => frame.dropDuplicates('k'))).stop()
  const refused = async (options: { readonly [name: string]: string | number | boolean }) =>
    (await state(session, options).then(
      () => undefined,
      (error: unknown) => error,
    )) as { readonly condition: string }
  expect(await refused({ batchId: 7 })).toMatchObject({ condition: 'STDS_COMMITTED_BATCH_UNAVAILABLE' })
  expect(await refused({ operatorId: 1 })).toMatchObject({
    condition: 'STDS_FAILED_TO_READ_STATE_SCHEMA',
    message: expect.stringMatching(/Operators with state there: 0 \(dedupe\)\.$/),
  })
  expect(await refused({ joinSide: 'left' })).toMatchObject({ condition: 'STDS_FAILED_TO_READ_STATE_SCHEMA' })
  expect(await refused({ joinSide: 'both' })).toMatchObject({ condition: 'STDS_INVALID_OPTION_VALUE.WITH_MESSAGE' })
  expect(await refused({ stateVarName: 'x' })).toMatchObject({ condition: 'STDS_INVALID_OPTION_VALUE.WITH_MESSAGE' })
  expect(await refused({ batchId: -1 })).toMatchObject({ condition: 'STDS_INVALID_OPTION_VALUE.IS_NEGATIVE' })
  expect(await refused({ readChangeFeed: true })).toMatchObject({ condition: 'STDS_REQUIRED_OPTION_UNSPECIFIED' })
  expect(() => session.read.format('statestore').load()).toThrow(
    expect.objectContaining({ condition: 'STDS_REQUIRED_OPTION_UNSPECIFIED' }),
  )
  expect(() => session.readStream.format('statestore').load('/ck')).toThrow(/does not support streamed reading/)
})

test('a running query shows the state of its last commit', async () => {
  const { session } = begin()
  const input = session.memoryStream('k STRING, n INT')
  const query = (input.toDF() as AnyFrame)
    .groupBy('k')
    .agg(sum('n').as('s'))
    .writeStream.format('noop')
    .outputMode('update')
    .option('checkpointLocation', '/ck')
    .start()
  expect(() => query.state()).toThrow(expect.objectContaining({ condition: 'STDS_COMMITTED_BATCH_UNAVAILABLE' }))
  input.addData(['a', 1], ['b', 2])
  await query.processAllAvailable()
  const first = query.state()
  input.addData(['a', 5])
  await query.processAllAvailable()
  expect(first.batchId).toBe(0)
  expect(await first.get({ k: 'a' })).toMatchObject({ value: { sum: 1n } })
  expect(await query.state().get({ k: 'a' })).toMatchObject({ value: { sum: 6n } })
  expect(await query.state().get({ k: 'x' })).toBeUndefined()
  await expect(query.state().get({ key: 'a' })).rejects.toMatchObject({
    condition: 'MILLRACE_STATE_KEY',
    message: 'A key of this state has the columns k, and was asked for by key.',
  })
  await query.stop()
})

/** All of a processor's variables at once. */
const keeping: StatefulProcessor<string, Row, Row> = {
  init(handle) {
    keep = {
      count: handle.getValueState('count', 'n LONG') as never,
      items: handle.getListState('items', 'int'),
      byText: handle.getMapState('byText', 'string', 'n INT', { ttlMs: 60_000 }) as never,
      handle,
    }
  },
  handleInputRows(k, rows, timers) {
    for (const { n } of rows as Iterable<{ n: number }>) {
      keep?.count.update({ n: (keep.count.get()?.n ?? 0n) + 1n })
      keep?.items.appendValue(n)
      keep?.byText.updateValue(`${k}${n}`, { n })
    }
    keep?.handle.registerTimer(timers.getCurrentProcessingTimeInMs() + 1_000)
    return []
  },
}
let keep:
  | {
      readonly count: ValueState<{ n: bigint }>
      readonly items: ListState<number>
      readonly byText: MapState<string, { n: number }>
      readonly handle: StatefulProcessorHandle
    }
  | undefined

test('variables and timers of a processor are read as Spark shows them', async () => {
  const { session } = begin()
  const query = await run(session, (frame) =>
    (frame as AnyFrame)
      .select('k', 'n')
      .na.drop()
      .groupByKey('k')
      .transformWithState(keeping as never, { output: 'k STRING', timeMode: 'ProcessingTime' } as never),
  )
  await query.stop()
  const value = await state(session, { stateVarName: 'count' })
  expect(value.schema).toBe('struct<key:struct<k:string>,value:struct<n:bigint>,partition_id:int>')
  expect(value.rows).toEqual([
    { key: { k: 'a' }, value: { n: 2 }, partition_id: 0 },
    { key: { k: 'b' }, value: { n: 1 }, partition_id: 0 },
  ])
  expect((await state(session, { stateVarName: 'items' })).rows).toMatchObject([
    { key: { k: 'a' }, list_element: { value: 1 } },
    { key: { k: 'a' }, list_element: { value: 3 } },
    { key: { k: 'b' }, list_element: { value: 2 } },
  ])
  expect((await state(session, { stateVarName: 'items', flattenCollectionTypes: false })).rows).toMatchObject([
    { key: { k: 'a' }, list_value: [{ value: 1 }, { value: 3 }] },
    { key: { k: 'b' }, list_value: [{ value: 2 }] },
  ])
  const map = await state(session, { stateVarName: 'byText' })
  expect(map.schema).toContain(
    'user_map_key:struct<key:string>,user_map_value:struct<value:struct<n:int>,ttlExpirationMs:bigint>',
  )
  expect(map.rows).toMatchObject([
    { key: { k: 'a' }, user_map_key: { key: 'a1' }, user_map_value: { value: { n: 1 } } },
    { key: { k: 'a' }, user_map_key: { key: 'a3' }, user_map_value: { value: { n: 3 } } },
    { key: { k: 'b' }, user_map_key: { key: 'b2' }, user_map_value: { value: { n: 2 } } },
  ])
  expect((await state(session, { readRegisteredTimers: true })).rows).toHaveLength(3)
  await expect(state(session)).rejects.toMatchObject({ condition: 'STDS_REQUIRED_OPTION_UNSPECIFIED' })
  await expect(state(session, { stateVarName: 'x' })).rejects.toMatchObject({
    condition: 'STDS_INVALID_OPTION_VALUE.WITH_MESSAGE',
  })
})

test('groups of mapGroupsWithState have their state and timeout', async () => {
  const { session } = begin()
  const counted = (frame: AnyFrame) =>
    frame.groupByKey('k').mapGroupsWithState(
      ((_: unknown, rows: Iterable<unknown>, group: GroupState<{ n: number }>) => {
        group.update({ n: (group.getOption()?.n ?? 0) + [...rows].length })
        group.setTimeoutDuration('1 hour')
        return {}
      }) as never,
      { state: 'n INT', output: 'x INT', timeout: 'ProcessingTimeTimeout' } as never,
    ) as AnyFrame
  await (await run(session, counted, 'update')).stop()
  const { schema, rows } = await state(session)
  expect(schema).toBe(
    'struct<key:struct<k:string>,value:struct<groupState:struct<n:int>,timeoutTimestamp:bigint>,partition_id:int>',
  )
  expect(rows).toMatchObject([
    { key: { k: null }, value: { groupState: { n: 1 } } },
    { key: { k: 'a' }, value: { groupState: { n: 2 } } },
    { key: { k: 'b' }, value: { groupState: { n: 1 } } },
  ])
})
