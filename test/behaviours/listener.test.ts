/** What Spark's StreamingQueryListenerSuite and StreamingQueryStatusAndProgressSuite assert. */
import { describe, expect, test } from 'vitest'
import type { Connector } from '../../lib/connector/connector.ts'
import type { StreamingQueryEvent, StreamingQueryListener } from '../../lib/query/streaming-query-listener.ts'
import type { Session } from '../../lib/session/session.ts'
import { type Engine, engines } from './engine.ts'
import { ScriptedSource } from './scripted-source.ts'

const begin = engines()
const tenSeconds = { processingTime: '10 seconds' }

/** Writes down every event of a session, as `type detail`. */
function record(session: Session): { readonly heard: string[]; readonly listener: StreamingQueryListener } {
  const heard: string[] = []
  const listener: StreamingQueryListener = {
    onQueryStarted: ({ name }) => heard.push(`started ${name}`),
    onQueryProgress: ({ progress }) => heard.push(`progress ${progress.batchId}`),
    onQueryIdle: ({ timestamp }) => heard.push(`idle ${timestamp}`),
    onQueryTerminated: ({ exception }) => heard.push(`terminated ${exception}`),
  }
  session.streams.addListener(listener)
  return { heard, listener }
}

function division(engine: Engine, trigger?: typeof tenSeconds) {
  const stream = engine.session.memoryStream('n INT')
  const writer = stream.toDF().selectExpr('10 div n AS v').writeStream.format('noop').queryName('q')
  return { stream, query: (trigger ? writer.trigger(trigger) : writer).start() }
}

