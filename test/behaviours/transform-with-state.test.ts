/** What Spark's TransformWithStateSuite asserts. Times are seconds of the virtual clock. */
import { expect, test } from 'vitest'
import type { TransformOptions } from '../../lib/plan/user-state/transform-node.ts'
import type {
  ExpiredTimerInfo,
  StatefulProcessor,
  StatefulProcessorHandle,
  TimerValues,
  ValueState,
} from '../../lib/plan/user-state/variables/stateful-processor.ts'
import {
  add,
  advanceClock,
  expectError,
  expectNew,
  expectState,
  type Step,
  start,
  stop,
  testQuery,
} from '../../lib/testing/index.ts'
import { long, string } from '../../lib/types/typed/struct.ts'
import { transformWithInitialState } from '../../operators/index.ts'

import {
  at,
  begin,
  everySecond,
  type Output,
  output,
  processingTime,
  type Row,
  type Source,
  transform,
} from './transform-engine.ts'

/** A running count per key, removed when it comes to 3. */
class Counting implements StatefulProcessor<string, Row, Output> {
  count!: ValueState<bigint>
  init(handle: StatefulProcessorHandle): void {
    this.count = handle.getValueState('countState', long)
  }
  handleInputRows(k: string, rows: Iterable<Row>): Iterable<Output> {
    const n = (this.count.get() ?? 0n) + BigInt([...rows].length)
    if (n >= 3n) {
      this.count.clear()
      return []
    }
    this.count.update(n)
    return [{ k, n: String(n) }]
  }
}

test('a count that is removed at 3 goes on after restarts; progress counts variables and timers', async () => {
  const { on, letters } = begin()
  await testQuery(letters.toDF().apply(transform(Counting)), { on, outputMode: 'update' }, [
    add(letters, ['a']),
    expectNew(['a', '1']),
    add(letters, ['a'], ['b']),
    expectNew(['a', '2'], ['b', '1']),
    expectState({ operatorName: 'transformWithStateExec', numRowsTotal: 2, numRowsUpdated: 2 }),
    stop(),
    start(),
    add(letters, ['a'], ['b']),
    expectNew(['b', '2']),
    stop(),
    start(),
    add(letters, ['a'], ['c']),
    expectNew(['a', '1'], ['c', '1']),
    {
      text: 'progress has the counts of variables and timers',
      async take(run) {
        const { customMetrics } = await run.stateOf(0)
        expect(customMetrics).toMatchObject({ numValueStateVars: 1, numListStateVars: 0, numRegisteredTimers: 0 })
      },
    },
  ])
})

/** A count that is removed at 3, and by a timer 5 s after the first row. */
class CountingWithTimer implements StatefulProcessor<string, Row, Output> {
  count!: ValueState<bigint>
  handle!: StatefulProcessorHandle
  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.count = handle.getValueState('countState', long)
  }
  handleInputRows(k: string, rows: Iterable<Row>, timers: TimerValues): Iterable<Output> {
    const before = this.count.get()
    if (before === null) this.handle.registerTimer(timers.getCurrentProcessingTimeInMs() + 5_000)
    const n = (before ?? 0n) + BigInt([...rows].length)
    this.count.update(n)
    if (n < 3n) return [{ k, n: String(n) }]
    this.count.clear()
    for (const timer of this.handle.listTimers()) this.handle.deleteTimer(timer)
    return []
  }
  handleExpiredTimer(k: string): Iterable<Output> {
    this.count.clear()
    return [{ k, n: '-1' }]
  }
}

test('timers of processing time fire when their time has come, after restarts as well', async () => {
  const { on, letters } = begin()
  await testQuery(
    letters.toDF().apply(transform(CountingWithTimer, processingTime)),
    { on, outputMode: 'update', trigger: everySecond },
    [
      add(letters, ['a']),
      advanceClock('1 second'),
      expectNew(['a', '1']),
      add(letters, ['b']),
      advanceClock('1 second'),
      expectNew(['b', '1']),
      stop(),
      advanceClock('9 seconds'),
      add(letters, ['b']),
      start(),
      advanceClock('1 second'),
      expectNew(['a', '-1'], ['b', '2'], ['b', '-1']),
      add(letters, ['c']),
      advanceClock('1 second'),
      expectNew(['c', '1']),
      add(letters, ['d']),
      advanceClock('10 seconds'),
      expectNew(['c', '-1'], ['d', '1'], ['d', '-1']),
      expectState({ numRowsTotal: 0 }),
    ],
  )
})

