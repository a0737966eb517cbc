/** What a function of foreachBatch can do with its frame: everything that a static frame can. */
import { expect, test } from 'vitest'
import { stoppedSessions } from '../session/sessions.ts'

const begin = stoppedSessions()

test('every action of a static frame works on a batch, each reads it from its first row, also after waiting', async () => {
  const { session, printed } = begin()
  const numbers = session.memoryStream('n INT, s STRING')
  const found: Record<string, unknown> = {}
  const query = numbers
    .toDF()
    .writeStream.foreachBatch(async (batch, id) => {
      await new Promise<void>((resolve) => setImmediate(resolve))
      const kept = batch.persist()
      const sorted = kept.orderBy('n')
      const rows: unknown[] = []
      await sorted.foreach((row) => void rows.push(row.n))
      await sorted.show()
      batch.createOrReplaceTempView('batch')
      Object.assign(found, {
        id,
        streaming: batch.isStreaming,
        cached: kept.isCached,
        collect: await sorted.collect(),
        count: await batch.count(),
        first: await sorted.first(),
        head: await sorted.head(2),
        take: await sorted.take(1),
        tail: await sorted.tail(1),
        isEmpty: await batch.isEmpty(),
        foreach: rows,
        showString: await sorted.limit(1).showString(),
        sql: await session.sql('SELECT max(n) AS m FROM batch').collect(),
        joined: await batch.join(session.createDataFrame([{ n: 2, t: 'two' }], 'n INT, t STRING'), 'n').collect(),
        grouped: await kept.groupBy().sum('n').collect(),
        described: await kept.describe('n').filter("summary = 'mean'").collect(),
        median: await kept.approxQuantile('n', [0.5], 0),
        covariance: await kept.stat.cov('n', 'n'),
        frequent: (await kept.freqItems(['s']).collect())[0]?.s_freqItems?.length,
        parts: await Promise.all(batch.randomSplit([1, 1], 3).map((part) => part.count())).then(
          ([a = 0, b = 0]) => a + b,
        ),
        json: await sorted.limit(1).toJSON().collect(),
        written: await batch.write.mode('append').csv(`/out/${id}`),
      })
      kept.unpersist()
      found.uncached = kept.isCached
      found.again = await batch.count()
    })
    .start()
  numbers.addData([3, 'c'], [1, 'a'], [2, 'b'])
  await query.processAllAvailable()
  expect(query.exception()).toBeUndefined()
  const rows = [
    { n: 1, s: 'a' },
    { n: 2, s: 'b' },
    { n: 3, s: 'c' },
  ]
  expect(found).toEqual({
    id: 0,
    streaming: false,
    cached: true,
    collect: rows,
    count: 3,
    first: rows[0],
    head: rows.slice(0, 2),
    take: rows.slice(0, 1),
    tail: rows.slice(2),
    isEmpty: false,
    foreach: [1, 2, 3],
    showString: '+---+---+\n|  n|  s|\n+---+---+\n|  1|  a|\n+---+---+\n',
    sql: [{ m: 3 }],
    joined: [{ n: 2, s: 'b', t: 'two' }],
    grouped: [{ 'sum(n)': 6n }],
    described: [{ summary: 'mean', n: '2.0' }],
    median: [2],
    covariance: 1,
    frequent: 3,
    parts: 3,
    json: [{ value: '{"n":1,"s":"a"}' }],
    written: undefined,
    uncached: false,
    again: 3,
  })
  expect(printed.join('')).toContain('|  3|  c|')
  expect(await session.read.schema('n INT, s STRING').csv('/out/0').orderBy('n').collect()).toEqual(rows)
})
