import { afterAll, expect, test } from 'vitest'
import { runStage } from '../../lib/testing/run-stage.ts'
import { double, int, string, struct } from '../../lib/types/typed/struct.ts'
import { filterRows, flatMapRows, mapRows } from '../../operators/index.ts'
import { testSession } from '../session/sessions.ts'
import { printed, readings, table$ } from './pipe.ts'

const { session } = testSession()
afterAll(() => session.stop())

const frame = () =>
  session.createDataFrame(
    [
      ['a', 1],
      ['b', null],
      ['c', 3],
    ],
    struct({ k: string, n: int }),
  )

test('map gives a row for a row, flatMap any number, of the columns of the schema', async () => {
  const twice = frame().map(
    (row) => ({ k: row.k, d: row.n === null ? null : row.n * 2 }),
    struct({ k: string, d: double }),
  )
  expect(twice.schema.toString()).toBe(struct({ k: string, d: double }).toString())
  expect(await twice.collect()).toEqual([
    { k: 'a', d: 2 },
    { k: 'b', d: null },
    { k: 'c', d: 6 },
  ])
  const many = frame().flatMap((row) => Array.from({ length: row.n ?? 0 }, (_, at) => [row.k, at]), 'k STRING, at INT')
  expect(await many.filter('at > 0').collect()).toEqual([
    { k: 'c', at: 1 },
    { k: 'c', at: 2 },
  ])
})

test('a field that the schema has not is refused by its name, in the first row that has it', async () => {
  const given = (row: { n: number | null }) => (row.n === null ? { k: 'b', size: 0 } : { k: 'a' })
  const frames = [
    frame().map(given, 'k STRING'),
    frame()
      .groupByKey(given as (row: object) => { k: string }, 'k STRING')
      .mapGroups(({ k }) => k, string),
    frame()
      .groupByKey('n')
      .mapGroups((n) => given({ n }), 'k STRING'),
    frame()
      .groupByKey('n')
      .flatMapGroups((n) => [given({ n })], 'k STRING'),
    frame()
      .groupByKey('n')
      .transformWithState(
        { handleInputRows: (n: number | null) => [given({ n })] as { k: string }[] },
        { output: 'k STRING' },
      ),
  ]
  for (const rows of frames) {
    await expect(rows.collect()).rejects.toMatchObject({
      condition: 'MILLRACE_UNKNOWN_COLUMN',
      message: expect.stringMatching(/ has size, which is no column of its schema; .*: k STRING$/),
    })
  }
})

test('mapPartitions gets rows one by one, filterRows keeps rows and columns', async () => {
  const sums = frame().mapPartitions((rows) => {
    let sum = 0
    for (const row of rows) sum += row.n ?? 0
    return [{ sum }]
  }, 'sum INT')
  expect(await sums.collect()).toEqual([{ sum: 4 }])
  expect(
    await frame()
      .filterRows((row) => row.n !== null)
      .select('k')
      .collect(),
  ).toEqual([{ k: 'a' }, { k: 'c' }])
})

test('async functions run side by side up to the limit, and the rows keep their order', async () => {
  let running = 0
  let most = 0
  const waits: (() => void)[] = []
  const slow = session.range(7).map(
    async ({ id }) => {
      most = Math.max(most, ++running)
      // The last of a handful lets the others go, newest first.
      await new Promise<void>((resolve) => {
        waits.push(resolve)
        if (waits.length === 3 || id === 6n) for (const wait of waits.splice(0).reverse()) wait()
      })
      running--
      return { id }
    },
    'id BIGINT',
    { concurrency: 3 },
  )
  expect((await slow.collect()).map((row) => row.id)).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n])
  expect(most).toBe(3)
})

test('in a stream they run in every batch, async ones too', async () => {
  const source = session.memoryStream('n INT')
  const query = source
    .toDF()
    .map(async (row) => ({ n: (row.n ?? 0) + 1 }), 'n INT')
    .filterRows((row) => row.n !== 3)
    .writeStream.format('memory')
    .queryName('mapped')
    .start()
  source.addData([1], [2])
  await query.processAllAvailable()
  source.addData([5])
  await query.processAllAvailable()
  await query.stop()
  expect(await session.table('mapped').collect()).toEqual([{ n: 2 }, { n: 6 }])
})

test('what a function throws names the function and its row; a result that fits no column is refused', async () => {
  const picky = frame().map(function picky(row) {
    if (row.n === 3) throw new RangeError('not 3')
    return row
  }, 'k STRING')
  await expect(picky.collect()).rejects.toMatchObject({
    condition: 'FAILED_EXECUTE_UDF',
    message:
      'User defined function (`picky`: (row) => row) failed due to: RangeError: not 3. It was called with ({"k":"c","n":3}).',
  })
  const later = frame().map(async function later() {
    throw new Error('lost')
  }, 'k STRING')
  await expect(later.collect()).rejects.toThrow(/`later`.* failed due to: Error: lost/)
  await expect(
    frame()
      .map(() => ({ k: 1 }), 'k STRING')
      .collect(),
  ).rejects.toThrow(/column k of a row given by/)
  await expect(
    frame()
      .map(() => 7 as never, 'k STRING')
      .collect(),
  ).rejects.toThrow(/must give a row; .* gave number/)
  await expect(
    frame()
      .flatMap(() => 'no' as never, 'k STRING')
      .collect(),
  ).rejects.toThrow(/a list of rows/)
  const hidden = frame().map((() => Promise.reject(new Error('lost'))) as never, 'k STRING')
  await expect(hidden.collect()).rejects.toThrow(/must be written async/)
})

test('in plain RxJS watermarks and barriers pass', () => {
  expect(
    runStage(
      mapRows((row) => ({ k: row['device'] }), 'k STRING'),
      readings,
    ),
  ).toContain('watermark 5')
  expect(printed(table$(readings).pipe(filterRows((row) => row['celsius'] !== null)))).not.toContain('b null')
  expect(
    runStage(
      flatMapRows(() => [], 'k STRING'),
      readings,
    ),
  ).toContain('barrier 0')
})
