/** transformWithState on frames: types, asynchronous processors, restarts with changed schemas. */
import { expect, test } from 'vitest'
import {
  createSession,
  type StatefulProcessor,
  type StatefulProcessorHandle,
  type TimerValues,
  type ValueState,
} from '../../index.ts'
import type { OutputMode } from '../../lib/connector/connector.ts'
import { window } from '../../lib/expressions/builders/index.ts'
import type { AnyFrame, DataFrame } from '../../lib/session/data-frame.ts'
import {
  add,
  crash,
  expectError,
  expectNew,
  expectState,
  start,
  stop,
  testQuery,
  virtualSurroundings,
} from '../../lib/testing/index.ts'
import type { Dynamic } from '../../lib/types/typed/type-tags.ts'

function begin() {
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on })
  return { on, session, visits: session.memoryStream('user STRING, page STRING, ms LONG') }
}

type Timed = DataFrame<Dynamic>

interface Visit {
  readonly user: string | null
  readonly page: string | null
  readonly ms: bigint | null
}
type Total = { user: string; visits: bigint; ms: bigint }
const output = 'user STRING, visits LONG, ms LONG'

class Totals implements StatefulProcessor<string, Visit, Total> {
  total!: ValueState<{ visits: bigint | null; ms: bigint | null }>

  init(handle: StatefulProcessorHandle): void {
    this.total = handle.getValueState('total', 'visits LONG, ms LONG')
  }

  handleInputRows(user: string, rows: Iterable<Visit>): Total[] {
    const before = this.total.get()
    const total = { visits: before?.visits ?? 0n, ms: before?.ms ?? 0n }
    for (const row of rows) {
      total.visits += 1n
      total.ms += row.ms ?? 0n
    }
    this.total.update(total)
    return [{ user, ...total }]
  }
}

test('a processor over groups by column gives rows of its type', async () => {
  const { on, visits } = begin()
  const totals = visits.toDF().groupByKey('user').transformWithState(Totals, { output, outputMode: 'update' })
  const doubled = totals.select(totals.col('user'), totals.col('ms').times(2).as('twice'))
  await testQuery(doubled, { on, outputMode: 'update' }, [
    add(visits, ['ann', '/', 5n], ['bob', '/', 1n], ['ann', '/a', 6n]),
    expectNew(['ann', 22], ['bob', 2]),
    add(visits, ['ann', '/', 1n]),
    crash('before:commits'),
    start(),
    expectNew(['ann', 24]),
  ])
})

test('a processor may be an object, group by a function, and give plain values', async () => {
  const { on, visits } = begin()
  const seen: StatefulProcessor<{ first: string | null }, Visit, string> = {
    *handleInputRows({ first }, rows) {
      yield `${first}: ${[...rows].map(({ user }) => user).join(' ')}`
    },
  }
  const lines = visits
    .toDF()
    .groupByKey((row) => ({ first: row.page?.slice(0, 2) ?? null }), 'first STRING')
    .transformWithState(seen, { output: 'STRING' })
  await testQuery(lines, { on }, [
    add(visits, ['ann', '/a', 5n], ['bob', '/b', 1n], ['cem', '/a', 6n], ['dan', null, 6n]),
    expectNew(['/a: ann cem'], ['/b: bob'], ['null: dan']),
  ])
})

/** Waits for who knows what between reading and writing its state; later keys are faster. */
const slowly = (log: string[]) =>
  class implements StatefulProcessor<string, Visit, Total> {
    total!: ValueState<bigint>
    timers!: StatefulProcessorHandle

    init(handle: StatefulProcessorHandle): void {
      this.timers = handle
      this.total = handle.getValueState('total', 'LONG')
    }

    async handleInputRows(user: string, rows: Iterable<Visit>): Promise<Total[]> {
      const all = [...rows]
      const before = this.total.get() ?? 0n
      log.push(`begin ${user}`)
      for (let turn = 0; turn < 40 - Number(user.slice(1)); turn++) await null
      log.push(`end ${user}`)
      const visits = before + BigInt(all.length)
      this.total.update(visits)
      this.timers.registerTimer(1)
      this.timers.registerTimer(2)
      return [{ user, visits, ms: 0n }]
    }

    async *handleExpiredTimer(user: string): AsyncGenerator<Total> {
      const before = this.total.get() ?? 0n
      await null
      this.total.update(before + 100n)
      yield { user, visits: this.total.get() ?? 0n, ms: 1n }
    }
  }