/** The last row's timer stands; the ones before it are taken back. */
class MovingTimer implements StatefulProcessor<string, Row, Output> {
  state!: ValueState<{ n: bigint | null; timer: bigint | null }>
  handle!: StatefulProcessorHandle
  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.state = handle.getValueState('state', 'n LONG, timer LONG')
  }
  handleInputRows(k: string, rows: Iterable<Row>, timers: TimerValues): Iterable<Output> {
    const before = this.state.get()
    if (before) this.handle.deleteTimer(Number(before.timer))
    const timer = timers.getCurrentProcessingTimeInMs() + 6_500
    const n = (before?.n ?? 0n) + BigInt([...rows].length)
    this.handle.registerTimer(timer)
    this.state.update({ n, timer: BigInt(timer) })
    return [{ k, n: String(n) }]
  }
  handleExpiredTimer(k: string): Iterable<Output> {
    this.state.clear()
    return [{ k, n: '-1' }]
  }
}

test('a timer that is taken back and registered anew has moved', async () => {
  const { on, letters } = begin()
  await testQuery(
    letters.toDF().apply(transform(MovingTimer, processingTime)),
    { on, outputMode: 'update', trigger: everySecond },
    [
      add(letters, ['a']),
      advanceClock('1 second'),
      expectNew(['a', '1']),
      advanceClock('1 second'),
      add(letters, ['a']),
      advanceClock('1 second'),
      expectNew(['a', '2']),
      advanceClock('6 seconds'),
      expectNew(),
      add(letters, ['d']),
      advanceClock('1 second'),
      expectNew(['a', '-1'], ['d', '1']),
    ],
  )
})

/** The greatest event time of a key; gone when the watermark is 5 s behind it. */
class LatestTime implements StatefulProcessor<string, Row, Output> {
  state!: ValueState<{ max: bigint | null; timer: bigint | null }>
  handle!: StatefulProcessorHandle
  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.state = handle.getValueState('state', 'max LONG, timer LONG')
  }
  handleInputRows(k: string, rows: Iterable<Row>): Iterable<Output> {
    const before = this.state.get()
    const max = Math.max(Number(before?.max ?? 0), ...[...rows].map((row) => row.at.getTime() / 1000))
    if (before) this.handle.deleteTimer(Number(before.timer))
    const timer = (max + 5) * 1000
    this.handle.registerTimer(timer)
    this.state.update({ max: BigInt(max), timer: BigInt(timer) })
    return [{ k, n: String(max) }]
  }
  handleExpiredTimer(k: string): Iterable<Output> {
    this.state.clear()
    return [{ k, n: '-1' }]
  }
}

test('timers of event time fire when the watermark has come to them, and late rows are dropped', async () => {
  const { on, events } = begin()
  const frame = events
    .toDF()
    .withWatermark('at', '10 seconds')
    .apply(transform(LatestTime, { timeMode: 'EventTime' }))
  await testQuery(frame, { on, outputMode: 'update' }, [
    add(events, ['a', at(11)], ['a', at(13)], ['a', at(15)]),
    expectNew(['a', '15']),
    add(events, ['a', at(4)]),
    expectNew(),
    expectState({ numRowsDroppedByWatermark: 1 }),
    add(events, ['a', at(10)]),
    expectNew(['a', '15']),
    add(events, ['b', at(31)]),
    expectNew(['a', '-1'], ['b', '31']),
  ])
})

