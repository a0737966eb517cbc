/** What Spark's FileStreamSinkSuite and FileStreamSinkLogSuite assert. */
import { expect, test } from 'vitest'
import { window } from '../../lib/expressions/builders/index.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { type Engine, engines } from './engine.ts'

const begin = engines()

/** Writes rows of `columns` to /out as json, one batch per addition. */
async function write(
  engine: Engine,
  columns: string,
  additions: readonly (readonly (readonly unknown[])[])[],
  { partitionBy = [] as readonly string[], path = '/out', condition = 'true' } = {},
): Promise<void> {
  const stream = engine.session.memoryStream(columns)
  const query = (stream.toDF() as AnyFrame)
    .filter(condition)
    .writeStream.format('json')
    .partitionBy(...partitionBy)
    .option('checkpointLocation', '/ck')
    .start(path)
  for (const rows of additions) {
    stream.addData(...rows)
    await engine.until(query.processAllAvailable())
  }
  await engine.until(query.stop())
}

const parts = (engine: Engine, folder = '/out') => engine.names(folder).filter((name) => name.startsWith('part-'))

test('rows that are written are read back', async () => {
  const engine = begin()
  await write(engine, 'n INT', [[[1], [2], [3]]])
  expect(await engine.session.read.schema('n INT').json('/out').collect()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
})

test('partitionBy makes folders, and their column comes last and nullable on reading', async () => {
  const engine = begin()
  await write(
    engine,
    'id INT, n INT',
    [
      [
        [1, 1_000],
        [2, 2_000],
        [3, 3_000],
      ],
    ],
    { partitionBy: ['id'] },
  )
  expect(engine.names('/out').filter((name) => name.startsWith('id='))).toEqual(['id=1', 'id=2', 'id=3'])
  const frame = engine.session.read.schema('n INT').json('/out')
  expect(frame.schema.fields.map(({ name, nullable }) => [name, nullable])).toEqual([
    ['n', true],
    ['id', true],
  ])
  expect(await frame.filter('id = 2').collect()).toEqual([{ n: 2_000, id: 2 }])
})

test('values with blanks are written into folder names and read from them', async () => {
  const engine = begin()
  await write(
    engine,
    'n INT, s STRING',
    [
      [
        [1, 'hello world'],
        [2, 'a:b=c%'],
      ],
    ],
    { partitionBy: ['s'] },
  )
  expect(engine.names('/out')).toContain('s=hello world')
  const rows = await engine.session.read.schema('n INT, s STRING').json('/out').collect()
  expect(rows.map(({ s }) => s).sort()).toEqual(['a:b=c%', 'hello world'])
})

test.each(['update', 'complete'])('mode %s is refused', (mode) => {
  const engine = begin()
  engine.put('/in/a', '')
  const writer = engine.session.readStream.text('/in').writeStream.format('text').option('checkpointLocation', '/ck')
  const expected =
    mode === 'update'
      ? 'STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE'
      : expect.stringMatching(/^STREAMING_OUTPUT_MODE\./)
  let caught: unknown
  try {
    writer.outputMode(mode).start('/out')
  } catch (error) {
    caught = error
  }
  expect(caught).toMatchObject({ condition: expected, sqlState: mode === 'update' ? '42KDE' : expect.any(String) })
})

test('a first batch that fails leaves no data file', async () => {
  const engine = begin()
  const fails = write(engine, 'n INT', [[[1], [0]]], { condition: '1 div n = 1' })
  await expect(fails).rejects.toThrow('Division by zero')
  const left = Object.keys(engine.given.files.dump()).filter((path) => path.startsWith('/out/'))
  expect(left.filter((path) => path.includes('part-'))).toEqual([])
})

test('a batch that the sink has and the checkpoint has not is not written again', async () => {
  const engine = begin()
  engine.put('/in/a', 'a')
  const start = () =>
    engine.session.readStream
      .text('/in')
      .writeStream.format('text')
      .option('checkpointLocation', '/ck')
      .trigger({ availableNow: true })
      .start('/out')
  await engine.until(start().awaitTermination())
  const before = parts(engine)
  await engine.given.files.remove('/ck/commits/0')
  await engine.until(start().awaitTermination())
  expect(parts(engine)).toEqual(before)
  expect(engine.names('/ck/commits')).toEqual(['0'])
  expect(await engine.session.read.text('/out').collect()).toEqual([{ value: 'a' }])
})

test('a batch without rows writes no broken file, and the output can be read', async () => {
  const engine = begin()
  await write(engine, 'n INT', [[[-1]], [[1]], [[-2]]], { condition: 'n > 0' })
  expect(engine.names('/out/_spark_metadata')).toEqual(['0', '1', '2'])
  for (const name of parts(engine)) expect(engine.content(`/out/${name}`)).toBe('{"n":1}\n')
  expect(await engine.session.read.schema('n INT').json('/out').collect()).toEqual([{ n: 1 }])
})

test('columns of one name are written, as Spark does', async () => {
  const engine = begin()
  const stream = engine.session.memoryStream('n INT')
  stream.addData([1])
  const writer = (stream.toDF() as AnyFrame).selectExpr('n AS a', 'n AS a').writeStream.format('json')
  const query = writer.option('checkpointLocation', '/ck').trigger({ once: true }).start('/out')
  await engine.until(query.awaitTermination())
  expect(engine.content(`/out/${parts(engine)[0]}`)).toBe('{"a":1,"a":1}\n')
})

test('only a folder _spark_metadata makes its parent a sink’s output, and its own files can be read', async () => {
  const engine = begin()
  await write(engine, 'n INT', [[[1]]])
  expect((await engine.session.read.text('/out/_spark_metadata').collect())[0]).toEqual({ value: 'v1' })
  engine.put('/other/a.txt', 'x')
  engine.put('/other/_spark_metadataextra/0', 'v1')
  expect(await engine.session.read.text('/other').collect()).toEqual([{ value: 'x' }])
})

test('a relative path is below the working directory', async () => {
  const engine = begin()
  await write(engine, 'n INT', [[[1]]], { path: 'some/where' })
  expect(parts(engine, `${process.cwd()}/some/where`)).toHaveLength(1)
  expect(await engine.session.read.schema('n INT').json('some/where').collect()).toEqual([{ n: 1 }])
})

test('the log has path, size, isDir, modificationTime, blockReplication, blockSize and action of each file', async () => {
  const engine = begin()
  await write(engine, 'n INT', [[[1], [2]]])
  const [version, line, ...rest] = engine.content('/out/_spark_metadata/0').split('\n')
  expect([version, rest]).toEqual(['v1', []])
  const entry = JSON.parse(line as string)
  expect(Object.keys(entry)).toEqual([
    'path',
    'size',
    'isDir',
    'modificationTime',
    'blockReplication',
    'blockSize',
    'action',
  ])
  expect(entry).toMatchObject({ size: 16, isDir: false, blockReplication: 1, action: 'add' })
  expect(entry.path).toBe(`file:///out/${parts(engine)[0]}`)
})

test('a windowed count in append mode is written when the watermark has passed a window, each once', async () => {
  const engine = begin()
  const stream = engine.session.memoryStream('at TIMESTAMP')
  const counts = stream.toDF().withWatermark('at', '10 seconds').groupBy(window('at', '5 seconds')).count()
  const query = counts
    .selectExpr('unix_seconds(window.start) AS start', 'unix_seconds(window.end) AS end', 'count')
    .writeStream.format('json')
    .option('checkpointLocation', '/ck')
    .start('/out')
  const written = async (...seconds: number[]) => {
    stream.addData(...seconds.map((n): [Date] => [new Date(1000 * n)]))
    await engine.until(query.processAllAvailable())
    return engine.session.read.schema('start INT, end INT, count INT').json('/out').orderBy('start').collect()
  }
  const [first, second] = [
    { start: 100, end: 105, count: 2 },
    { start: 120, end: 125, count: 1 },
  ]
  expect(await written(100)).toEqual([])
  expect(await written(104, 123)).toEqual([first])
  expect(await written(140)).toEqual([first, second])
})
