/** Ten of Spark's behaviours (test/behaviours.json) as stories under the virtual clock, and how a story fails. */
import { expect, test } from 'vitest'
import { createSession, type StatefulProcessor, type StatefulProcessorHandle, type ValueState } from '../../index.ts'
import { window } from '../../lib/expressions/builders/index.ts'
import {
  add,
  advanceClock,
  crash,
  expectError,
  expectNew,
  expectState,
  type Step,
  start,
  stop,
  testQuery,
  virtualSurroundings,
} from '../../lib/testing/index.ts'

function begin() {
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on })
  return { on, session, numbers: session.memoryStream('n INT'), events: session.memoryStream('at TIMESTAMP, k STRING') }
}
const at = (seconds: number): Date => new Date(seconds * 1000)

test('5: rows 1 and 2 of 6 / n give 6 and 3', async () => {
  const { on, numbers } = begin()
  const frame = numbers.toDF().selectExpr('6 / n AS q')
  await testQuery(frame, { on }, [add(numbers, [1], [2]), expectNew([6], [3])])
})

test('7: a division by zero ends the query', async () => {
  const { on, numbers } = begin()
  const frame = numbers.toDF().selectExpr('6 / n AS q')
  await testQuery(frame, { on }, [add(numbers, [1]), expectNew([6]), add(numbers, [0]), expectError('DIVIDE_BY_ZERO')])
})

test('10: a batch without its commit is run again, with the same rows', async () => {
  const { on, numbers } = begin()
  await testQuery(numbers.toDF(), { on }, [
    add(numbers, [1]),
    expectNew([1]),
    add(numbers, [2]),
    crash('before:commits'),
    add(numbers, [3]),
    start(),
    expectNew([2], [3]),
  ])
})

test('27: a limit over an empty first batch passes later rows', async () => {
  const { on, numbers } = begin()
  await testQuery(numbers.toDF().filter('n > 0').limit(2), { on }, [
    add(numbers, [0]),
    expectNew(),
    add(numbers, [1], [2], [3]),
    expectNew([1], [2]),
    add(numbers, [4]),
    expectNew(),
  ])
})

test('31: a restart without new data runs nothing again', async () => {
  const { on, numbers } = begin()
  await testQuery(numbers.toDF(), { on }, [
    add(numbers, [1]),
    expectNew([1]),
    stop(),
    start(),
    expectNew(),
    add(numbers, [2]),
    expectNew([2]),
  ])
})

test('42: a global count keeps its value over empty batches', async () => {
  const { on, numbers } = begin()
  await testQuery(numbers.toDF().filter('n > 0').groupBy().count(), { on, outputMode: 'complete' }, [
    add(numbers, [1], [2]),
    expectNew([2]),
    add(numbers, [0]),
    expectNew([2]),
    expectState({ numRowsTotal: 1 }),
  ])
})

test('84 and 85: a ramp of 4 s to 10 rows a second, and on with the next value after a restart', async () => {
  const { on, session } = begin()
  const rate = session.readStream.format('rate').options({ rowsPerSecond: 10, rampUpTime: '4s' }).load()
  const values = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => [from + i])
  await testQuery(rate.select('value'), { on, trigger: { processingTime: '1 second' } }, [
    expectNew(),
    advanceClock('1 second'),
    expectNew(...values(0, 2)),
    advanceClock('1 second'),
    expectNew(...values(2, 6)),
    stop(),
    advanceClock('2 seconds'),
    start(),
    expectNew(...values(6, 20)),
    advanceClock('1 second'),
    expectNew(...values(20, 30)),
  ])
})

test('71: a short batch waits for the next multiple of the interval', async () => {
  const { on, numbers } = begin()
  await testQuery(numbers.toDF(), { on, trigger: { processingTime: '10 seconds' } }, [
    add(numbers, [1]),
    advanceClock(9_999),
    expectNew(),
    advanceClock(1),
    expectNew([1]),
  ])
})