describe('listeners', () => {
  test('hear of the start, with id, run id and name, before start returns, and of no progress yet', () => {
    const engine = begin(1_000)
    const events: unknown[] = []
    engine.session.streams.addListener({
      onQueryStarted: (event) => events.push(event),
      onQueryProgress: (event) => events.push(event),
    })
    const { stream, query } = division(engine)
    stream.addData([1])
    const { id, runId } = query
    expect(events).toEqual([{ id, runId, name: 'q', timestamp: '1970-01-01T00:00:01.000Z', jobTags: [] }])
  })

  test('hear of the start first, then of each batch, and of the end last', async () => {
    const engine = begin()
    const { heard } = record(engine.session)
    const { stream, query } = division(engine)
    for (const n of [1, 2]) {
      stream.addData([n])
      await engine.until(query.processAllAvailable())
    }
    await engine.until(query.stop())
    expect(heard).toEqual(['started q', 'progress 0', 'progress 1', 'terminated null'])
  })

  test('the last progress event is the query’s own last progress', async () => {
    const engine = begin()
    const events: string[] = []
    engine.session.streams.addListener({ onQueryProgress: ({ progress }) => events.push(JSON.stringify(progress)) })
    const { stream, query } = division(engine)
    stream.addData([1], [2])
    await engine.until(query.processAllAvailable())
    expect(events).toEqual([JSON.stringify(query.lastProgress)])
    expect(query.lastProgress?.numInputRows).toBe(2)
  })

  test('a stop is one terminated event, with the ids and no exception', async () => {
    const engine = begin()
    const events: unknown[] = []
    engine.session.streams.addListener({ onQueryTerminated: (event) => events.push(event) })
    const { query } = division(engine)
    await engine.until(query.stop())
    await engine.until(query.stop())
    const { id, runId } = query
    expect(events).toEqual([{ id, runId, exception: null, errorClassOnException: null }])
  })

  test('a failure is a terminated event with its cause, not with what the query made of it', async () => {
    const engine = begin()
    const events: unknown[] = []
    engine.session.streams.addListener({ onQueryTerminated: (event) => events.push(event) })
    const { stream, query } = division(engine)
    stream.addData([0])
    await expect(engine.until(query.awaitTermination())).rejects.toThrow()
    expect(events).toEqual([
      {
        id: query.id,
        runId: query.runId,
        exception: expect.stringMatching(/^\[DIVIDE_BY_ZERO\] Division by zero/),
        errorClassOnException: 'DIVIDE_BY_ZERO',
      },
    ])
  })

  test('each of five hears of the end; one that was removed hears no more', async () => {
    const engine = begin()
    const five = Array.from({ length: 5 }, () => record(engine.session))
    const removed = record(engine.session)
    const { query } = division(engine)
    engine.session.streams.removeListener(removed.listener)
    await engine.until(query.stop())
    expect(five.map(({ heard }) => heard)).toEqual(Array(5).fill(['started q', 'terminated null']))
    expect(removed.heard).toEqual(['started q'])
    expect(engine.session.streams.listListeners()).toHaveLength(5)
  })

  test('without data they hear that a query is idle, once per noDataProgressEventInterval', async () => {
    const engine = begin(0, (builder) => builder.config('spark.sql.streaming.noDataProgressEventInterval', '25s'))
    const { heard } = record(engine.session)
    const { query } = division(engine, tenSeconds)
    await engine.clock.advance(65_000)
    await engine.until(query.stop())
    expect(heard).toEqual([
      'started q',
      'idle 1970-01-01T00:00:30.000Z',
      'idle 1970-01-01T00:01:00.000Z',
      'terminated null',
    ])
  })

  test('hear nothing of another session’s queries', async () => {
    const engine = begin()
    const beside = record(engine.session.newSession())
    const { query } = division(engine)
    await engine.until(query.stop())
    expect(beside.heard).toEqual([])
  })

  test('are a stream as well: events$ has every event and its type, in order', async () => {
    const engine = begin()
    const events: StreamingQueryEvent[] = []
    const subscription = engine.session.streams.events$.subscribe((event) => events.push(event))
    const { stream, query } = division(engine, tenSeconds)
    stream.addData([1])
    await engine.clock.advance(10_000)
    await engine.until(query.stop())
    subscription.unsubscribe()
    division(engine)
    expect(events.map(({ type }) => type)).toEqual(['started', 'progress', 'idle', 'terminated'])
    expect(events[1]).toMatchObject({ progress: { runId: query.runId, numInputRows: 1 } })
  })

  test('every event is plain data that survives JSON; times are ISO 8601 in UTC with milliseconds', async () => {
    const engine = begin()
    const events: StreamingQueryEvent[] = []
    engine.session.streams.events$.subscribe((event) => events.push(event))
    const { stream, query } = division(engine, tenSeconds)
    await engine.clock.advance(10_000)
    stream.addData([1])
    await engine.clock.advance(10_500)
    await engine.until(query.stop())
    expect(new Set(events.map(({ type }) => type)).size).toBe(4)
    for (const event of events) expect(JSON.parse(JSON.stringify(event))).toEqual(event)
    const times = events.flatMap((event) => {
      if (event.type === 'progress') return [event.progress.timestamp]
      return 'timestamp' in event ? [event.timestamp] : []
    })
    expect(times.length).toBeGreaterThan(2)
    for (const time of times) expect(new Date(time).toISOString()).toBe(time)
  })
})

