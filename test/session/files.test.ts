import { expect, test } from 'vitest'
import { int, string, struct } from '../../lib/types/typed/struct.ts'
import { stoppedSessions, type TestSession } from './sessions.ts'

const begin = stoppedSessions()

const text = new TextEncoder()

async function put({ files }: TestSession, path: string, lines: string): Promise<void> {
  await files.makeDirectory(path.replace(/\/[^/]*$/, ''))
  await files.createAtomic(path, text.encode(lines))
}

test('text files are lines in column value, JSON files the columns of their schema', async () => {
  const one = begin()
  await put(one, '/in/a.txt', 'x\ny\n')
  await put(one, '/json/a.json', '{"n":1,"s":"a"}\n{"n":2}\n')
  expect(await one.session.read.text('/in').collect()).toEqual([{ value: 'x' }, { value: 'y' }])
  expect(await one.session.read.textFile('/in/*.txt').count()).toBe(2)
  expect(await one.session.read.text('/in/a.txt', '/in').count()).toBe(4)
  const frame = one.session.read.schema(struct({ n: int, s: string })).json('/json')
  expect(await frame.collect()).toEqual([
    { n: 1, s: 'a' },
    { n: 2, s: null },
  ])
  expect(await frame.filter('n = 2').select('s').collect()).toEqual([{ s: null }])
})

test('a stream of files goes to files, by partitions, and is read back whole', async () => {
  const one = begin()
  const { session } = one
  await put(one, '/in/a.json', '{"n":1,"s":"a"}\n{"n":2,"s":"b c"}\nnot json\n')
  const start = () =>
    session.readStream
      .schema('n INT, s STRING')
      .option('mode', 'DROPMALFORMED')
      .json('/in')
      .writeStream.format('json')
      .partitionBy('s')
      .option('checkpointLocation', '/checkpoint')
      .trigger({ availableNow: true })
      .start('/out')
  const first = start()
  await first.awaitTermination()
  expect(first.lastProgress?.sources[0]?.metrics).toEqual({ malformedRecords: '1' })
  await put(one, '/in/b.json', '{"n":3,"s":null}\n')
  const second = start()
  await second.awaitTermination()
  expect(second.id).toBe(first.id)
  const rows = await session.read.schema('n INT, s STRING').json('/out').collect()
  expect(rows.sort((a, b) => Number(a.n) - Number(b.n))).toEqual([
    { n: 1, s: 'a' },
    { n: 2, s: 'b c' },
    { n: 3, s: null },
  ])
})

test('what is wrong with a file sink is known at start', async () => {
  const one = begin()
  await put(one, '/in/a.json', '{"n":1,"s":"a"}\n')
  const writer = () =>
    one.session.readStream
      .schema('n INT, s STRING')
      .json('/in')
      .writeStream.format('json')
      .option('checkpointLocation', '/c')
  expect(() => writer().start()).toThrow("'path' is not specified.")
  expect(() => writer().partitionBy('nope').start('/out')).toThrow(
    'Partition column nope not found in existing columns (n, s).',
  )
  expect(() => writer().partitionBy('n', 's').start('/out')).toThrow('Cannot use all columns for partition columns.')
  expect(() => writer().outputMode('update').start('/out')).toThrow(/not supported in Data Source json/)
})

test('a path that is not there is refused when the frame is built', () => {
  const { session } = begin()
  expect(() => session.read.text('/nowhere')).toThrow(/Path does not exist: .*nowhere/)
})

test('a rate source has columns of its own', () => {
  const { session } = begin()
  const frame = session.readStream.format('rate').option('rowsPerSecond', 5).load()
  expect(frame.columns).toEqual(['timestamp', 'value'])
  expect(() => session.readStream.format('rate').schema('a INT').load()).toThrow(
    /does not support user-specified schema/,
  )
})