test('asynchronous processors of a class run side by side, each key after the other, in the order of groups', async () => {
  const { on, visits } = begin()
  const log: string[] = []
  const totals = visits
    .toDF()
    .groupByKey('user')
    .transformWithState(slowly(log), { output, timeMode: 'ProcessingTime', concurrency: 3 })
  const found: string[] = []
  const query = totals.writeStream
    .foreachBatch(async (batch) => {
      for (const { user, visits: n } of await batch.collect()) found.push(`${user} ${n}`)
    })
    .start()
  visits.addData(...['u0', 'u1', 'u2', 'u3', 'u4', 'u0'].map((user) => [user, '/', 1n] as const))
  await on.clock.advance(10)
  await on.clock.until(query.processAllAvailable())
  await on.clock.until(query.stop())
  expect(found.slice(0, 5)).toEqual(['u0 2', 'u1 1', 'u2 1', 'u3 1', 'u4 1'])
  // Timers: by time, then by key; those of one key wait for each other.
  const timers = ['u0 102', 'u1 101', 'u2 101', 'u3 101', 'u4 101', 'u0 202', 'u1 201', 'u2 201', 'u3 201', 'u4 201']
  expect(found.slice(5)).toEqual(timers)
  expect(log.slice(0, 3)).toEqual(['begin u0', 'begin u1', 'begin u2'])
  expect(log.indexOf('begin u3')).toBeGreaterThan(3)
})

test('an asynchronous object is called one key after the other', async () => {
  const { on, visits } = begin()
  const log: string[] = []
  const one = new (slowly(log))()
  const totals = visits.toDF().groupByKey('user').transformWithState(one, { output, timeMode: 'EventTime' })
  await testQuery(totals, { on }, [
    add(visits, ['u0', '/', 1n], ['u1', '/', 1n]),
    expectNew(['u0', 1, 0], ['u1', 1, 0]),
  ])
  expect(log).toEqual(['begin u0', 'end u0', 'begin u1', 'end u1'])
})

test('a failure of an asynchronous processor ends the query with its cause', async () => {
  const { on, visits } = begin()
  const failing: StatefulProcessor<string, Visit, Total> = {
    async handleInputRows() {
      await null
      throw new Error('no answer')
    },
  }
  const totals = visits.toDF().groupByKey('user').transformWithState(failing, { output })
  await testQuery(totals, { on }, [
    add(visits, ['u0', '/', 1n], ['u1', '/', 1n]),
    expectError('function handleInputRows of the StatefulProcessor. Reason: no answer.'),
  ])
})

/** Gives what a variable holds, as text, and then writes a value. */
function holding(type: string, next: object | undefined) {
  return class implements StatefulProcessor<string, Visit, string> {
    value!: ValueState<object>
    init(handle: StatefulProcessorHandle): void {
      this.value = handle.getValueState<string>('value', type)
    }
    handleInputRows(): string[] {
      const held = JSON.stringify(this.value.get(), (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one))
      if (next) this.value.update(next)
      return [held]
    }
  }
}

