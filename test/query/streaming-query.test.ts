import { describe, expect, test, vi } from 'vitest'
import { MillraceError } from '../../lib/errors.ts'
import type { StreamingQueryListener } from '../../lib/query/streaming-query-listener.ts'
import { settle } from '../../lib/testing/virtual-clock.ts'
import { World } from './fake-query.ts'

const tenSeconds = { kind: 'processingTime', intervalMs: 10_000 } as const

describe('the handle', () => {
  test('its id outlives restarts, its run id does not', async () => {
    const world = new World()
    const first = await world.runToEnd()
    const second = await world.runToEnd()
    expect(second.id).toBe(first.id)
    expect(second.runId).not.toBe(first.runId)
  })

  test('processAllAvailable waits for no-data batches too', async () => {
    const world = new World()
    world.planOptions = { watermark: true }
    const query = world.start()
    world.data.add(1, 2)
    await world.clock.until(query.processAllAvailable())
    expect(world.output).toEqual(['0: 1:1 2:1', '1:'])
    await query.stop()
    await query.processAllAvailable()
  })

  test('awaitTermination with a time limit says whether the query has ended', async () => {
    const world = new World()
    const query = world.start()
    expect(await world.clock.until(query.awaitTermination(5_000))).toBe(false)
    const ended = query.awaitTermination(5_000)
    await query.stop()
    expect(await ended).toBe(true)
    await query.awaitTermination()
  })

  test('progress has Spark’s fields in Spark’s order', async () => {
    const world = new World()
    world.planOptions = { watermark: true, onEpoch: () => world.clock.spend(450) }
    world.data.onLatest = () => world.clock.spend(50)
    const query = world.start(tenSeconds, { name: 'counts' })
    world.data.add(1, 2)
    await world.clock.advance(0)
    expect(JSON.parse(JSON.stringify(query.lastProgress))).toEqual({
      id: query.id,
      runId: query.runId,
      name: 'counts',
      timestamp: '1970-01-01T00:16:40.000Z',
      batchId: 0,
      batchDuration: 500,
      numInputRows: 2,
      inputRowsPerSecond: 0,
      processedRowsPerSecond: 4,
      durationMs: {
        addBatch: 450,
        commitOffsets: 0,
        getBatch: 0,
        latestOffset: 50,
        queryPlanning: 0,
        triggerExecution: 500,
        walCommit: 0,
      },
      eventTime: { watermark: '1970-01-01T00:00:00.000Z' },
      stateOperators: [
        {
          operatorName: 'stateStoreSave',
          numRowsTotal: 2,
          numRowsUpdated: 2,
          allUpdatesTimeMs: 0,
          numRowsRemoved: 0,
          allRemovalsTimeMs: 0,
          commitTimeMs: 0,
          memoryUsedBytes: 0,
          numRowsDroppedByWatermark: 0,
          numShufflePartitions: 1,
          numStateStoreInstances: 1,
        },
      ],
      sources: [
        {
          description: 'FakeSource',
          startOffset: null,
          endOffset: 2,
          latestOffset: null,
          numInputRows: 2,
          inputRowsPerSecond: 0,
          processedRowsPerSecond: 4,
        },
      ],
      sink: { description: 'FakeSink[/out]', numOutputRows: 2 },
    })
    expect(Object.keys(query.lastProgress ?? {}).slice(0, 6)).toEqual([
      'id',
      'runId',
      'name',
      'timestamp',
      'batchId',
      'batchDuration',
    ])
    await query.stop()
  })

  test('status tells what the query does', async () => {
    const world = new World()
    const messages: string[] = []
    const query = world.start(tenSeconds)
    query.status$.subscribe((status) => {
      if (messages.at(-1) !== status.message) messages.push(status.message)
    })
    expect(query.status).toEqual({ message: 'Initializing sources', isDataAvailable: false, isTriggerActive: false })
    world.data.add(1)
    await world.clock.advance(0)
    await query.stop()
    expect(messages).toEqual([
      'Initializing sources',
      'Getting offsets from FakeSource',
      'Writing offsets to log',
      'Processing new data',
      'Waiting for next trigger',
      'Stopped',
    ])
    expect(query.lastProgress?.batchId).toBe(0)
  })
})

