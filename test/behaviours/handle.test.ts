/** What Spark's StreamingQuerySuite and StreamSuite assert of the handle of a query. */
import { describe, expect, test } from 'vitest'
import type { StreamingQuery } from '../../lib/query/streaming-query.ts'
import { type Engine, engines } from './engine.ts'
import { gate, ScriptedSource } from './scripted-source.ts'

const begin = engines()
const tenSeconds = { processingTime: '10 seconds' }

/** A query over a scripted source, into the memory sink's table `out`. */
function scripted(engine: Engine, source = new ScriptedSource()) {
  engine.session.registerConnector(source.connector)
  const writer = () => engine.session.readStream.format('scripted').load().writeStream.format('memory').queryName('out')
  return { source, writer }
}

describe('names and ids', () => {
  test('a query that is given no name has none, and two of them run at once', async () => {
    const { session, clock } = begin()
    const heard: unknown[] = []
    session.streams.addListener({ onQueryStarted: ({ name }) => heard.push(name) })
    const stream = session.memoryStream('n INT')
    const queries = [1, 2].map(() => stream.toDF().writeStream.format('noop').start())
    stream.addData([1])
    for (const query of queries) await clock.until(query.processAllAvailable())
    expect(queries.map(({ name }) => name)).toEqual([undefined, undefined])
    expect(queries.map(({ lastProgress }) => lastProgress?.name)).toEqual([null, null])
    expect(heard).toEqual([null, null])
    expect(session.streams.active).toHaveLength(2)
  })

  test('the id belongs to the checkpoint, the run id to the start; two queries share neither', async () => {
    const { session, clock } = begin()
    const stream = session.memoryStream('n INT')
    const start = (checkpoint: string) =>
      stream.toDF().writeStream.format('noop').option('checkpointLocation', checkpoint).start()
    const first = start('/a')
    await clock.until(first.stop())
    const again = start('/a')
    const other = start('/b')
    expect(again.id).toBe(first.id)
    expect(new Set([first.runId, again.runId, other.runId]).size).toBe(3)
    expect(other.id).not.toBe(first.id)
  })

  test('the checkpoint’s path may hold any characters, and they stay as they are', async () => {
    const engine = begin()
    const stream = engine.session.memoryStream('n INT')
    stream.addData([1])
    const query = stream
      .toDF()
      .writeStream.format('noop')
      .option('checkpointLocation', '/ck %@#&/x')
      .trigger({ once: true })
      .start()
    await engine.until(query.awaitTermination())
    expect(engine.names('/ck %@#&/x')).toEqual(['commits', 'metadata', 'offsets'])
  })
})

