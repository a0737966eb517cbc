/** Window functions as programs write them; Spark's answers are in test/golden/sql/windows.json. */
import { expect, test } from 'vitest'
import {
  col,
  denseRank,
  lag,
  lead,
  nthValue,
  ntile,
  rank,
  rowNumber,
  sum,
} from '../../lib/expressions/builders/index.ts'
import { Window } from '../../lib/expressions/window-spec.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const frame = () =>
  begin().session.createDataFrame(
    [
      ['a', 1],
      ['a', 2],
      ['a', 2],
      ['b', 5],
      ['b', 3],
    ],
    'k STRING, v INT',
  )
const byKey = Window.partitionBy('k').orderBy(col('v'))

test('rankings, looks and aggregates over one window', async () => {
  const rows = await frame()
    .select(
      'k',
      'v',
      rowNumber().over(byKey).as('n'),
      rank().over(byKey).as('r'),
      denseRank().over(byKey).as('d'),
      ntile(2).over(byKey).as('t'),
      lag('v').over(byKey).as('before'),
      lead('v', 1, 0).over(byKey).as('after'),
      nthValue('v', 2).over(byKey).as('second'),
      sum('v').over(byKey).as('total'),
    )
    .collect()
  expect(rows).toEqual([
    { k: 'a', v: 1, n: 1, r: 1, d: 1, t: 1, before: null, after: 2, second: null, total: 1n },
    { k: 'a', v: 2, n: 2, r: 2, d: 2, t: 1, before: 1, after: 2, second: 2, total: 5n },
    { k: 'a', v: 2, n: 3, r: 2, d: 2, t: 2, before: 2, after: 0, second: 2, total: 5n },
    { k: 'b', v: 3, n: 1, r: 1, d: 1, t: 1, before: null, after: 5, second: null, total: 3n },
    { k: 'b', v: 5, n: 2, r: 2, d: 2, t: 2, before: 3, after: 0, second: 5, total: 8n },
  ])
})

test('frames by rows and by distance', async () => {
  const rows = await frame()
    .select(
      'v',
      sum('v').over(Window.orderBy('v').rowsBetween(-1, Window.currentRow)).as('two'),
      sum('v').over(Window.orderBy('v').rangeBetween(-1, 1)).as('near'),
      sum('v')
        .over(Window.partitionBy('k').rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing))
        .as('all'),
    )
    .orderBy('v')
    .collect()
  expect(rows.map(({ two, near }) => [two, near])).toEqual([
    [1n, 5n],
    [3n, 8n],
    [4n, 8n],
    [5n, 7n],
    [8n, 5n],
  ])
  expect(rows.map(({ all }) => all)).toEqual([5n, 5n, 5n, 8n, 8n])
})

test('a window is a column of withColumn, and of a query over batches', async () => {
  const { session } = begin()
  const input = session.memoryStream('k STRING, v INT')
  const seen: unknown[] = []
  const query = input
    .toDF()
    .writeStream.foreachBatch(async (batch) => {
      seen.push(await batch.withColumn('n', rowNumber().over(byKey) as never).collect())
    })
    .start()
  input.addData(['a', 2], ['a', 1])
  await query.processAllAvailable()
  await query.stop()
  expect(seen).toEqual([
    [
      { k: 'a', v: 1, n: 1 },
      { k: 'a', v: 2, n: 2 },
    ],
  ])
  expect(() => input.toDF().select(rowNumber().over(byKey).as('n')).writeStream.format('noop').start()).toThrow(
    expect.objectContaining({ condition: 'NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING' }),
  )
})