/** A timer for a time that is past, from the second row's function; and, from its own function, another one. */
class PastTimer implements StatefulProcessor<string, Row, Output> {
  count!: ValueState<bigint>
  handle!: StatefulProcessorHandle
  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.count = handle.getValueState('countState', long)
  }
  handleInputRows(k: string, rows: Iterable<Row>, timers: TimerValues): Iterable<Output> {
    const n = (this.count.get() ?? 0n) + BigInt([...rows].length)
    this.count.update(n)
    if (n === 2n) this.handle.registerTimer(timers.getCurrentProcessingTimeInMs() - 1_000)
    return [{ k, n: String(n) }]
  }
  handleExpiredTimer(k: string, timers: TimerValues, expired: ExpiredTimerInfo): Iterable<Output> {
    const late = timers.getCurrentProcessingTimeInMs() - expired.getExpiryTimeInMs()
    if (late === 1_000) this.handle.registerTimer(expired.getExpiryTimeInMs() - 5_000)
    return [{ k, n: late === 1_000 ? '-1' : '-2' }]
  }
}

test('a timer for a time that is past fires after the rows, or in the next batch when a timer registered it', async () => {
  const { on, letters } = begin()
  await testQuery(
    letters.toDF().apply(transform(PastTimer, processingTime)),
    { on, outputMode: 'update', trigger: everySecond },
    [
      add(letters, ['a']),
      advanceClock('1 second'),
      expectNew(['a', '1']),
      add(letters, ['a']),
      advanceClock('1 second'),
      expectNew(['a', '2'], ['a', '-1']),
      advanceClock('1 second'),
      expectNew(['a', '-2']),
      advanceClock('5 seconds'),
      expectNew(),
    ],
  )
})

/** What a key had stored last, before it stores this batch's. */
const remembering = (deletes: boolean): Source =>
  class implements StatefulProcessor<string, { v: string }, Output> {
    value!: ValueState<string>
    init(handle: StatefulProcessorHandle): void {
      if (deletes) handle.deleteIfExists('value')
      this.value = handle.getValueState('value', string)
    }
    handleInputRows(k: string, rows: Iterable<{ v: string }>): Iterable<Output> {
      const n = this.value.get() ?? ''
      for (const { v } of rows) this.value.update(v)
      return [{ k, n }]
    }
  }

test('deleteIfExists drops what a variable of the name held', async () => {
  const { on, session } = begin()
  const rows = session.memoryStream('k STRING, v STRING')
  const run = (deletes: boolean, steps: readonly Step[]) =>
    testQuery(rows.toDF().apply(transform(remembering(deletes))), { on, outputMode: 'update' }, steps)
  await run(false, [
    add(rows, ['a', 'str1'], ['b', 'str2']),
    expectNew(['a', ''], ['b', '']),
    add(rows, ['a', 'str1']),
    expectNew(['a', 'str1']),
  ])
  await run(true, [add(rows, ['a', 'str3'], ['b', 'str4']), expectNew(['a', ''], ['b', ''])])
  await run(false, [add(rows, ['a', 'str5'], ['c', 'str6']), expectNew(['a', 'str3'], ['c', ''])])
})

test('availableNow with one file a batch: each batch goes on from the state of the one before', async () => {
  const { on, session } = begin()
  const put = (name: string, line: string): void => {
    on.files.immediate.makeDirectory('/in')
    on.files.immediate.createAtomic(`/in/${name}`, new TextEncoder().encode(line))
  }
  for (const letter of ['a', 'b', 'c']) put(letter, `${letter}\n`)
  const lines = session.readStream.option('maxFilesPerTrigger', '1').text('/in').toDF('k')
  const batches: (readonly unknown[])[] = []
  const run = async (checkpoint: string): Promise<void> => {
    const query = lines
      .apply(transform(Counting))
      .writeStream.foreachBatch(async (batch) => {
        batches.push((await batch.collect()).map((row) => Object.values(row)))
      })
      .outputMode('update')
      .option('checkpointLocation', checkpoint)
      .trigger({ availableNow: true })
      .start()
    await on.clock.until(query.awaitTermination())
  }
  await run('/one')
  expect(batches.splice(0).flat().sort()).toEqual([
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
  ])
  put('d', 'a\n')
  await run('/one')
  expect(batches.splice(0)).toEqual([[['a', '2']]])
  await run('/two')
  expect(batches).toHaveLength(4)
})