describe('the end of a query', () => {
  /** 6 div n into table `out`. */
  function division(engine: Engine) {
    const stream = engine.session.memoryStream('n INT')
    const query = stream.toDF().selectExpr('6 div n AS v').writeStream.format('memory').queryName('out').start()
    return { stream, query }
  }

  test('rows 1 and 2 of 6 / n give 6 and 3, and the end is not there while the query runs', async () => {
    const engine = begin()
    const { stream, query } = division(engine)
    let over = false
    void query.awaitTermination().then(() => {
      over = true
    })
    stream.addData([1], [2])
    await engine.until(query.processAllAvailable())
    expect(await engine.session.table('out').collect()).toEqual([{ v: 6n }, { v: 3n }])
    expect(await engine.until(query.awaitTermination(10))).toBe(false)
    expect([over, query.isActive, query.exception()]).toEqual([false, true, undefined])
  })

  test('after a stop nothing is wrong and nobody waits', async () => {
    const engine = begin()
    const { query } = division(engine)
    await engine.until(query.stop())
    await query.awaitTermination()
    expect(await query.awaitTermination(1_000)).toBe(true)
    expect([query.isActive, query.exception()]).toEqual([false, undefined])
    expect(engine.clock.now()).toBe(0)
  })

  test('a division by zero ends it; every wait for the end throws that, with and without a limit', async () => {
    const engine = begin()
    const { stream, query } = division(engine)
    stream.addData([0])
    const failure = { condition: 'STREAM_FAILED', cause: expect.objectContaining({ condition: 'DIVIDE_BY_ZERO' }) }
    await expect(engine.until(query.awaitTermination())).rejects.toMatchObject(failure)
    await expect(query.awaitTermination(10)).rejects.toMatchObject(failure)
    await expect(query.processAllAvailable()).rejects.toMatchObject(failure)
    expect(query.isActive).toBe(false)
    expect(query.exception()).toMatchObject(failure)
  })

  test('a failure says from which offsets to which the batch was to read', async () => {
    const engine = begin()
    const { stream, query } = division(engine)
    stream.addData([1])
    await engine.until(query.processAllAvailable())
    stream.addData([2], [0])
    await expect(engine.until(query.awaitTermination())).rejects.toMatchObject({
      parameters: { startOffset: '[0]', endOffset: '[1]' },
    })
  })

  test('an error that a source throws when it is asked for offsets ends the query with it', async () => {
    const engine = begin()
    const { source, writer } = scripted(engine)
    source.onLatest = () => {
      throw new Error('the source is gone')
    }
    const query = writer().start()
    await expect(engine.until(query.awaitTermination())).rejects.toMatchObject({
      condition: 'STREAM_FAILED',
      cause: expect.objectContaining({ message: 'the source is gone' }),
    })
  })

  test('what was interrupted by a stop is no failure, however it is wrapped', async () => {
    const engine = begin()
    const { source, writer } = scripted(engine)
    const held = gate()
    source.onRead = async () => {
      await held.wait()
      throw new Error('connection lost', { cause: new DOMException('interrupted', 'AbortError') })
    }
    source.rows.push(1)
    const query = writer().start()
    await engine.clock.advance(0)
    const stopped = query.stop()
    held.open()
    await engine.until(stopped)
    expect([query.isActive, query.exception()]).toEqual([false, undefined])
  })

  test('a stop that a source holds up is given up after stopTimeout, naming the query', async () => {
    const engine = begin(0, (builder) => builder.config('spark.sql.streaming.stopTimeout', '2000'))
    const { source, writer } = scripted(engine)
    const held = gate()
    source.onLatest = held.wait
    const query = writer().start()
    await engine.clock.advance(0)
    await expect(engine.until(query.stop())).rejects.toThrow(
      `[id = ${query.id}, runId = ${query.runId}] failed to stop within 2000 milliseconds`,
    )
    expect(engine.clock.now()).toBe(2_000)
    held.open()
  })

  test('its sources are stopped, once, when it is stopped and when it fails', async () => {
    const engine = begin()
    const { source, writer } = scripted(engine)
    const query = writer().start()
    await engine.clock.advance(0)
    await engine.until(query.stop())
    expect(source.stops).toBe(1)
    source.rows.push(1)
    source.onRead = () => {
      throw new Error('unreadable')
    }
    await expect(engine.until(writer().start().awaitTermination())).rejects.toThrow('unreadable')
    expect(source.stops).toBe(2)
  })

  test.each([
    ['default', undefined],
    ['once', { once: true }],
    ['availableNow', { availableNow: true }],
  ] as const)('whoever waits for all rows waits no longer when it ends: %s', async (_, trigger) => {
    const engine = begin()
    const { source, writer } = scripted(engine)
    const held = gate()
    source.onRead = held.wait
    source.rows.push(1)
    const query = (trigger ? writer().trigger(trigger) : writer()).start()
    await engine.clock.advance(0)
    const waiting = query.processAllAvailable()
    const stopped = query.stop()
    held.open()
    await engine.until(Promise.all([waiting, stopped]))
    await query.processAllAvailable()
    expect(query.isActive).toBe(false)
  })
})