describe('stop', () => {
  /** A query that is in the middle of a batch until `go` is called. */
  async function midBatch() {
    const world = new World()
    let go: () => void = () => {}
    world.data.onRow = (value) => (value === 2 ? new Promise<void>((resolve) => (go = resolve)) : undefined)
    world.data.add(1, 2, 3)
    const query = world.start()
    await world.clock.advance(0)
    expect(query.status.message).toBe('Processing new data')
    return { world, query, go: () => go() }
  }

  test('interrupts the batch under way: it is aborted, and run again as it was at the next start', async () => {
    const { world, query, go } = await midBatch()
    const stopped = query.stop()
    go()
    await stopped
    expect(query.isActive).toBe(false)
    expect(query.exception()).toBeUndefined()
    expect(world.output).toEqual([])
    expect(world.sink.calls).toEqual(['write 0', 'abort 0', 'stop'])
    world.data.onRow = () => {}
    world.data.add(4)
    await world.runToEnd()
    expect(world.output).toEqual(['0: 1:1 2:1 3:1', '1: 4:1'])
  })

  test('with drain the batch under way is finished and committed', async () => {
    const { world, query, go } = await midBatch()
    const stopped = query.stop({ drain: true })
    go()
    await stopped
    expect(world.output).toEqual(['0: 1:1 2:1 3:1'])
    expect(world.files.dump()['/ck/commits/0']).toBeDefined()
  })

  test('waits until what a source has open is closed', async () => {
    const { query, go } = await midBatch()
    let done = false
    void query.stop().then(() => {
      done = true
    })
    await settle()
    expect(done).toBe(false)
    go()
    await query.awaitTermination()
    await settle()
    expect(done).toBe(true)
  })

  test('gives up after stopTimeout', async () => {
    const world = new World()
    world.conf.set('spark.sql.streaming.stopTimeout', '3s')
    world.data.onLatest = () => new Promise(() => {})
    const query = world.start()
    await world.clock.advance(0)
    await expect(world.clock.until(query.stop())).rejects.toThrow(/failed to stop within 3000 milliseconds/)
  })

  test('may be awaited by the batch itself, as in foreachBatch: the batch is given up', async () => {
    const world = new World()
    world.data.add(1)
    world.sinkDoubles = { write: async () => query.stop() }
    const query = world.start()
    await world.clock.until(query.awaitTermination())
    expect(query.exception()).toBeUndefined()
    expect(Object.keys(world.files.dump()).filter((path) => path.startsWith('/ck/commits'))).toEqual([])
  })

  test('does not wait for ever for a source that never answers', async () => {
    const world = new World()
    world.data.onLatest = () => new Promise(() => {})
    const query = world.start()
    await world.clock.advance(0)
    const from = world.clock.now()
    await world.clock.until(query.stop())
    expect(world.clock.now() - from).toBe(10_000)
    expect(query.status.message).toBe('Stopped')
  })

  test('before anything has begun ends the query without a batch', async () => {
    const world = new World()
    world.data.add(1)
    const query = world.start()
    await query.stop()
    expect(world.output).toEqual([])
    expect(query.status).toEqual({ message: 'Stopped', isDataAvailable: false, isTriggerActive: false })
  })

  test('a temporary checkpoint is removed after a stop, and kept after a failure', async () => {
    const world = new World()
    const query = world.start(undefined, { checkpoint: { path: '/tmp-ck', temporary: true } })
    await world.clock.advance(0)
    await query.stop()
    expect(Object.keys(world.files.dump())).toEqual([])
    world.data.onLatest = () => {
      throw new Error('broken')
    }
    const failing = world.start(undefined, { checkpoint: { path: '/tmp-ck', temporary: true } })
    await expect(world.clock.until(failing.awaitTermination())).rejects.toThrow('broken')
    expect(Object.keys(world.files.dump())).toEqual(['/tmp-ck/metadata'])
  })
})

