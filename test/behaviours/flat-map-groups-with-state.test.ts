/** What Spark's FlatMapGroupsWithStateSuite and FlatMapGroupsWithStateWithInitialStateSuite assert. */
import { expect, test } from 'vitest'
import { createSession } from '../../index.ts'
import type { GroupState } from '../../lib/plan/user-state/group-state.ts'
import {
  add,
  advanceClock,
  crash,
  expectError,
  expectNew,
  expectState,
  start,
  stop,
  testQuery,
  virtualSurroundings,
} from '../../lib/testing/index.ts'
import type { RowObject } from '../../lib/types/values/row-value.ts'

function begin() {
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on })
  return {
    on,
    session,
    words: session.memoryStream('word STRING'),
    events: session.memoryStream('word STRING, seconds LONG'),
  }
}

const counted = 'word STRING, n LONG'
const types = { output: counted, state: 'LONG' } as const

/** Counts, and forgets a word that reaches 3, which it gives no row for. */
function* runningCount(word: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>) {
  const count = (state.getOption() ?? 0n) + BigInt([...rows].length)
  if (count >= 3n) return state.remove()
  state.update(count)
  yield { word, n: count }
}

test('a running count that is removed at 3 goes on over restarts', async () => {
  const { on, words } = begin()
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(runningCount, { ...types, outputMode: 'update' })
  await testQuery(frame, { on, outputMode: 'update' }, [
    add(words, ['a']),
    expectNew(['a', 1]),
    expectState({ numRowsTotal: 1, numRowsUpdated: 1 }),
    add(words, ['a'], ['b']),
    expectNew(['a', 2], ['b', 1]),
    expectState({ numRowsTotal: 2, numRowsUpdated: 2 }),
    stop(),
    start(),
    add(words, ['a'], ['b']),
    expectNew(['b', 2]),
    expectState({ numRowsTotal: 1, numRowsUpdated: 1, numRowsRemoved: 1 }),
    stop(),
    start(),
    add(words, ['a'], ['c']),
    expectNew(['a', 1], ['c', 1]),
    expectState({ numRowsTotal: 3, numRowsUpdated: 2, numRowsRemoved: 0 }),
  ])
})

test('rows that a function makes as they are asked for change its state as they are made', async () => {
  const { on, words } = begin()
  function* lazily(word: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>) {
    let count = state.getOption() ?? 0n
    for (const _ of rows) {
      count += 1n
      if (count === 3n) state.remove()
      else {
        state.update(count)
        yield [word, count]
      }
    }
  }
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(lazily, { ...types, outputMode: 'update' })
  await testQuery(frame, { on, outputMode: 'update' }, [
    add(words, ['a'], ['a'], ['b']),
    expectNew(['a', 1], ['a', 2], ['b', 1]),
    expectState({ numRowsTotal: 2, numRowsUpdated: 2 }),
    stop(),
    start(),
    add(words, ['a'], ['b']),
    expectNew(['b', 2]),
    expectState({ numRowsTotal: 1, numRowsUpdated: 1, numRowsRemoved: 1 }),
    stop(),
    start(),
    add(words, ['a'], ['c']),
    expectNew(['a', 1], ['c', 1]),
    expectState({ numRowsTotal: 3 }),
  ])
})

test('a count in complete mode stands on a function in append mode', async () => {
  const { on, words } = begin()
  const each = (word: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>) => {
    state.update((state.getOption() ?? 0n) + 1n)
    return [...rows].map(() => ({ word }))
  }
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(each, { output: 'word STRING', state: 'LONG', outputMode: 'append' })
    .groupBy('word')
    .count()
  await testQuery(frame, { on, outputMode: 'complete' }, [
    add(words, ['a']),
    expectNew(['a', 1]),
    add(words, ['a'], ['b']),
    expectNew(['a', 2], ['b', 1]),
    stop(),
    start(),
    add(words, ['a'], ['b']),
    expectNew(['a', 3], ['b', 2]),
    add(words, ['a'], ['c']),
    expectNew(['a', 4], ['b', 2], ['c', 1]),
  ])
})

