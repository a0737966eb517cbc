/** What Spark's suites assert of queries with aggregations, deduplication and joins, beside the recorded scenarios. */
import { describe, expect, test } from 'vitest'
import { createSession } from '../../index.ts'
import {
  add,
  advanceClock,
  crash,
  expectError,
  expectNew,
  expectState,
  start,
  testQuery,
} from '../../lib/testing/index.ts'
import { virtualSurroundings } from '../../lib/testing/virtual-surroundings.ts'
import { engines } from './engine.ts'

const begin = engines()

function letters() {
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on })
  const left = session.memoryStream('k STRING, v INT')
  const right = session.memoryStream('k STRING, w INT')
  const joined = (condition: string, how = 'inner') => {
    left.toDF().createOrReplaceTempView('l')
    right.toDF().createOrReplaceTempView('r')
    return session.sql(`SELECT l.* FROM l ${how} JOIN r ON l.k = r.k ${condition}`)
  }
  return { on, session, left, right, joined }
}

describe('rows of the input are counted', () => {
  test('once for a source that both sides of a join read', async () => {
    const engine = begin()
    const stream = engine.session.memoryStream('n INT')
    const frame = stream.toDF()
    const query = frame.as('a').join(frame.as('b'), 'n').writeStream.format('noop').start()
    stream.addData([1], [2], [3])
    await engine.until(query.processAllAvailable())
    expect(query.lastProgress).toMatchObject({ numInputRows: 3, sources: [{ numInputRows: 3 }] })
    expect(query.lastProgress?.sources).toHaveLength(1)
  })

  test('of streams only, not of a static side', async () => {
    const engine = begin()
    engine.put('/table/a.json', '{"n":1}\n{"n":2}\n{"n":7}\n')
    const stream = engine.session.memoryStream('n INT')
    const table = engine.session.read.schema('n INT').json('/table')
    const query = stream.toDF().join(table, 'n').writeStream.format('noop').start()
    stream.addData([1], [2])
    await engine.until(query.processAllAvailable())
    expect(query.lastProgress).toMatchObject({ numInputRows: 2, sources: [{ numInputRows: 2 }] })
    expect(query.lastProgress?.sources).toHaveLength(1)
  })
})

describe('SQL’s DISTINCT and UNION are aggregations', () => {
  test.each(['SELECT DISTINCT n FROM s', 'SELECT n FROM s UNION SELECT n FROM s'])(
    '%s is refused in append mode without a watermark, and gives each row once in complete mode',
    async (text) => {
      const on = virtualSurroundings()
      const session = createSession({ surroundings: on })
      const numbers = session.memoryStream('n INT')
      numbers.toDF().createOrReplaceTempView('s')
      const frame = session.sql(text)
      expect(() => frame.writeStream.format('noop').outputMode('append').start()).toThrow(
        'This output mode is not supported for streaming aggregations without watermark',
      )
      await testQuery(frame, { on, outputMode: 'complete' }, [
        add(numbers, [1], [2], [3], [3], [4]),
        expectNew([1], [2], [3], [4]),
      ])
    },
  )
})

test('a filter by the current time above a count in complete mode: each batch by its own time, also when it runs again', async () => {
  const on = virtualSurroundings()
  const session = createSession({ surroundings: on })
  const numbers = session.memoryStream('n LONG')
  const counts = numbers.toDF().groupBy('n').count().where('n >= unix_seconds(current_timestamp()) - 10').select('n')
  await testQuery(counts, { on, outputMode: 'complete', trigger: { processingTime: '10 seconds' } }, [
    add(numbers, [0n], [5n], [10n]),
    advanceClock('10 seconds'),
    expectNew([0], [5], [10]),
    add(numbers, [15n], [20n]),
    crash('before:commits'),
    advanceClock('1 hour'),
    start(),
    expectNew([10], [15], [20]),
  ])
})