test('values that were written with older schemas are read with the present one', async () => {
  const { on, visits } = begin()
  const run = (type: string, next: object | undefined, held: string) =>
    testQuery(visits.toDF().groupByKey('user').transformWithState(holding(type, next), { output: 'STRING' }), { on }, [
      add(visits, ['ann', '/', 1n]),
      expectNew([held]),
    ])
  await run('n INT, name STRING', { n: 7, name: 'ann' }, 'null')
  // Added, widened and moved; the value is as it was written until it is written anew.
  await run('extra STRING, name STRING, n LONG', undefined, '{"extra":null,"name":"ann","n":"7n"}')
  // Gone.
  await run('n LONG', undefined, '{"n":"7n"}')
  await run('n DOUBLE, more ARRAY<INT>', { n: 0.5, more: [1] }, '{"n":7,"more":null}')
  await run('n DOUBLE, more ARRAY<LONG>', undefined, '{"n":0.5,"more":["1n"]}')
})

test('a schema that cannot read what is there is refused with Spark’s condition', async () => {
  for (const [before, after] of [
    ['n LONG', 'n INT'],
    ['n STRING', 'n LONG'],
    ['n INT', 'n STRING'],
    ['n STRUCT<a: LONG>', 'n STRUCT<a: INT>'],
    ['n DECIMAL(10, 2)', 'n DECIMAL(10, 3)'],
  ] as const) {
    const { on, visits } = begin()
    const frame = (type: string) =>
      visits.toDF().groupByKey('user').transformWithState(holding(type, undefined), { output: 'STRING' })
    await testQuery(frame(before), { on }, [add(visits, ['ann', '/', 1n]), expectNew(['null'])])
    await testQuery(frame(after), { on }, [
      add(visits, ['ann', '/', 1n]),
      expectError('STATE_STORE_INVALID_VALUE_SCHEMA_EVOLUTION'),
    ])
  }
})

test('content of a variable that a version of the program does not ask for is there for the next one', async () => {
  const { on, visits } = begin()
  const frame = (processor: new () => StatefulProcessor<string, Visit, string>) =>
    visits.toDF().groupByKey('user').transformWithState(processor, { output: 'STRING' })
  const without = class implements StatefulProcessor<string, Visit, string> {
    handleInputRows(): string[] {
      return ['without']
    }
  }
  await testQuery(frame(holding('n LONG', { n: 3n })), { on }, [add(visits, ['ann', '/', 1n]), expectNew(['null'])])
  // Long enough for a snapshot.
  const more = Array.from({ length: 15 }, () => [add(visits, ['ann', '/', 1n]), expectNew(['without'])]).flat()
  await testQuery(frame(without), { on }, [...more, expectState({ numRowsTotal: 1 }), stop(), start(), ...more])
  await testQuery(frame(holding('n LONG', undefined)), { on }, [
    add(visits, ['ann', '/', 1n]),
    expectNew(['{"n":"3n"}']),
  ])
})

test('modes that Spark refuses are refused, and what it runs is run', async () => {
  const passes = class implements StatefulProcessor<string, Visit, { user: string; at: Date }> {
    handleInputRows(user: string, rows: Iterable<Visit>) {
      return [...rows].map((row) => ({ user, at: new Date(Number(row.ms ?? 5n)) }))
    }
  }
  const outcome = async (mode: OutputMode, query: (frame: Timed) => AnyFrame): Promise<string> => {
    const { on, visits } = begin()
    const timed = visits.toDF().selectExpr('user', 'ms', 'timestamp_millis(ms) AS at').withWatermark('at', '1 second')
    const steps = [add(visits, ['ann', '/', 5n])]
    return testQuery(query(timed), { on, outputMode: mode }, steps).then(
      () => 'runs',
      (error: Error) =>
        /without watermark|no streaming aggregations|correctness/.exec(String(error))?.[0] ?? String(error),
    )
  }
  const output = 'user STRING, at TIMESTAMP'
  const plain = (frame: Timed) => frame.groupByKey('user').transformWithState(passes, { output })
  const before = (frame: Timed) => plain(frame).groupBy(window('at', '5 seconds')).count()
  const after = (frame: Timed) =>
    plain(frame.groupBy(window('at', '5 seconds'), 'user').count().select('user', 'count'))
  const twice = (frame: Timed) => plain(plain(frame))
  const distinct = (frame: Timed) => plain(frame).dropDuplicates('user')
  const found = new Map<string, string[]>()
  for (const [name, query] of Object.entries({ plain, before, after, twice, distinct })) {
    found.set(name, [await outcome('append', query), await outcome('update', query), await outcome('complete', query)])
  }
  // As recorded from Spark, whatever the processor's own modes are.
  expect(Object.fromEntries(found)).toEqual({
    plain: ['runs', 'runs', 'no streaming aggregations'],
    before: ['without watermark', 'runs', 'runs'],
    after: ['runs', 'correctness', 'correctness'],
    twice: ['runs', 'runs', 'no streaming aggregations'],
    distinct: ['runs', 'runs', 'no streaming aggregations'],
  })
})