test('mapGroupsWithState gives a row for each group, also where it removes', async () => {
  const { on, words } = begin()
  const frame = words
    .toDF()
    .groupByKey('word')
    .mapGroupsWithState(
      (word, rows, state) => {
        const count = (state.getOption() ?? 0n) + BigInt([...rows].length)
        if (count === 3n) {
          state.remove()
          return [word, -1n]
        }
        state.update(count)
        return [word, count]
      },
      types as { output: string; state: 'LONG' },
    )
  await testQuery(frame, { on, outputMode: 'update' }, [
    add(words, ['a']),
    expectNew(['a', 1]),
    expectState({ numRowsTotal: 1 }),
    add(words, ['a'], ['b']),
    expectNew(['a', 2], ['b', 1]),
    stop(),
    start(),
    add(words, ['a'], ['b']),
    expectNew(['a', -1], ['b', 2]),
    expectState({ numRowsTotal: 1 }),
    add(words, ['a'], ['c']),
    expectNew(['a', 1], ['c', 1]),
    expectState({ numRowsTotal: 3 }),
  ])
})

/** Counts; a word without data for 10 s gives −1 and is forgotten. */
function countTenSeconds(word: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>) {
  if (state.hasTimedOut) {
    state.remove()
    return [[word, -1n]]
  }
  const count = (state.getOption() ?? 0n) + BigInt([...rows].length)
  state.update(count)
  state.setTimeoutDuration('10 seconds')
  return [[word, count]]
}

test('by processing time a group without data for its duration is called again, once, also without any data and after a restart', async () => {
  const { on, words } = begin()
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(countTenSeconds, { ...types, outputMode: 'update', timeout: 'ProcessingTimeTimeout' })
  await testQuery(frame, { on, outputMode: 'update', trigger: { processingTime: '1 second' } }, [
    add(words, ['a']),
    advanceClock('1 second'),
    expectNew(['a', 1]),
    expectState({ numRowsTotal: 1 }),
    add(words, ['b']),
    advanceClock('1 second'),
    expectNew(['b', 1]),
    expectState({ numRowsTotal: 2 }),
    advanceClock(9_999),
    expectNew(),
    add(words, ['b']),
    advanceClock(1),
    expectNew(['a', -1], ['b', 2]),
    expectState({ numRowsTotal: 1 }),
    stop(),
    advanceClock(10_999),
    add(words, ['c']),
    start(),
    advanceClock(1),
    expectNew(['b', -1], ['c', 1]),
    expectState({ numRowsTotal: 1 }),
    advanceClock('12 seconds'),
    expectNew(['c', -1]),
    expectState({ numRowsTotal: 0 }),
    advanceClock('60 seconds'),
    expectNew(),
  ])
})

test('what is due by processing time is done after a restart without any data', async () => {
  const { on, words } = begin()
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(countTenSeconds, { ...types, timeout: 'ProcessingTimeTimeout' })
  await testQuery(frame, { on, trigger: { processingTime: '1 second' } }, [
    add(words, ['a']),
    advanceClock('1 second'),
    expectNew(['a', 1]),
    stop(),
    advanceClock('20 seconds'),
    start(),
    expectNew(['a', -1]),
    expectState({ numRowsTotal: 0 }),
  ])
})

/** The latest time of a word, kept for 5 s beyond it, by event time. */
function latest(word: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>) {
  if (state.hasTimedOut) {
    state.remove()
    return [[word, -1n]]
  }
  let last = state.getOption() ?? 0n
  for (const { seconds } of rows) if ((seconds as bigint) > last) last = seconds as bigint
  state.update(last)
  state.setTimeoutTimestamp(Number(last) * 1000, '5 seconds')
  return [[word, last]]
}