test('state is reported while there is nothing to do, as unchanged; listeners hear of the batch only', async () => {
  const engine = begin(0, (builder) => builder.config('spark.sql.streaming.noDataProgressEventInterval', '25s'))
  const events: number[] = []
  engine.session.streams.addListener({ onQueryProgress: ({ progress }) => events.push(progress.batchId) })
  const stream = engine.session.memoryStream('n INT')
  const counts = stream.toDF().groupBy('n').count()
  const query = counts.writeStream
    .outputMode('complete')
    .trigger({ processingTime: '10 seconds' })
    .format('noop')
    .start()
  stream.addData([1], [2], [2])
  await engine.clock.advance(65_000)
  const report = { operatorName: 'stateStoreSave', numRowsTotal: 2, numRowsRemoved: 0, numRowsDroppedByWatermark: 0 }
  const sources = [{ startOffset: 0, endOffset: 0, numInputRows: 0 }]
  const idle = { batchId: 1, numInputRows: 0, durationMs: { latestOffset: 0, triggerExecution: 0 }, sources }
  expect(query.recentProgress).toMatchObject([
    { batchId: 0, numInputRows: 3, stateOperators: [{ ...report, numRowsUpdated: 2 }], sink: { numOutputRows: 2 } },
    { ...idle, timestamp: '1970-01-01T00:00:30.000Z', stateOperators: [{ ...report, numRowsUpdated: 0 }] },
    { ...idle, timestamp: '1970-01-01T00:01:00.000Z', sink: { numOutputRows: 0 } },
  ])
  expect(events).toEqual([0])
})

describe('a join of streams', () => {
  test('is refused at a restart when its keys or its rows have other types', async () => {
    const { on, left, right, joined } = letters()
    await testQuery(joined(''), { on }, [add(left, ['a', 1]), add(right, ['a', 2]), expectNew(['a', 1])])
    const byLength = left.toDF().selectExpr('length(k) AS k', 'v').join(right.toDF().selectExpr('length(k) AS k'), 'k')
    await testQuery(byLength, { on }, [add(left, ['b', 1]), expectError('STATE_STORE_KEY_SCHEMA_NOT_COMPATIBLE')])
    const asTexts = left.toDF().selectExpr('k', 'string(v) AS v').join(right.toDF(), 'k')
    await testQuery(asTexts, { on }, [add(left, ['b', 1]), expectError('STATE_STORE_VALUE_SCHEMA_NOT_COMPATIBLE')])
  })

  test.each(['AND l.v > 0 AND l.v < r.w', 'AND l.v < r.w AND NOT (l.v <= 0)', 'WHERE l.v < r.w AND l.v > 0'])(
    'keeps only rows that the conditions of their side hold for; those on both are asked of pairs: … %s',
    async (condition) => {
      const { on, left, right, joined } = letters()
      await testQuery(joined(condition), { on }, [
        add(left, ['a', 0], ['a', 2], ['a', 9]),
        add(right, ['a', 1], ['a', 3]),
        expectNew(['a', 2]),
        expectState({ numRowsTotal: 4 }),
      ])
    },
  )

  test('takes no condition by chance, which could be asked of rows or of pairs', () => {
    expect(() => letters().joined('AND l.v < 100 * rand()')).toThrow('The operator expects a deterministic expression')
  })

  test('a left semi join forgets a row of the left once it has met another', async () => {
    const on = virtualSurroundings()
    const session = createSession({ surroundings: on })
    const [left, right] = [session.memoryStream('at TIMESTAMP'), session.memoryStream('at TIMESTAMP')]
    const times = (stream: typeof left) => stream.toDF().withWatermark('at', '1 minute')
    const met = times(left).join(times(right), 'at', 'left_semi').selectExpr('second(at)')
    const seconds = (...of: number[]) => of.map((n): [Date] => [new Date(1000 * n)])
    await testQuery(met, { on }, [
      add(left, ...seconds(1, 2, 3, 4, 5)),
      add(right, ...seconds(3, 4, 5, 6, 7)),
      expectNew([3], [4], [5]),
      expectState({ numRowsTotal: 7 }),
    ])
  })
})
