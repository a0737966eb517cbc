import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Connector } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { int, string, struct } from '../../lib/types/typed/struct.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const schema = struct({ n: int, s: string })

function caught(work: () => unknown): MillraceError {
  try {
    work()
  } catch (error) {
    if (error instanceof MillraceError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

test('rows added to a memory stream come out of the memory sink, by batches', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  const query = stream.toDF().filter('n > 1').writeStream.format('memory').queryName('out').start()
  stream.addData({ n: 1, s: 'a' }, { n: 2, s: 'b' })
  await query.processAllAvailable()
  stream.addData([3, 'c'])
  await query.processAllAvailable()
  expect(await session.table('out').collect()).toEqual([
    { n: 2, s: 'b' },
    { n: 3, s: 'c' },
  ])
  expect(session.streams.active).toEqual([query])
  expect(query.name).toBe('out')
  await query.stop()
  expect(session.streams.active).toEqual([])
})

test('foreachBatch gets static frames that can be used again and again', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  const seen: unknown[] = []
  const kept: AnyFrame[] = []
  const query = stream
    .toDF()
    .writeStream.foreachBatch(async (frame, batchId) => {
      seen.push([batchId, await frame.count(), frame.isStreaming, await frame.select('s').collect()])
      kept.push(frame)
    })
    .start()
  stream.addData([1, 'a'], [2, 'b'])
  await query.processAllAvailable()
  stream.addData([3, 'c'])
  await query.processAllAvailable()
  await query.stop()
  expect(seen).toEqual([
    [0, 2, false, [{ s: 'a' }, { s: 'b' }]],
    [1, 1, false, [{ s: 'c' }]],
  ])
  expect(await kept[0]?.collect()).toEqual([
    { n: 1, s: 'a' },
    { n: 2, s: 'b' },
  ])
})

test('an error in foreachBatch ends the query with STREAM_FAILED and the error as its cause', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  const query = stream
    .toDF()
    .writeStream.foreachBatch(() => {
      throw new Error('no room')
    })
    .start()
  stream.addData([1, 'a'])
  await expect(query.awaitTermination()).rejects.toMatchObject({ condition: 'STREAM_FAILED' })
  expect(query.exception()?.cause).toMatchObject({ message: expect.stringContaining('no room') })
})

test('two queries over one stream each see every row; a self-union reads it once for both', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  const frame = stream.toDF()
  const one = frame.writeStream.format('memory').queryName('one').start()
  const two = frame.union(frame.filter('n = 1')).writeStream.format('memory').queryName('two').start()
  stream.addData([1, 'a'], [2, 'b'])
  await one.processAllAvailable()
  await two.processAllAvailable()
  expect(await session.table('one').count()).toBe(2)
  expect(await session.table('two').count()).toBe(3)
})

test('availableNow ends by itself', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  stream.addData([1, 'a'])
  const query = stream.toDF().writeStream.format('memory').queryName('now').trigger({ availableNow: true }).start()
  await query.awaitTermination()
  expect(await session.table('now').collect()).toEqual([{ n: 1, s: 'a' }])
})

test('every eager action is refused on a stream with the text of Spark', async () => {
  const { session } = begin()
  const frame = session.memoryStream(schema).toDF() as AnyFrame
  const text = /^Queries with streaming sources must be executed with writeStream\.start\(\)/
  const expected = { condition: '_LEGACY_ERROR_TEMP_3102', message: expect.stringMatching(text) }
  for (const action of [
    () => frame.show(),
    () => frame.collect(),
    () => frame.count(),
    () => frame.first(),
    () => frame.head(2),
    () => frame.take(0),
    () => frame.tail(1),
    () => frame.isEmpty(),
    () => frame.foreach(() => {}),
    () => frame.toLocalIterator().next(),
  ]) {
    await expect(action()).rejects.toMatchObject(expected)
  }
  for (const action of [
    () => frame.describe(),
    () => frame.summary(),
    () => frame.approxQuantile('n', [0.5], 0.1),
    () => frame.freqItems(['n']),
    () => frame.randomSplit([1, 1]),
    () => frame.rdd,
  ]) {
    expect(caught(action)).toMatchObject(expected)
  }
  expect(caught(() => frame.write)).toMatchObject({
    condition: 'CALL_ON_STREAMING_DATASET_UNSUPPORTED',
    sqlState: '42KDE',
  })
  expect(frame.isStreaming).toBe(true)
  expect(() => frame.explainString()).not.toThrow()
  expect(() => frame.createOrReplaceTempView('v')).not.toThrow()
})

test('writeStream is refused on a static frame', () => {
  const { session } = begin()
  expect(caught(() => session.range(1).writeStream)).toMatchObject({
    condition: 'WRITE_STREAM_NOT_ALLOWED',
    sqlState: '42601',
  })
})