test('by event time a group is called again when the watermark has passed its time, and late rows are dropped', async () => {
  const { on, events } = begin()
  const frame = events
    .toDF()
    .selectExpr('word', 'seconds', 'timestamp_seconds(seconds) AS at')
    .withWatermark('at', '10 seconds')
    .groupByKey('word')
    .flatMapGroupsWithState(latest, { ...types, outputMode: 'update', timeout: 'EventTimeTimeout' })
  await testQuery(frame, { on, outputMode: 'update' }, [
    add(events, ['a', 11], ['a', 13], ['a', 15]),
    expectNew(['a', 15]),
    add(events, ['a', 4]),
    expectNew(),
    add(events, ['a', 10]),
    expectNew(['a', 15]),
    add(events, ['b', 31]),
    expectNew(['a', -1], ['b', 31]),
    expectState({ numRowsTotal: 1 }),
  ])
})

test('a key that has data in a batch does not time out in it', async () => {
  const { on, words } = begin()
  const calls: string[] = []
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(
      (word, rows, state) => {
        const count = [...rows].length
        calls.push(`${word} ${count} ${state.hasTimedOut}`)
        if (state.hasTimedOut) state.remove()
        else {
          state.update(1n)
          state.setTimeoutDuration(5000)
        }
        return []
      },
      { ...types, timeout: 'ProcessingTimeTimeout' },
    )
  await testQuery(frame, { on, trigger: { processingTime: '10 seconds' } }, [
    add(words, ['a'], ['b']),
    advanceClock('10 seconds'),
    add(words, ['a']),
    advanceClock('10 seconds'),
    expectNew(),
  ])
  expect(calls).toEqual(['a 1 false', 'b 1 false', 'a 1 false', 'b 0 true'])
})

test('a function that throws, gives null, or whose rows throw, is the user’s error', async () => {
  const bad: readonly [string, (...args: never[]) => Iterable<object>][] = [
    [
      'boom',
      () => {
        throw new Error('boom')
      },
    ],
    ['null', () => null as never],
    [
      'boom',
      function* () {
        yield ['a', 1n]
        throw new Error('boom')
      },
    ],
    ['null', () => [null as never]],
    ['boom', () => Promise.reject(new Error('boom')) as never],
    [
      'boom',
      async function* () {
        yield ['a', 1n]
        throw new Error('boom')
      } as never,
    ],
  ]
  for (const [reason, body] of bad) {
    const { on, words } = begin()
    const frame = words
      .toDF()
      .groupByKey('word')
      .flatMapGroupsWithState(body as never, types)
    await testQuery(frame, { on }, [add(words, ['a']), expectError('FLATMAPGROUPSWITHSTATE_USER_FUNCTION_ERROR')])
    const failing = words
      .toDF()
      .groupByKey('word')
      .flatMapGroupsWithState(body as never, types)
    await testQuery(failing, { on, checkpoint: '/second' }, [expectError(reason)])
  }
})

test('modes that are refused: complete, and any but update for mapGroupsWithState', () => {
  const { words } = begin()
  const grouped = words.toDF().groupByKey('word')
  const flat = (outputMode: 'append' | 'update') => grouped.flatMapGroupsWithState(() => [], { ...types, outputMode })
  const map = grouped.mapGroupsWithState((word) => [word, 1n], types)
  const started = (frame: { readonly writeStream: unknown }, mode: string) => () =>
    (frame as typeof map).writeStream
      .format('noop')
      .outputMode(mode as 'append')
      .start()
  expect(started(flat('update'), 'complete')).toThrow('not supported for no streaming aggregations')
  expect(started(map, 'complete')).toThrow('not supported for no streaming aggregations')
  expect(started(map, 'append')).toThrow('mapGroupsWithState is not supported with Append output mode')
  expect(started(flat('update'), 'append')).toThrow(
    'flatMapGroupsWithState in update mode is not supported with Append output mode on a streaming DataFrame/Dataset',
  )
  expect(started(flat('append'), 'update')).toThrow(
    'flatMapGroupsWithState in append mode is not supported with Update output mode on a streaming DataFrame/Dataset',
  )
  expect(() => flat('complete' as 'append')).toThrow('The output mode of function should be append or update')
})