describe('a failure', () => {
  const cause = new MillraceError('DIVIDE_BY_ZERO', 'Division by zero.', { sqlState: '22012' })

  test('ends the query with STREAM_FAILED around what happened', async () => {
    const world = new World()
    world.planOptions = {
      onEpoch: () => {
        throw cause
      },
    }
    world.data.add(1)
    const query = world.start(undefined, { name: 'q' })
    await expect(world.clock.until(query.awaitTermination())).rejects.toMatchObject({
      condition: 'STREAM_FAILED',
      sqlState: 'XXKST',
      cause,
    })
    expect(query.exception()?.message).toBe(
      `Query q [id = ${query.id}, runId = ${query.runId}] terminated with exception: [DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012\nThe batch was to read the offsets [-] to [1]`,
    )
    expect(query.status.message).toBe('Terminated with exception: [DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012')
    await expect(query.processAllAvailable()).rejects.toBe(query.exception())
    await query.stop()
  })

  test('is printed when nobody waits for the end, and only then', async () => {
    for (const waits of [false, true]) {
      const world = new World()
      world.data.onLatest = () => {
        throw new Error('broken')
      }
      const query = world.start()
      const ended = waits ? query.awaitTermination().catch(() => {}) : undefined
      await world.clock.advance(0)
      await ended
      expect(query.isActive).toBe(false)
      expect(world.warn.mock.calls.filter(([message]) => message.includes('broken'))).toHaveLength(waits ? 0 : 1)
    }
  })

  test('the first error wins: what fails while the query is closed is a warning', async () => {
    const world = new World()
    world.data.add(1)
    world.data.onRow = () => {
      throw new Error('first')
    }
    world.data.onStop = () => {
      throw new Error('second')
    }
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow('first')
    expect(world.warn).toHaveBeenCalledWith(expect.stringMatching(/stopping FakeSource failed: Error: second/))
    expect(world.sink.calls).toEqual(['write 0', 'abort 0', 'stop'])
  })

  test.each(['write', 'commit'] as const)('of the sink in %s is run again at the next start', async (method) => {
    const world = new World()
    world.data.add(1, 2)
    world.sinkDoubles = { [method]: () => Promise.reject(new Error('sink broken')) }
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow('sink broken')
    world.sinkDoubles = {}
    await world.runToEnd()
    expect(world.output).toEqual(['0: 1:1 2:1'])
  })

  test('a sink that ends before it has read its batch is one', async () => {
    const world = new World()
    world.data.add(1)
    world.sinkDoubles = { write: async () => {} }
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toMatchObject({
      cause: { condition: 'MILLRACE_SINK_INCOMPLETE' },
    })
  })

  test('a batch that is still held when its epoch commits is one, naming who holds it', async () => {
    const world = new World()
    world.planOptions = { retain: true }
    world.data.add(1)
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow(/held by fakePlan/)
    expect(world.output).toEqual([])
  })
})

describe('one checkpoint, one run', () => {
  test('a second start ends the run before it and goes on where that stood', async () => {
    const world = new World()
    world.data.add(1)
    const first = world.start()
    await world.clock.advance(0)
    const second = world.start()
    world.data.add(1)
    await world.clock.advance(0)
    expect(first.isActive).toBe(false)
    expect(first.exception()).toBeUndefined()
    expect(second.id).toBe(first.id)
    expect(world.output).toEqual(['0: 1:1', '1: 1:2'])
    await second.stop()
  })

  test('or is refused with Spark’s text when stopActiveRunOnRestart is off', async () => {
    const world = new World()
    world.conf.set('spark.sql.streaming.stopActiveRunOnRestart', 'false')
    const first = world.start()
    expect(() => world.start()).toThrow(
      `Cannot start query with id ${first.id} as another query with same id is already active.`,
    )
    await first.stop()
  })
})