test('modes, formats, names and checkpoints are checked at start', () => {
  const { session } = begin((builder) => builder.register({ connectors: [appendOnly] }))
  const { writeStream } = {
    get writeStream() {
      return session.memoryStream(schema).toDF().writeStream
    },
  }
  expect(caught(() => writeStream.outputMode('sometimes'))).toMatchObject({
    condition: 'STREAMING_OUTPUT_MODE.INVALID',
    sqlState: '42KDE',
  })
  const fresh = () => session.memoryStream(schema).toDF().writeStream
  expect(caught(() => fresh().format('noop').outputMode('complete').start())).toMatchObject({
    condition: 'STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION',
  })
  expect(caught(() => fresh().format('nosuch').start())).toMatchObject({
    condition: 'DATA_SOURCE_NOT_FOUND',
    sqlState: '42K02',
  })
  expect(caught(() => fresh().format('rate').start())).toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_2049',
    message: 'Data source rate does not support streamed writing.',
  })
  expect(caught(() => session.readStream.format('noop').load())).toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_2049',
    message: 'Data source noop does not support streamed reading.',
  })
  expect(
    caught(() => fresh().format('appendonly').outputMode('update').option('checkpointLocation', '/c').start()),
  ).toMatchObject({
    condition: 'STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE',
    message: 'Invalid streaming output mode: update. This output mode is not supported in Data Source appendonly.',
  })
  expect(caught(() => fresh().format('appendonly').start())).toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_1298',
    message:
      'checkpointLocation must be specified either through option("checkpointLocation", ...) or SparkSession.conf.set("spark.sql.streaming.checkpointLocation", ...)',
  })
  expect(caught(() => fresh().trigger({ processingTime: '1 month' }))).toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_3262',
  })
  expect(caught(() => fresh().trigger({ processingTime: '1 second', once: true }))).toMatchObject({
    condition: 'ONLY_ALLOW_SINGLE_TRIGGER',
  })
  expect(caught(() => session.memoryStream(schema).toDF().withWatermark('s', '1 second'))).toMatchObject({
    condition: 'EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE',
  })
})

test('the memory sink wants a name, and does not go on from a checkpoint', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  stream.addData([1, 'a'])
  const writer = () =>
    stream.toDF().writeStream.format('memory').option('checkpointLocation', '/m').trigger({ availableNow: true })
  expect(caught(() => writer().start())).toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_1297',
    message: 'queryName must be specified for memory sink',
  })
  await writer().queryName('t').start().awaitTermination()
  expect(caught(() => writer().queryName('t').start())).toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_1299',
    message: 'This query does not support recovering from checkpoint location. Delete /m/offsets to start over.',
  })
})

test('the console sink prints where show() prints', async () => {
  const { session, printed } = begin()
  const stream = session.memoryStream(schema)
  stream.addData([1, 'a'])
  await stream.toDF().writeStream.format('console').trigger({ once: true }).start().awaitTermination()
  expect(printed).toEqual([
    '-------------------------------------------\nBatch: 0\n-------------------------------------------\n' +
      '+---+---+\n|  n|  s|\n+---+---+\n|  1|  a|\n+---+---+\n',
  ])
})

test('a union of a stream and a static frame is refused at start', () => {
  const { session } = begin()
  const union = session
    .memoryStream(schema)
    .toDF()
    .union(session.createDataFrame([[1, 'a']], schema))
  expect(caught(() => union.writeStream.format('noop').start())).toMatchObject({
    condition: '_LEGACY_ERROR_TEMP_3102',
    message: expect.stringMatching(/^Union between streaming and batch DataFrames\/Datasets is not supported/),
  })
})

test('a name that runs is taken', async () => {
  const { session } = begin()
  const frame = session.memoryStream(schema).toDF()
  const query = frame.writeStream.format('noop').queryName('mine').start()
  expect(() => frame.writeStream.format('noop').queryName('mine').start()).toThrow(
    'Cannot start query with name mine as a query with that name is already active in this SparkSession',
  )
  await query.stop()
})

test('the checkpoint is the option, else a folder below the setting named as the query, else temporary and removed', async () => {
  const { session, files } = begin()
  const stream = session.memoryStream(schema)
  stream.addData([1, 'a'])
  const run = async (change: (writer: AnyFrame['writeStream']) => AnyFrame['writeStream']) => {
    const query = change((stream.toDF() as AnyFrame).writeStream.format('noop'))
      .trigger({ availableNow: true })
      .start()
    await query.awaitTermination()
  }
  const exists = async (path: string) => (await files.stat(path)) !== undefined
  await run((writer) => writer)
  expect(await exists('/tmp/checkpoint-1/metadata')).toBe(false)
  await run((writer) => writer.option('CheckpointLocation', '/given'))
  expect(await exists('/given/metadata')).toBe(true)
  session.conf.set('spark.sql.streaming.checkpointLocation', 'file:///all/')
  await run((writer) => writer.queryName('q'))
  expect(await exists('/all/q/metadata')).toBe(true)
})