test('a watermark does not disturb a query without time-outs, or with those of processing time', async () => {
  for (const timeout of ['NoTimeout', 'ProcessingTimeTimeout'] as const) {
    const { on, events } = begin()
    const watermarks: number[] = []
    const frame = events
      .toDF()
      .selectExpr('word', 'timestamp_seconds(seconds) AS at')
      .withWatermark('at', '10 seconds')
      .groupByKey('word')
      .flatMapGroupsWithState(
        (word, rows, state) => {
          watermarks.push(state.getCurrentWatermarkMs())
          state.update((state.getOption() ?? 0n) + BigInt([...rows].length))
          return [[word, state.get()]]
        },
        { ...types, timeout },
      )
    await testQuery(frame, { on }, [
      add(events, ['a', 11], ['a', 20]),
      expectNew(['a', 2]),
      // Late by the watermark, which nothing here looks at.
      add(events, ['a', 4]),
      expectNew(['a', 3]),
    ])
    expect(watermarks).toEqual([0, 10_000])
  }
})

test('in a batch query no state exists, time is told, the watermark is not, and nothing times out', async () => {
  const { session } = begin()
  const seen: unknown[] = []
  const rows = await session
    .createDataFrame(
      [
        ['a', 1n],
        ['b', 2n],
        ['a', 3n],
      ],
      'word STRING, n LONG',
    )
    .groupByKey('word')
    .mapGroupsWithState(
      (word, all, state) => {
        seen.push([state.exists, state.hasTimedOut, state.getCurrentProcessingTimeMs() >= 0])
        expect(() => state.getCurrentWatermarkMs()).toThrow('Cannot get event time watermark timestamp')
        state.setTimeoutDuration(1)
        const sum = [...all].reduce((total, { n }) => total + (n ?? 0n), 0n)
        state.update(sum)
        return { word, n: state.get() }
      },
      { ...types, timeout: 'ProcessingTimeTimeout' },
    )
    .collect()
  expect(rows).toEqual([
    { word: 'a', n: 4n },
    { word: 'b', n: 2n },
  ])
  expect(seen).toEqual([
    [false, false, true],
    [false, false, true],
  ])
})

/** Counts on from what is there; the rows of a batch are shown beside it. */
function countWithRows(word: string | null, rows: Iterable<RowObject>, state: GroupState<bigint>) {
  const before = state.getOption() ?? 0n
  const count = [...rows].length
  state.update(before + BigInt(count))
  return [[word, state.get()]]
}

test('an initial state is read in the first batch, and its keys are called also without rows', async () => {
  for (const skips of [false, true]) {
    const { on, words, session } = begin()
    session.conf.set('spark.sql.streaming.flatMapGroupsWithState.skipEmittingInitialStateKeys', skips)
    const before = session.createDataFrame(
      [
        ['a', 2n],
        ['z', 7n],
      ],
      'key STRING, n LONG',
    )
    const initialState = before.groupByKey('key')
    const frame = words
      .toDF()
      .groupByKey('word')
      .flatMapGroupsWithState(countWithRows, { ...types, outputMode: 'update', initialState })
    await testQuery(frame, { on, outputMode: 'update' }, [
      add(words, ['a'], ['b']),
      crash('before:commits'),
      start(),
      expectNew(['a', 3], ['b', 1], ...(skips ? [] : [['z', 7]])),
      expectState({ numRowsTotal: 3 }),
      add(words, ['z']),
      expectNew(['z', 8]),
      stop(),
      start(),
      add(words, ['a']),
      expectNew(['a', 4]),
      expectState({ numRowsTotal: 3 }),
    ])
  }
})