test('132: a windowed count in append mode comes when the watermark has passed its window', async () => {
  const { on, events } = begin()
  const counts = events
    .toDF()
    .withWatermark('at', '10 seconds')
    .groupBy(window('at', '5 seconds'))
    .count()
    .selectExpr('unix_seconds(window.end) AS end', 'count')
  await testQuery(counts, { on }, [
    add(events, [at(1), 'a'], [at(2), 'b'], [at(7), 'c']),
    expectNew(),
    expectState({ numRowsTotal: 2 }),
    add(events, [at(16), 'd']),
    expectNew([5, 2]),
    add(events, [at(2), 'late']),
    expectNew(),
    expectState({ numRowsTotal: 2, numRowsDroppedByWatermark: 1 }),
  ])
})

test('154: a silent branch of a union holds the watermark', async () => {
  const { on, session, events } = begin()
  const silent = session.memoryStream('at TIMESTAMP, k STRING')
  const side = (stream: typeof events) => stream.toDF().withWatermark('at', '0 seconds')
  const once = side(events).union(side(silent)).dropDuplicates('k', 'at').select('k')
  await testQuery(once, { on }, [
    add(events, [at(100), 'a'], [at(100), 'a']),
    expectNew(['a']),
    add(events, [at(1), 'b']),
    expectNew(['b']),
    add(silent, [at(50), 'c']),
    expectNew(['c']),
    add(events, [at(20), 'late']),
    expectNew(),
  ])
})

test('a story that goes wrong is printed, with an arrow at the step', async () => {
  const { on, numbers } = begin()
  const failure = await testQuery(numbers.toDF(), { on }, [add(numbers, [1]), expectNew([2]), stop()]).catch((e) => e)
  expect(failure.condition).toBe('MILLRACE_TEST_QUERY')
  expect(failure.message).toContain(
    [
      'A step failed:',
      '    start the query',
      '    add (1)',
      '==> expectNew (2)',
      '    stop',
      '    end without an error',
      'expected (2)',
      'got      (1)',
    ].join('\n'),
  )
})

test.each([
  ['an error nobody expected', [[0]], [], /==> end without an error[\s\S]*DIVIDE_BY_ZERO/],
  ['another error than was expected', [[0]], [expectError('NO_SUCH_ERROR')], /==> expectError NO_SUCH_ERROR/],
  ['state that is not there', [[1]], [expectState({ numRowsTotal: 1 })], /no stateful operator/],
] as const)('%s fails the story', async (_, rows, steps, message) => {
  const { on, numbers } = begin()
  const frame = numbers.toDF().selectExpr('6 / n AS q')
  await expect(testQuery(frame, { on }, [add(numbers, ...rows), ...steps])).rejects.toThrow(message)
})

test('a crash for which no batch comes says what to do; one with a row keeps a state’s time to live', async () => {
  const counting = (ttlMs: number) => {
    const { on, session } = begin()
    const words = session.memoryStream('k STRING')
    class Counts implements StatefulProcessor<string, unknown, { k: string; n: number }> {
      count!: ValueState<number>
      init(handle: StatefulProcessorHandle): void {
        this.count = handle.getValueState('n', 'INT', { ttlMs })
      }
      handleInputRows(k: string, rows: Iterable<unknown>) {
        this.count.update((this.count.get() ?? 0) + [...rows].length)
        return [{ k, n: this.count.get() as number }]
      }
    }
    const frame = words.toDF().groupByKey('k').transformWithState(Counts, {
      output: 'k STRING, n INT',
      outputMode: 'update',
      timeMode: 'ProcessingTime',
    })
    return { words, run: (steps: readonly Step[]) => testQuery(frame, { on, outputMode: 'update' }, steps) }
  }
  const without = counting(9_999_999)
  await expect(without.run([add(without.words, ['x']), expectNew(['x', 1]), crash()])).rejects.toThrow(
    /did not come to before:commits, though \d+ ms passed: no batch is due.*add rows right before crash\(\)/,
  )
  const { words, run } = counting(1000)
  await run([
    add(words, ['x']),
    expectNew(['x', 1]),
    stop(),
    start(),
    add(words, ['x']),
    expectNew(['x', 2]),
    add(words, ['x']),
    crash(),
    start(),
    expectNew(['x', 3]),
  ])
})

test('over virtual surroundings a query of the program’s own goes on as time passes', async () => {
  const { on, numbers } = begin()
  const query = numbers.toDF().writeStream.format('noop').option('checkpointLocation', '/own').start()
  numbers.addData([1])
  await on.clock.until(query.processAllAvailable())
  expect(query.lastProgress?.numInputRows).toBe(1)
  await on.clock.until(query.stop())
})
