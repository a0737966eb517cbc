/** What Spark's suites of transformWithState's initial state and chaining assert. */
import { expect, test } from 'vitest'
import { window } from '../../lib/expressions/builders/index.ts'
import type { TransformOptions } from '../../lib/plan/user-state/transform-node.ts'
import type {
  StatefulProcessor,
  StatefulProcessorHandle,
  ValueState,
} from '../../lib/plan/user-state/variables/stateful-processor.ts'
import { add, expectError, expectNew, expectState, start, stop, testQuery } from '../../lib/testing/index.ts'
import { long } from '../../lib/types/typed/struct.ts'
import { Timestamp } from '../../lib/types/values/timestamp.ts'
import { transformWithInitialState, transformWithState } from '../../operators/index.ts'

import { at, begin, type Output, output, type Row, type Source } from './transform-engine.ts'

/** A count that begins where the initial state says. */
class Beginning implements StatefulProcessor<string, Row, Output, { n: bigint }> {
  count!: ValueState<bigint>
  init(handle: StatefulProcessorHandle): void {
    this.count = handle.getValueState('countState', long)
  }
  handleInitialState(_: string, { n }: { n: bigint }): void {
    this.count.update((this.count.get() ?? 0n) + n)
  }
  handleInputRows(k: string, rows: Iterable<Row>): Iterable<Output> {
    const n = (this.count.get() ?? 0n) + BigInt([...rows].length)
    this.count.update(n)
    return [{ k, n: String(n) }]
  }
}

test('the initial state is taken in the first batch only, for all its keys, also those without rows', async () => {
  const { on, session, letters } = begin()
  const initial = session.createDataFrame(
    [
      { k: 'a', n: 10n },
      { k: 'z', n: 20n },
    ],
    'k STRING, n LONG',
  )
  const operator = transformWithInitialState.of('k', 'k', Beginning, { output })
  const frame = letters.toDF().apply(operator, initial)
  await testQuery(frame, { on, outputMode: 'update' }, [
    add(letters, ['a'], ['b']),
    expectNew(['a', '11'], ['b', '1']),
    expectState({ numRowsTotal: 3 }),
    add(letters, ['a'], ['z']),
    expectNew(['a', '12'], ['z', '21']),
    stop(),
    start(),
    add(letters, ['z']),
    expectNew(['z', '22']),
  ])
  // Spark takes a stream as well: what it has in the first batch.
  const streaming = begin()
  const other = streaming.session.memoryStream('k STRING, n LONG')
  await testQuery(streaming.letters.toDF().apply(operator, other.toDF()), { on: streaming.on, outputMode: 'update' }, [
    add(other, ['a', 10n]),
    add(streaming.letters, ['a']),
    expectNew(['a', '11']),
    add(other, ['b', 10n]),
    add(streaming.letters, ['b']),
    expectNew(['b', '1']),
  ])
})

/** Gives each row on, its time moved. */
const moving = (seconds: number): Source =>
  class implements StatefulProcessor<string, Row, { k: string; at: Date }> {
    handleInputRows(k: string, rows: Iterable<Row>) {
      return [...rows].map((row) => ({ k, at: new Date(row.at.getTime() + seconds * 1000) }))
    }
  }

test('an event-time column takes the watermark on to the next operator; what cannot be is refused', async () => {
  const { on, events } = begin()
  const marked = events.toDF().withWatermark('at', '1 second')
  const chained = (options: Omit<TransformOptions, 'output'>, seconds = 0) =>
    marked.apply(transformWithState('k', moving(seconds), { output: 'k STRING, at TIMESTAMP', ...options }))
  const windows = chained({ eventTimeColumnName: 'at' }).groupBy(window('at', '5 seconds')).count().select('count')
  await testQuery(windows, { on }, [
    add(events, ['a', at(1)], ['b', at(2)]),
    expectNew(),
    add(events, ['a', at(11)]),
    expectNew([2]),
  ])
  const unmarked = transformWithState('k', moving(0), { output: 'k STRING, at TIMESTAMP', eventTimeColumnName: 'at' })
  expect(() => events.toDF().apply(unmarked).columns).toThrow(
    expect.objectContaining({ condition: 'CANNOT_ASSIGN_EVENT_TIME_COLUMN_WITHOUT_WATERMARK' }),
  )
  expect(() => chained({ eventTimeColumnName: 'missing' }).columns).toThrow(
    expect.objectContaining({ condition: 'UNRESOLVED_COLUMN.WITH_SUGGESTION' }),
  )
  const without = chained({}).groupBy(window('at', '5 seconds')).count()
  await expect(testQuery(without, { on, checkpoint: '/without' }, [])).rejects.toThrow(
    'This output mode is not supported for streaming aggregations without watermark',
  )
  const behind = begin()
  const late = behind.events.toDF().withWatermark('at', '1 second')
  const back = late.apply(
    transformWithState('k', moving(-60), { output: 'k STRING, at TIMESTAMP', eventTimeColumnName: 'at' }),
  )
  await testQuery(back, { on: behind.on }, [
    add(behind.events, ['a', at(100)]),
    expectNew(['a', new Timestamp(40_000_000n)]),
    add(behind.events, ['a', at(101)]),
    expectError('EMITTING_ROWS_OLDER_THAN_WATERMARK_NOT_ALLOWED'),
  ])
})