/** Runs a processor once on the checkpoint, and then another one on it, which must fail. */
async function restarted(before: Step[], first: unknown, second: unknown): Promise<void> {
  const { on, events } = begin()
  const frame = (operator: unknown) =>
    events
      .toDF()
      .withWatermark('at', '1 second')
      .apply(operator as never)
  await testQuery(frame(first), { on }, [add(events, ['a', at(1)]), ...before])
  await testQuery(frame(second), { on }, [add(events, ['a', at(2)]), expectError('STATE_STORE_INVALID')])
}

test('another time mode or output mode is refused at a restart, with the old and the new one', async () => {
  const failures = [
    [{}, processingTime, 'Cannot change timeMode from NoTime to ProcessingTime between restarts'],
    [{ timeMode: 'EventTime' }, processingTime, 'Cannot change timeMode from EventTime to ProcessingTime'],
    [{}, { outputMode: 'update' }, 'Cannot change outputMode from Append to Update between restarts'],
  ] as const
  for (const [first, second, message] of failures) {
    const { on, events } = begin()
    const frame = (options: Omit<TransformOptions, 'output'>) =>
      events.toDF().withWatermark('at', '1 second').apply(transform(Counting, options))
    await testQuery(frame(first), { on }, [add(events, ['a', at(1)]), expectNew(['a', '1'])])
    await testQuery(frame(second), { on }, [
      add(events, ['a', at(2)]),
      expectError('STATE_STORE_INVALID_CONFIG_AFTER_RESTART'),
    ])
    await testQuery(frame(second), { on }, [expectError(message)])
    await testQuery(frame(first), { on }, [expectNew(['a', '2'])])
  }
})

/** Asks for variables and does nothing else. */
const asking = (ask: (handle: StatefulProcessorHandle) => void): Source =>
  class implements StatefulProcessor<string, Row, Output> {
    init(handle: StatefulProcessorHandle): void {
      ask(handle)
    }
    handleInputRows(k: string): Iterable<Output> {
      return [{ k, n: 'ran' }]
    }
  }

test('a variable of another kind is refused at a restart, a new one is not', async () => {
  await restarted(
    [expectNew(['a', 'ran'])],
    transform(asking((handle) => handle.getValueState('countState', string))),
    transform(asking((handle) => handle.getListState('countState', string))),
  )
  const { on, letters } = begin()
  const frame = (ask: (handle: StatefulProcessorHandle) => void) => letters.toDF().apply(transform(asking(ask)))
  const first = (handle: StatefulProcessorHandle) => handle.getValueState('countState', string)
  await testQuery(frame(first), { on }, [add(letters, ['a']), expectNew(['a', 'ran'])])
  await testQuery(
    frame((handle) => handle.getListState('countState', string)),
    { on },
    [add(letters, ['a']), expectError('Cannot change countState to ListState between query restarts')],
  )
  await testQuery(
    frame((handle) => [first(handle), handle.getListState('another', string)]),
    { on },
    [expectNew(['a', 'ran'])],
  )
})

/** Runs what a test wants done in one of the functions. */
const doing = (work: { readonly [name in 'init' | 'rows' | 'timer' | 'initial']?: (p: Doing) => void }): Source =>
  class extends Doing {
    override readonly work = work
  }
class Doing implements StatefulProcessor<string, Row, Output, Row> {
  readonly work: { readonly [name: string]: ((p: Doing) => void) | undefined } = {}
  handle!: StatefulProcessorHandle
  value!: ValueState<string>
  init(handle: StatefulProcessorHandle): void {
    this.handle = handle
    this.value = handle.getValueState('value', string)
    this.work.init?.(this)
  }
  handleInputRows(k: string, _: Iterable<Row>, timers: TimerValues): Iterable<Output> {
    this.work.rows?.(this)
    if (this.work.timer) this.handle.registerTimer(timers.getCurrentProcessingTimeInMs())
    return [{ k, n: 'ran' }]
  }
  handleExpiredTimer(): Iterable<Output> {
    this.work.timer?.(this)
    return []
  }
  handleInitialState(): void {
    this.work.initial?.(this)
  }
}