test('what the time modes take with and without a watermark is as recorded from Spark', async () => {
  const acts: { readonly [name: string]: (handle: StatefulProcessorHandle) => unknown } = {
    nothing: () => {},
    timer: (handle) => handle.registerTimer(1),
    'timer to come': (handle) => handle.registerTimer(9_999_999_999_999),
    'timer that is not there': (handle) => handle.deleteTimer(1),
    timers: (handle) => handle.listTimers(),
  }
  const atFirst: typeof acts = {
    'ttl of 5 s': (handle) => handle.getValueState('v', 'STRING', { ttlMs: 5_000 }),
    'ttl of 0': (handle) => handle.getListState('v', 'STRING', { ttlMs: 0 }),
    'no ttl': (handle) => handle.getValueState('v', 'STRING'),
    'timer in init': (handle) => handle.registerTimer(1),
  }
  const outcome = async (timeMode: 'None' | 'EventTime', name: string, watermark: boolean): Promise<string> => {
    class Acting implements StatefulProcessor<string, Visit, { times: string }> {
      handle!: StatefulProcessorHandle
      init(handle: StatefulProcessorHandle) {
        this.handle = handle
        atFirst[name]?.(handle)
      }
      handleInputRows(_: string, __: Iterable<Visit>, times: TimerValues) {
        acts[name]?.(this.handle)
        return [{ times: `${times.getCurrentWatermarkInMs()}` }]
      }
    }
    const { on, visits } = begin()
    const rows = visits.toDF().selectExpr('user', 'page', 'ms', 'timestamp_millis(ms) AS at')
    const timed = watermark ? rows.withWatermark('at', '1 second') : rows
    const given = timed.groupByKey('user').transformWithState(Acting, { output: 'times STRING', timeMode })
    return testQuery(given, { on }, [add(visits, ['ann', '/', 5_000n]), expectNew(['0'])]).then(
      () => 'runs',
      (error: Error) => /operation=.*|TTL for.*/.exec(String(error.cause))?.[0].replace(/\.? SQL.*/, '') ?? `${error}`,
    )
  }
  const found: { [name: string]: readonly string[] } = {}
  for (const name of Object.keys({ ...acts, ...atFirst })) {
    const eventTime = [await outcome('EventTime', name, false), await outcome('EventTime', name, true)]
    found[name] = [await outcome('None', name, false), ...new Set(eventTime)]
  }
  const untimed = (operation: string) => `operation=${operation} with invalid timeMode=NoTime`
  const noTtl = (mode: string) => `TTL for state=v in timeMode=${mode}, use TimeMode.ProcessingTime() instead`
  expect(found).toEqual({
    nothing: ['runs', 'runs'],
    timer: [untimed('register_timer'), 'runs'],
    'timer to come': [untimed('register_timer'), 'runs'],
    'timer that is not there': [untimed('delete_timer'), 'runs'],
    timers: [untimed('list_timers'), 'runs'],
    'ttl of 5 s': [noTtl('NoTime'), noTtl('EventTime')],
    'ttl of 0': ['runs', 'runs'],
    'no ttl': ['runs', 'runs'],
    'timer in init': [untimed('register_timer'), 'operation=register_timer with invalid handle state=PRE_INIT'],
  })
})