describe('progress and status', () => {
  test('the fields of a progress come in Spark’s order; rates that are no numbers are left out', async () => {
    const engine = begin()
    const { stream, query } = division(engine)
    stream.addData([1])
    await engine.until(query.processAllAvailable())
    const json = JSON.parse(JSON.stringify(query.lastProgress))
    expect(Object.keys(json)).toEqual([
      'id',
      'runId',
      'name',
      'timestamp',
      'batchId',
      'batchDuration',
      'numInputRows',
      'inputRowsPerSecond',
      'durationMs',
      'stateOperators',
      'sources',
      'sink',
    ])
    expect(Object.keys(json.sources[0])).toEqual([
      'description',
      'startOffset',
      'endOffset',
      'latestOffset',
      'numInputRows',
      'inputRowsPerSecond',
    ])
    expect(Object.keys(json.sink)).toEqual(['description', 'numOutputRows'])
    expect(Object.keys(json.durationMs)).toEqual(Object.keys(json.durationMs).sort())
  })

  test('a progress is plain data: compact or indented it says the same, and it can be read back', async () => {
    const engine = begin()
    const { stream, query } = division(engine)
    stream.addData([1], [2])
    await engine.until(query.processAllAvailable())
    const compact = JSON.stringify(query.lastProgress)
    const pretty = JSON.stringify(query.lastProgress, undefined, 2)
    expect(compact).not.toContain('\n')
    expect(pretty.split('\n').length).toBeGreaterThan(20)
    expect(JSON.parse(pretty)).toEqual(JSON.parse(compact))
    expect(JSON.stringify(JSON.parse(compact))).toBe(compact)
  })

  test('rates are never printed with an exponent, however slow a stream is', async () => {
    const engine = begin()
    const source = new ScriptedSource()
    engine.session.registerConnector(source.connector)
    source.rows.push(1)
    source.onRead = () => engine.clock.spend(100 * 86_400_000)
    const writer = engine.session.readStream.format('scripted').load().writeStream.format('noop')
    const query = writer.trigger({ once: true }).start()
    await engine.until(query.awaitTermination())
    expect(query.lastProgress?.processedRowsPerSecond).toBe(0)
    expect(JSON.stringify(query.lastProgress)).not.toMatch(/:[\d.]+e/)
  })

  test('a status has message, isDataAvailable and isTriggerActive, in this order', () => {
    const { query } = division(begin())
    expect(Object.keys(query.status)).toEqual(['message', 'isDataAvailable', 'isTriggerActive'])
  })

  test('what a sink has to say of a commit is in its progress', async () => {
    const engine = begin()
    engine.session.registerConnector(talkative)
    const stream = engine.session.memoryStream('n INT')
    const query = stream.toDF().writeStream.format('talkative').start()
    stream.addData([1])
    await engine.until(query.processAllAvailable())
    stream.addData([1])
    await engine.until(query.processAllAvailable())
    expect(query.recentProgress.map(({ sink }) => sink.metrics)).toEqual([{ commits: '1' }, { commits: '2' }])
  })

  test.each([100, 5])('the last %i reports are kept', async (kept) => {
    const engine = begin()
    engine.session.conf.set('spark.sql.streaming.numRecentProgressUpdates', kept)
    const { stream, query } = division(engine)
    for (let n = 1; n <= kept + 3; n++) {
      stream.addData([n])
      await engine.clock.until(query.processAllAvailable(), 1)
    }
    expect(query.recentProgress.map(({ batchId }) => batchId)).toEqual(Array.from({ length: kept }, (_, at) => at + 3))
  })

  test('progress$ and status$ are the same as streams, and complete with the query', async () => {
    const engine = begin()
    const { stream, query } = division(engine)
    const seen: string[] = []
    const log = (text: string) => void seen.push(text)
    query.progress$.subscribe({
      next: ({ batchId }) => log(`batch ${batchId}`),
      complete: () => log('no more batches'),
    })
    query.status$.subscribe({ complete: () => log('no more status') })
    stream.addData([1])
    await engine.until(query.processAllAvailable())
    await engine.until(query.stop())
    expect(seen).toEqual(['batch 0', 'no more batches', 'no more status'])
  })
})

/** A sink that counts its commits. */
const talkative: Connector = {
  name: 'talkative',
  sink: {
    modes: ['append'],
    guarantee: 'none',
    temporaryCheckpoint: true,
    create: () => {
      let commits = 0
      return {
        description: 'Talkative',
        write: (_, rows) => new Promise((resolve, reject) => rows.subscribe({ error: reject, complete: resolve })),
        commit: async () => {
          commits += 1
        },
        abort: async () => {},
        stop: async () => {},
        get metrics() {
          return { commits: String(commits) }
        },
      }
    },
  },
}