test('state is out of reach outside of calls, and what functions throw is reported as theirs', async () => {
  const fails = async (work: Parameters<typeof doing>[0], condition: string, text: string): Promise<void> => {
    const { on, session, letters } = begin()
    const initial = session.createDataFrame([{ k: 'z' }], 'k STRING')
    const operator = transformWithInitialState.of('k', 'k', doing(work), { output, ...processingTime })
    const frame = letters.toDF().apply(operator, initial)
    await testQuery(frame, { on, outputMode: 'update' }, [add(letters, ['a']), expectError(condition)])
    await testQuery(frame, { on, outputMode: 'update' }, [expectError(text)])
  }
  const wrongState = 'STATEFUL_PROCESSOR_CANNOT_PERFORM_OPERATION_WITH_INVALID_HANDLE_STATE'
  await fails(
    { init: (p) => p.value.exists() },
    wrongState,
    'operation=value.exists with invalid handle state=PRE_INIT',
  )
  await fails({ rows: (p) => p.handle.getValueState('w', string) }, wrongState, 'operation=get_value_state')
  const boom = (): never => {
    throw new Error('boom')
  }
  const failed = 'TRANSFORM_WITH_STATE_USER_FUNCTION_ERROR'
  await fails({ init: boom }, failed, 'function init of the StatefulProcessor. Reason: boom.')
  await fails({ rows: boom }, failed, 'function handleInputRows of the StatefulProcessor. Reason: boom.')
  await fails({ timer: boom }, failed, 'function handleExpiredTimer of the StatefulProcessor. Reason: boom.')
  await fails({ initial: boom }, failed, 'function handleInitialState of the StatefulProcessor. Reason: boom.')
  let kept: ValueState<string> | undefined
  const { on, letters } = begin()
  const keeping = doing({
    rows: (p) => {
      kept = p.value
    },
  })
  await testQuery(letters.toDF().apply(transform(keeping)), { on }, [add(letters, ['a']), expectNew(['a', 'ran'])])
  expect(() => kept?.get()).toThrow('Implicit key not found in state store for stateName=value')
})

test('two and three streams under one key; late rows are dropped in event-time mode only', async () => {
  const run = async (options: Omit<TransformOptions, 'output'>, late: Step[]): Promise<void> => {
    const { on, session } = begin()
    const streams = ['one', 'two', 'three'].map(() => session.memoryStream('k STRING, at TIMESTAMP'))
    const [one, two, three] = streams as [(typeof streams)[0], (typeof streams)[0], (typeof streams)[0]]
    const marked = (stream: (typeof streams)[0]) => stream.toDF().withWatermark('at', '1 second')
    const both = marked(one).union(marked(two))
    await testQuery(both.apply(transform(Counting, options)), { on, checkpoint: '/two' }, [
      add(one, ['a', at(100)]),
      add(two, ['a', at(100)], ['b', at(100)]),
      expectNew(['a', '2'], ['b', '1']),
    ])
    await testQuery(both.union(marked(three)).apply(transform(Counting, options)), { on, checkpoint: '/three' }, [
      add(three, ['b', at(100)]),
      expectNew(['a', '2'], ['b', '2']),
      add(one, ['c', at(1)]),
      ...late,
    ])
  }
  await run({}, [expectNew(['c', '1']), expectState({ numRowsDroppedByWatermark: 0 })])
  await run(processingTime, [advanceClock(1), expectState({ numRowsDroppedByWatermark: 0 })])
  await run({ timeMode: 'EventTime' }, [expectNew(), expectState({ numRowsDroppedByWatermark: 1 })])
})

test('in a static frame every key begins empty and no timer fires', async () => {
  const { session } = begin()
  const rows = session.createDataFrame([{ k: 'a' }, { k: 'a' }, { k: 'b' }], 'k STRING')
  const counted = rows.apply(transform(CountingWithTimer, processingTime))
  for (let run = 0; run < 2; run++) {
    expect((await counted.collect()).map((row) => Object.values(row)).sort()).toEqual([
      ['a', '2'],
      ['b', '1'],
    ])
  }
  const times = doing({ rows: (p) => expect(p.value.exists()).toBe(false) })
  expect(await rows.apply(transform(times)).count()).toBe(2)
})
