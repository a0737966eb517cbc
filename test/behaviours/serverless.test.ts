/** What Spark's suites of rate-micro-batch, socket, foreach and foreachBatch assert of whole queries. */
import { afterEach, expect, test } from 'vitest'
import { rateMicroBatch } from '../../connectors/rate-micro-batch/index.ts'
import { openSource, sourceContext } from '../../lib/testing/connector-context.ts'
import { evaluation, everyColumn, readRows } from '../../lib/testing/range-reader.ts'
import { listen, type TextServer } from '../connectors/text-server.ts'
import { stoppedSessions, type TestSession } from '../session/sessions.ts'

const begin = stoppedSessions()
const peers: TextServer[] = []
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close()
})
const at = (seconds: number): Date => new Date(seconds * 1000)

/** Values and times of each batch of ten rows, from 1000 on, 50 ms each. */
async function batches(
  { session }: TestSession,
  trigger: { readonly once: true } | { readonly availableNow: true },
): Promise<readonly (readonly [number, number, number, number])[]> {
  const found: (readonly [number, number, number, number])[] = []
  await session.readStream
    .format('rate-micro-batch')
    .options({ rowsPerBatch: 10, startTimestamp: 1000, advanceMillisPerBatch: 50 })
    .load()
    .selectExpr('unix_millis(timestamp) AS t', 'value')
    .writeStream.trigger(trigger)
    .option('checkpointLocation', '/ck')
    .foreachBatch(async (frame, id) => {
      const rows = await frame.collect()
      found.push([id, Number(rows[0]?.t), Number(rows[0]?.value), Number(rows.at(-1)?.value)])
    })
    .start()
    .awaitTermination()
  return found
}

test('rate-micro-batch gives one batch to a trigger of once or availableNow, and goes on with the next', async () => {
  const given = begin()
  expect(await batches(given, { once: true })).toEqual([[0, 1000, 0, 9]])
  expect(await batches(given, { availableNow: true })).toEqual([[1, 1050, 10, 19]])
  expect(await batches(given, { once: true })).toEqual([[2, 1100, 20, 29]])
})

test.each([
  [null, { offset: 10, timestamp: 500 }, 'INVALID_TIMESTAMP', 'startTimestamp(1000) > endTimestamp(500)'],
  [{ offset: 20, timestamp: 500 }, { offset: 10, timestamp: 500 }, 'INVALID_OFFSET', 'startOffset(20) > endOffset(10)'],
])('a range from %j to %j, which runs backwards, is refused', async (start, end, reason, text) => {
  const options = { rowsPerBatch: '10', startTimestamp: '1000' }
  const source = await openSource(rateMicroBatch, options, undefined, sourceContext({}, '/ck/sources/0'))
  const failure = await readRows(source.open(everyColumn(source), evaluation), start, end).catch((error) => error)
  expect(failure.condition).toBe(`MALFORMED_STATE_IN_RATE_PER_MICRO_BATCH_SOURCE.${reason}`)
  expect(failure.message).toContain(text)
})

test('lines that a socket gets one by one come out once each, in order, and count as input', async () => {
  const peer = await listen()
  peers.push(peer)
  const { session } = begin()
  const values: unknown[] = []
  const query = session.readStream
    .format('socket')
    .options({ host: '127.0.0.1', port: peer.port })
    .load()
    .writeStream.foreach(({ value }) => void values.push(value))
    .start()
  for (const word of ['hello', 'world']) {
    peer.send(`${word}\n`)
    while (values.at(-1) !== word) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  await query.processAllAvailable()
  expect(values).toEqual(['hello', 'world'])
  expect(query.recentProgress.reduce((sum, { numInputRows }) => sum + numInputRows, 0)).toBe(2)
})

test('foreach in complete mode gets the whole result of each batch', async () => {
  const { session } = begin()
  const numbers = session.memoryStream('n INT')
  const log: unknown[] = []
  const query = numbers
    .toDF()
    .groupBy()
    .count()
    .writeStream.outputMode('complete')
    .foreach({
      open: (_, epoch) => void log.push(`open ${epoch}`),
      process: ({ count }) => void log.push(Number(count)),
      close: (error) => void log.push(error ?? null),
    })
    .start()
  for (const _ of [0, 1]) {
    numbers.addData([1], [2], [3], [4])
    await query.processAllAvailable()
  }
  expect(log).toEqual(['open 0', 4, null, 'open 1', 8, null])
})

test('foreach is opened and closed for batches without data, which bring what the watermark closes', async () => {
  const { session } = begin()
  const events = session.memoryStream('at TIMESTAMP')
  const log: unknown[] = []
  const query = events
    .toDF()
    .withWatermark('at', '10 seconds')
    .groupBy('at')
    .count()
    .selectExpr('unix_seconds(at) AS s', 'count')
    .writeStream.foreach({
      open: (_, epoch) => void log.push(`open ${epoch}`),
      process: ({ s, count }) => void log.push([Number(s), Number(count)]),
      close: () => void log.push('close'),
    })
    .start()
  events.addData([at(11)], [at(11)], [at(11)])
  await query.processAllAvailable()
  events.addData([at(25)])
  await query.processAllAvailable()
  expect(log).toEqual(['open 0', 'close', 'open 1', 'close', 'open 2', 'close', 'open 3', [11, 3], 'close'])
})

test.each([
  [
    'update',
    [
      [[0, 1]],
      [[1, 1]],
      [
        [0, 2],
        [1, 2],
      ],
    ],
  ],
  [
    'complete',
    [
      [[0, 1]],
      [
        [0, 1],
        [1, 1],
      ],
      [
        [0, 2],
        [1, 2],
      ],
    ],
  ],
] as const)('foreachBatch gets what %s mode gives of a count', async (mode, expected) => {
  const { session } = begin()
  const numbers = session.memoryStream('n INT')
  const found: unknown[] = []
  const query = numbers
    .toDF()
    .groupBy('n')
    .count()
    .writeStream.outputMode(mode)
    .foreachBatch(async (frame) => {
      const rows = await frame.collect()
      found.push(rows.map(({ n, count }) => [Number(n), Number(count)]).sort())
    })
    .start()
  for (const rows of [[[0]], [[1]], [[0], [1]]]) {
    numbers.addData(...rows)
    await query.processAllAvailable()
  }
  expect(found).toEqual(expected)
})
