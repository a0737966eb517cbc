/** What Spark's RateStreamProviderSuite asserts. */
import { expect, test } from 'vitest'
import { valueAtSecond } from '../../connectors/rate/ramp.ts'
import { type Engine, engines } from './engine.ts'

const begin = engines()

/** Milliseconds and value of each row of a second of the source's life. */
type Second = readonly (readonly [number, number])[]

/** Runs a rate source for some seconds, a batch each, and gives their rows; time is counted from the query's first start. */
async function seconds(
  engine: Engine,
  options: Readonly<Record<string, string | number>>,
  count: number,
): Promise<readonly Second[]> {
  const found: Second[] = []
  const query = engine.session.readStream
    .format('rate')
    .options(options)
    .load()
    .selectExpr('unix_millis(timestamp) AS t', 'value')
    .writeStream.trigger({ processingTime: '1 second' })
    .option('checkpointLocation', '/ck')
    .foreachBatch(async (frame) => {
      found.push((await frame.collect()).map(({ t, value }) => [Number(t), Number(value)] as const))
    })
    .start()
  await engine.clock.advance(count * 1_000)
  await engine.until(query.stop())
  return found
}

test('ten rows a second are values 0 to 9, a hundred milliseconds apart', async () => {
  const [first, second] = await seconds(begin(), { rowsPerSecond: 10 }, 1)
  expect(first).toEqual([])
  expect(second).toEqual(Array.from({ length: 10 }, (_, v) => [v * 100, v]))
})

test('rows that are not whole milliseconds apart have rounded times', async () => {
  const [, second] = await seconds(begin(), { rowsPerSecond: 1_500 }, 1)
  expect(second).toEqual(Array.from({ length: 1_500 }, (_, v) => [Math.round((v * 1_000) / 1_500), v]))
})

test('how many rows there are by a second follows the ramp', () => {
  const values = (rowsPerSecond: number, rampUpSeconds: number, count: number) =>
    Array.from({ length: count }, (_, second) => valueAtSecond(second, { rowsPerSecond, rampUpSeconds }))
  expect(values(5, 2, 4)).toEqual([0, 1, 3, 8])
  expect(values(10, 4, 6)).toEqual([0, 2, 6, 12, 20, 30])
  expect(values(5, 0, 2)).toEqual([0, 5])
})

test('a ramp of four seconds to ten rows gives 2, 4, 6, 8 and then 10 rows a second, evenly spread', async () => {
  const [, ...found] = await seconds(begin(), { rowsPerSecond: 10, rampUpTime: '4s' }, 6)
  expect(found.map((rows) => rows.length)).toEqual([2, 4, 6, 8, 10, 10])
  expect(found.slice(0, 3).map((rows) => rows.map(([ms]) => ms))).toEqual([
    [0, 500],
    [1_000, 1_250, 1_500, 1_750],
    [2_000, 2_167, 2_333, 2_500, 2_667, 2_833],
  ])
  expect(found[3]?.map(([ms]) => ms)).toEqual(Array.from({ length: 8 }, (_, at) => 3_000 + at * 125))
  expect(found.flat().map(([, value]) => value)).toEqual(Array.from({ length: 40 }, (_, value) => value))
})

test('a restart goes on with the next value, by the start time in the checkpoint', async () => {
  const engine = begin()
  const first = await seconds(engine, { rowsPerSecond: 3 }, 2)
  await engine.clock.advance(1_000)
  const second = await seconds(engine, { rowsPerSecond: 3 }, 2)
  const rows = [...first, ...second].flat()
  expect(second.flat()[0]).toEqual([2_000, 6])
  expect(rows).toEqual(Array.from({ length: 15 }, (_, v) => [Math.round((v * 1_000) / 3), v]))
})

test('numPartitions changes nothing of the rows: 33 are 0 to 32', async () => {
  const [, second] = await seconds(begin(), { rowsPerSecond: 33, numPartitions: 11 }, 1)
  expect(second?.map(([, value]) => value)).toEqual(Array.from({ length: 33 }, (_, value) => value))
})

test('a ramp whose values no number can count is refused', async () => {
  const options = { rowsPerSecond: Number.MAX_SAFE_INTEGER, rampUpTime: '2s' }
  const query = begin().session.readStream.format('rate').options(options).load().writeStream.format('noop').start()
  await expect(query.awaitTermination()).rejects.toMatchObject({
    cause: expect.objectContaining({ condition: 'INCORRECT_RAMP_UP_RATE', sqlState: '22003' }),
  })
  expect(query.exception()?.message).toContain("rowsPerSecond is 1, but 'rampUpTimeSeconds' is 2.")
})