describe('the manager', () => {
  test('knows running queries and refuses a second one of a name', async () => {
    const world = new World()
    const query = world.start(undefined, { name: 'q' })
    expect(world.queries.active).toEqual([query])
    expect(world.queries.get(query.id)).toBe(query)
    expect(() => world.start(undefined, { name: 'q', checkpoint: { path: '/other', temporary: false } })).toThrow(
      'Cannot start query with name q as a query with that name is already active in this SparkSession',
    )
    await query.stop()
    expect(world.queries.active).toEqual([])
    expect(world.queries.get(query.id)).toBeUndefined()
  })

  test('awaitAnyTermination resolves at the first end, then at once until it is reset', async () => {
    const world = new World()
    const query = world.start()
    expect(await world.clock.until(world.queries.awaitAnyTermination(1_000))).toBe(false)
    const any = world.queries.awaitAnyTermination()
    await query.stop()
    await any
    expect(await world.queries.awaitAnyTermination(1_000)).toBe(true)
    world.queries.resetTerminated()
    expect(await world.clock.until(world.queries.awaitAnyTermination(1_000))).toBe(false)
  })

  test('an error is thrown again and again until it is reset', async () => {
    const world = new World()
    world.data.onLatest = () => {
      throw new Error('broken')
    }
    world.start()
    await expect(world.clock.until(world.queries.awaitAnyTermination())).rejects.toThrow('broken')
    await expect(world.queries.awaitAnyTermination()).rejects.toThrow('broken')
    world.queries.resetTerminated()
    expect(await world.clock.until(world.queries.awaitAnyTermination(10))).toBe(false)
  })
})

describe('listeners', () => {
  function recorder() {
    const events: string[] = []
    const listener: StreamingQueryListener = {
      onQueryStarted: ({ name, timestamp }) => void events.push(`started ${name} ${timestamp}`),
      onQueryProgress: ({ progress }) => void events.push(`progress ${progress.batchId}`),
      onQueryIdle: ({ timestamp }) => void events.push(`idle ${timestamp}`),
      onQueryTerminated: ({ exception, errorClassOnException }) =>
        void events.push(`terminated ${exception} ${errorClassOnException}`),
    }
    return { events, listener }
  }

  test('hear of the start before start returns, of each batch, of idle spans and last of the end', async () => {
    const world = new World()
    const { events, listener } = recorder()
    world.queries.addListener(listener)
    const query = world.start(tenSeconds, { name: 'q' })
    expect(events).toEqual(['started q 1970-01-01T00:16:40.000Z'])
    world.data.add(1)
    await world.clock.advance(25_000)
    await query.stop()
    expect(events.slice(1)).toEqual([
      'progress 0',
      'idle 1970-01-01T00:16:50.000Z',
      'idle 1970-01-01T00:17:00.000Z',
      'terminated null null',
    ])
  })

  test('get the cause of a failure and its condition', async () => {
    const world = new World()
    const { events, listener } = recorder()
    world.queries.addListener(listener)
    world.data.add(1)
    world.data.onRow = () => {
      throw new MillraceError('DIVIDE_BY_ZERO', 'Division by zero.', { sqlState: '22012' })
    }
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow()
    expect(events.at(-1)).toBe('terminated [DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012 DIVIDE_BY_ZERO')
  })

  test('one that throws is a warning, one that was removed hears nothing', async () => {
    const world = new World()
    const onQueryStarted = vi.fn(() => {
      throw new Error('listener broken')
    })
    const removed = recorder()
    world.queries.addListener({ onQueryStarted })
    world.queries.addListener(removed.listener)
    world.queries.removeListener(removed.listener)
    expect(world.queries.listListeners()).toHaveLength(1)
    const query = world.start()
    expect(world.warn).toHaveBeenCalledWith(expect.stringContaining('listener broken'))
    expect(removed.events).toEqual([])
    await query.stop()
  })
})