describe('what it shows', () => {
  test('before any data: it waits for its next trigger, and its first progress is of no rows', async () => {
    const engine = begin()
    const query = scripted(engine).writer().trigger(tenSeconds).start()
    expect([query.lastProgress, query.recentProgress]).toEqual([undefined, []])
    await engine.clock.advance(0)
    expect(query.status).toEqual({
      message: 'Waiting for next trigger',
      isDataAvailable: false,
      isTriggerActive: false,
    })
    expect(query.recentProgress).toMatchObject([{ batchId: 0, numInputRows: 0, sink: { numOutputRows: -1 } }])
  })

  test('while a source is asked: the trigger is active and whether there is data is not known', async () => {
    const engine = begin()
    const { source, writer } = scripted(engine)
    const held = gate()
    source.onLatest = held.wait
    const query = writer().trigger(tenSeconds).start()
    await engine.clock.advance(0)
    expect(query.status).toEqual({
      message: 'Getting offsets from Scripted',
      isDataAvailable: false,
      isTriggerActive: true,
    })
    held.open()
  })

  test('while a batch runs and after it: data is there until a trigger finds none; after a stop it keeps its progress', async () => {
    const engine = begin()
    const { source, writer } = scripted(engine)
    const held = gate()
    source.onRead = held.wait
    source.rows.push(1, 2)
    const query = writer().trigger(tenSeconds).start()
    await engine.clock.advance(0)
    expect(query.status).toEqual({ message: 'Processing new data', isDataAvailable: true, isTriggerActive: true })
    held.open()
    await engine.clock.advance(0)
    const waiting = { message: 'Waiting for next trigger', isTriggerActive: false }
    expect(query.status).toEqual({ ...waiting, isDataAvailable: true })
    await engine.clock.advance(10_000)
    expect(query.status).toEqual({ ...waiting, isDataAvailable: false })
    await engine.until(query.stop())
    expect(query.status).toEqual({ message: 'Stopped', isDataAvailable: false, isTriggerActive: false })
    expect(query.recentProgress).toMatchObject([{ batchId: 0, numInputRows: 2 }, { numInputRows: 0 }])
  })

  test('the first batch, begun at 1000 ms and 500 ms long, is measured part by part', async () => {
    const engine = begin(1_000)
    const { source, writer } = scripted(engine)
    source.onLatest = () => engine.clock.spend(50)
    source.onRead = () => engine.clock.spend(450)
    source.rows.push(1, 2)
    const query = writer().trigger(tenSeconds).start()
    await engine.clock.advance(0)
    expect(query.lastProgress).toMatchObject({
      batchId: 0,
      timestamp: '1970-01-01T00:00:01.000Z',
      batchDuration: 500,
      numInputRows: 2,
      processedRowsPerSecond: 4,
      sources: [{ startOffset: null, endOffset: 2, numInputRows: 2, processedRowsPerSecond: 4 }],
    })
    expect(query.lastProgress?.durationMs).toEqual({
      addBatch: 450,
      commitOffsets: 0,
      getBatch: 0,
      latestOffset: 50,
      queryPlanning: 0,
      triggerExecution: 500,
      walCommit: 0,
    })
  })

  test('of two sources the one without data counts no rows, and the query’s count is the other’s', async () => {
    const engine = begin()
    const { session } = engine
    const one = session.memoryStream('n INT')
    const two = session.memoryStream('n INT')
    const query = one.toDF().union(two.toDF()).writeStream.format('noop').start()
    one.addData([1], [2])
    await engine.until(query.processAllAvailable())
    expect(query.lastProgress?.numInputRows).toBe(2)
    expect(query.lastProgress?.sources.map(({ numInputRows }) => numInputRows)).toEqual([2, 0])
  })

  test('a union of a stream with itself has one source, whose rows count once per branch', async () => {
    const engine = begin()
    const frame = engine.session.memoryStream('n INT')
    const whole = frame.toDF()
    const query = whole.union(whole.filter('n = 1')).writeStream.format('noop').start()
    frame.addData([1], [2], [3])
    await engine.until(query.processAllAvailable())
    expect(query.lastProgress).toMatchObject({ numInputRows: 6, sources: [{ numInputRows: 6 }] })
    expect(query.lastProgress?.sources).toHaveLength(1)
    expect(query.lastProgress?.sink).toEqual({ description: 'NoopTable', numOutputRows: 4 })
  })
})

describe('what changes from batch to batch', () => {
  /** Runs each addition as a batch and gives the rows of each. */
  async function batches(engine: Engine, expressions: readonly string[], additions: readonly number[][]) {
    const stream = engine.session.memoryStream('n INT')
    const seen: Record<string, unknown>[][] = []
    const query: StreamingQuery = stream
      .toDF()
      .selectExpr(...expressions)
      .writeStream.trigger(tenSeconds)
      .foreachBatch(async (frame) => void seen.push((await frame.collect()) as Record<string, unknown>[]))
      .start()
    for (const rows of additions) {
      stream.addData(...rows.map((n) => [n]))
      await engine.clock.advance(10_000)
    }
    await engine.until(query.stop())
    return seen
  }

  test('uuid, rand, randn and shuffle give other values in each batch', async () => {
    const random = ['uuid() AS u', 'rand() AS r', 'randn() AS g', 'shuffle(sequence(1, 50)) AS s']
    const seen = await batches(begin(), random, [[1], [1], [1]])
    expect(seen).toHaveLength(3)
    for (const name of ['u', 'r', 'g', 's']) {
      expect(new Set(seen.map(([row]) => String(row?.[name]))).size).toBe(3)
    }
  })

  test('the current time is the batch’s trigger time, the same for all its rows', async () => {
    const expressions = ['unix_millis(current_timestamp()) AS t', 'current_date() AS d', 'localtimestamp() AS l']
    const seen = await batches(begin(1_000), expressions, [[1, 2], [3]])
    expect(seen.map((rows) => rows.map(({ t }) => t))).toEqual([[1_000n, 1_000n], [20_000n]])
    expect(new Set(seen.flat().map(({ l }) => String(l))).size).toBe(2)
    expect(new Set(seen.flat().map(({ d }) => String(d))).size).toBe(1)
  })

  test('a limit over an empty first batch passes rows that come later', async () => {
    const engine = begin()
    engine.put('/in/a.json', '')
    const out: unknown[] = []
    const query = engine.session.readStream
      .schema('n INT')
      .json('/in')
      .limit(10)
      .writeStream.foreachBatch(async (frame) => void out.push(await frame.collect()))
      .start()
    await engine.until(query.processAllAvailable())
    engine.put('/in/b.json', '{"n":10}\n')
    await engine.until(query.processAllAvailable())
    expect(out).toEqual([[], [{ n: 10 }]])
  })
})