test('a restart from its checkpoint goes on where the query stopped', async () => {
  const { session } = begin()
  const stream = session.memoryStream(schema)
  const seen: unknown[] = []
  const start = () =>
    stream
      .toDF()
      .writeStream.option('checkpointLocation', '/restart')
      .foreachBatch(async (frame, batchId) => void seen.push([batchId, await frame.collect()]))
      .start()
  const first = start()
  stream.addData([1, 'a'])
  await first.processAllAvailable()
  await first.stop()
  stream.addData([2, 'b'])
  const second = start()
  await second.processAllAvailable()
  expect(second.id).toBe(first.id)
  expect(second.runId).not.toBe(first.runId)
  expect(seen).toEqual([
    [0, [{ n: 1, s: 'a' }]],
    [1, [{ n: 2, s: 'b' }]],
  ])
})

test('listeners hear of every query of the session', async () => {
  const { session } = begin()
  const heard: string[] = []
  session.streams.addListener({
    onQueryStarted: (event) => heard.push(`started ${event.name}`),
    onQueryProgress: (event) => heard.push(`batch ${event.progress.batchId}: ${event.progress.numInputRows}`),
    onQueryTerminated: (event) => heard.push(`terminated ${event.exception}`),
  })
  const stream = session.memoryStream(schema)
  stream.addData([1, 'a'], [2, 'b'])
  const query = stream.toDF().writeStream.format('noop').queryName('q').trigger({ once: true }).start()
  await query.awaitTermination()
  expect(heard).toEqual(['started q', 'batch 0: 2', 'terminated null'])
})

test('operators, functions and connectors of a program’s own work as ours do; a taken name is refused', async () => {
  const { session } = begin()
  session.registerFunction({
    name: 'thrice',
    summary: 'three times',
    bind: (args) => ({ args, type: args[0]?.type as never, nullable: true }),
    evaluate: ([value]) => (value as number) * 3,
  })
  session.registerConnector(appendOnly)
  expect(
    await session
      .createDataFrame([[2, 'a']], schema)
      .selectExpr('thrice(n) AS t')
      .collect(),
  ).toEqual([{ t: 6 }])
  expect(() => session.registerConnector({ ...appendOnly })).toThrow(/already a registered connector.*appendonly/)
  const query = session
    .memoryStream(schema)
    .toDF()
    .writeStream.format('APPENDONLY')
    .option('checkpointLocation', '/x')
    .start()
  await query.stop()
})

test('sessions: getOrCreate gives the running one, with new settings; a builder with its own surroundings makes another', async () => {
  const { createSessions } = await import('../../lib/session/session-builder.ts')
  const sessions = createSessions({})
  const one = sessions.builder().config('a', 1).getOrCreate()
  expect(sessions.builder().config({ b: true }).getOrCreate()).toBe(one)
  expect(one.conf.getAll).toEqual({ a: '1', b: 'true' })
  expect(sessions.getActiveSession()).toBe(one)
  expect(
    sessions
      .builder()
      .surroundings({ print: () => {} })
      .getOrCreate(),
  ).not.toBe(one)
  await one.stop()
  expect(sessions.getActiveSession()).toBeUndefined()
  expect(sessions.builder().getOrCreate()).not.toBe(one)
  expect(() => sessions.builder().master('spark://x')).toThrow(/master\('local'\)/)
})

const appendOnly: Connector = {
  name: 'appendonly',
  sink: {
    modes: ['append'],
    guarantee: 'none',
    temporaryCheckpoint: false,
    create: () => ({
      description: 'AppendOnly',
      write: (_, rows) => new Promise((resolve, reject) => rows.subscribe({ error: reject, complete: resolve })),
      commit: async () => {},
      abort: async () => {},
      stop: async () => {},
    }),
  },
}

/** The golden cases say which methods of a frame a stream refuses; none may be missing here. */
test('every action in the golden cases is a method of DataFrame', () => {
  const { session } = begin()
  const frame = session.memoryStream(schema).toDF()
  const folder = new URL('../golden/scenarios/', import.meta.url)
  const actions = readdirSync(folder)
    .filter((name) => name.startsWith('err-action-'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')).plan.at(-1).name as string)
  expect(actions.length).toBeGreaterThan(10)
  for (const action of actions) expect(action in frame, action).toBe(true)
})

test('a second session knows the same functions as the first', async () => {
  const { createSession } = await import('../../index.ts')
  for (let at = 0; at < 2; at++) {
    const session = createSession()
    expect(await session.range(1).selectExpr('id = 0 AND true AS yes').collect()).toEqual([{ yes: true }])
    await session.stop()
  }
})