test('an initial state with a key twice, or that streams, is refused', async () => {
  const { on, words, session } = begin()
  const twice = session
    .createDataFrame(
      [
        ['a', 2n],
        ['a', 7n],
      ],
      'word STRING, n LONG',
    )
    .groupByKey('word')
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(countWithRows, { ...types, initialState: twice })
  await testQuery(frame, { on }, [
    add(words, ['b']),
    expectError('The initial state provided contained multiple rows(state) with the same key.'),
  ])
  const streams = session.memoryStream('word STRING, n LONG').toDF().groupByKey('word')
  const refused = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(countWithRows, { ...types, initialState: streams })
  expect(() => refused.writeStream.format('noop').start()).toThrow(
    'Non-streaming DataFrame/Dataset is not supported as the initial state in [flatMap|map]GroupsWithState operation on a streaming DataFrame/Dataset',
  )
})

test('the initial state is not read again after the first batch', async () => {
  const { on, words, session } = begin()
  on.files.immediate.makeDirectory('/initial')
  on.files.immediate.createAtomic('/initial/a.json', new TextEncoder().encode('{"word":"a","n":2}\n'))
  const initialState = session.read.schema('word STRING, n LONG').json('/initial').groupByKey('word')
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(countWithRows, { ...types, initialState })
  await testQuery(frame, { on }, [
    add(words, ['b']),
    expectNew(['a', 2], ['b', 1]),
    { text: 'remove the file', take: () => on.files.immediate.remove('/initial/a.json') },
    add(words, ['a']),
    expectNew(['a', 3]),
  ])
})

test('a restart with states of other types is refused; other names are fine', async () => {
  const { on, words } = begin()
  const counting = (state: string, timeout: 'NoTimeout' | 'ProcessingTimeTimeout' = 'NoTimeout') =>
    words
      .toDF()
      .groupByKey('word')
      .flatMapGroupsWithState(
        (word, rows, of) => {
          const count = (of.exists ? Object.values(of.get() as object)[0] : 0n) + BigInt([...rows].length)
          of.update([count] as never)
          return [[word, count]]
        },
        { output: counted, state, timeout },
      )
  await testQuery(counting('n LONG'), { on }, [add(words, ['a']), expectNew(['a', 1])])
  await testQuery(counting('m LONG'), { on }, [add(words, ['a']), expectNew(['a', 2])])
  for (const other of [counting('n STRING'), counting('n LONG, m LONG'), counting('n LONG', 'ProcessingTimeTimeout')]) {
    await testQuery(other, { on }, [add(words, ['b']), expectError('STATE_STORE_VALUE_SCHEMA_NOT_COMPATIBLE')])
  }
})

test('a query whose function never comes back can be stopped, and goes on from its last batch', async () => {
  const { on, session, words } = begin()
  let waits = true
  const calls: (string | null)[] = []
  const frame = words
    .toDF()
    .groupByKey('word')
    .flatMapGroupsWithState(async (word, rows, state) => {
      calls.push(word)
      if (waits && word === 'b') await new Promise(() => {})
      return countWithRows(word, rows, state)
    }, types)
  const seen: unknown[] = []
  const start = () =>
    frame.writeStream
      .option('checkpointLocation', '/checkpoint')
      .foreachBatch(async (batch) => void seen.push(...(await batch.collect())))
      .start()
  const query = start()
  words.addData(['a'])
  await on.clock.until(query.processAllAvailable())
  words.addData(['a'], ['b'])
  while (calls.length < 3) await on.clock.advance(10)
  await on.clock.until(query.stop())
  expect(query.exception()).toBeUndefined()
  waits = false
  const again = start()
  await on.clock.until(again.processAllAvailable())
  await on.clock.until(session.stop())
  expect(seen).toEqual([
    { word: 'a', n: 1n },
    { word: 'a', n: 2n },
    { word: 'b', n: 1n },
  ])
})
