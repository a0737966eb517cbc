import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { protocolSteps } from '../../lib/query/probe.ts'
import { World } from './fake-query.ts'

/** What an undisturbed run gives: one row a batch, each value with its running count. */
const rows = [5, 7, 5, 9, 5, 7]
const undisturbed = ['0: 5:1', '1: 7:1', '2: 5:2', '3: 9:1', '4: 5:3', '5: 7:2']

function worldOf(values = rows, perBatch = 1): World {
  const world = new World()
  world.data.perBatch = perBatch
  world.data.add(...values)
  return world
}

/** Runs to the end; true when nothing failed. Errors at start and of the run are both failures. */
async function attempt(world: World): Promise<boolean> {
  try {
    await world.runToEnd()
    return true
  } catch {
    return false
  }
}

test('the undisturbed run', async () => {
  const world = worldOf()
  await world.runToEnd()
  expect(world.output).toEqual(undisturbed)
  const { '/ck/commits/5': commit, '/ck/offsets/5': offset } = world.files.dump()
  expect(commit).toBe('v1\n{"nextBatchWatermarkMs":0}')
  expect(offset).toMatch(/^v1\n\{"batchWatermarkMs":0,"batchTimestampMs":1000000,"conf":\{.*\}\}\n6$/)
})

/** Queries of different makes, with what each gives undisturbed. */
const makes: readonly (readonly [string, () => World])[] = [
  ['one row a batch', () => worldOf()],
  [
    'old entries purged, a snapshot every third version',
    () => {
      const world = worldOf()
      world.conf.set('spark.sql.streaming.minBatchesToRetain', '1')
      world.conf.set('spark.sql.streaming.stateStore.minDeltasForSnapshot', '2')
      return world
    },
  ],
  [
    'two sources, one of them empty at first, begun in the middle',
    () => {
      const world = worldOf()
      world.sources = 2
      world.data.initial = 1
      world.second.initial = 0
      world.data.onRow = (value) => {
        if (value === 9 && world.second.rows.length === 0) world.second.rows.push(7)
      }
      return world
    },
  ],
]

/** All rows, whatever batches they came in: with two sources that depends on when the second one's row was seen. */
function rowsOf(world: World): string[] {
  return world.output.flatMap((batch) => batch.split(' ').slice(1)).sort()
}

/** Runs until a run finds nothing more to do. */
async function finish(world: World): Promise<void> {
  await world.runToEnd()
  await world.runToEnd()
}

describe.each(makes)('power is cut at every single change of the disk: %s', (_, make) => {
  test('and nothing that was not synced survives: no row is lost, doubled or changed', {
    timeout: 60_000,
  }, async () => {
    const calm = make()
    await finish(calm)
    for (let cut = 0; ; cut++) {
      const world = make()
      world.files.failAt(cut, 'powerCut')
      await attempt(world)
      if (world.files.powered) break
      world.files.restart()
      await finish(world)
      expect(rowsOf(world), `after a cut at change ${cut}`).toEqual(rowsOf(calm))
      expect(cut).toBeLessThan(2000)
    }
  })

  test('recovery is cut too, and whichever unsynced changes happen to survive', { timeout: 60_000 }, async () => {
    const calm = make()
    await finish(calm)
    await fc.assert(
      fc.asyncProperty(fc.nat(250), fc.nat(80), fc.infiniteStream(fc.boolean()), async (first, second, survives) => {
        const world = make()
        for (const cut of [first, second]) {
          world.files.failAt(cut, 'powerCut')
          await attempt(world)
          if (world.files.powered) break
          world.files.restart(() => survives.next().value as boolean)
        }
        world.files.heal()
        await finish(world)
        expect(rowsOf(world)).toEqual(rowsOf(calm))
      }),
      { numRuns: 60 },
    )
  })
})

describe('the process ends at a step of the protocol', () => {
  const points = protocolSteps.flatMap((step) => [`before:${step}`, `after:${step}`])
  test.each(points)('%s, in the first run or in recovery, in any epoch', async (point) => {
    for (const epoch of [-1, 0, 1, 4]) {
      for (const attempts of [1, 2]) {
        const world = worldOf()
        let left = attempts
        world.probe = (at, now) => {
          if (left === 0 || at !== point || (now !== epoch && epoch !== -1)) return
          left -= 1
          throw new Error(`killed ${at}`)
        }
        for (let i = 0; i <= attempts; i++) await attempt(world)
        if (epoch === -1) expect(left, `${point} is never reached`).toBe(0)
        expect(world.output, `${point}, epoch ${epoch}`).toEqual(undisturbed)
      }
    }
  })
})

describe('what a restart goes by', () => {
  test('an unfinished epoch runs again with the recorded ends, batch time and watermark; new data comes after it', async () => {
    const world = new World()
    const epochs: unknown[] = []
    world.planOptions = {
      watermark: true,
      onEpoch: (epoch, watermark, time) => void epochs.push([epoch, watermark / 1000n, time / 1000n]),
    }
    world.data.add(3, 4)
    await world.runToEnd({ kind: 'once' })
    world.data.add(8)
    world.probe = (at, epoch) => {
      if (at === 'before:sink-commit' && epoch === 1) throw new Error('killed')
    }
    expect(await attempt(world)).toBe(false)
    world.probe = undefined
    world.clock.spend(60_000)
    world.data.add(9)
    await world.runToEnd()
    expect(world.output.slice(0, 3)).toEqual(['0: 3:1 4:1', '1: 8:1', '2: 9:1'])
    expect(epochs.slice(0, 4)).toEqual([
      [0, 0n, 1_000_000n],
      [1, 4000n, 1_000_000n],
      [1, 4000n, 1_000_000n],
      [2, 8000n, 1_060_000n],
    ])
  })

  test('after a restart no no-data batch is owed', async () => {
    const world = new World()
    world.planOptions = { watermark: true }
    world.data.add(3)
    await world.runToEnd({ kind: 'once' })
    await world.runToEnd()
    expect(world.output).toEqual(['0: 3:1'])
  })

  test('late rows are judged by the watermark the last committed epoch ran with', async () => {
    const world = new World()
    world.planOptions = { watermark: true }
    const initial: bigint[] = []
    const start = async () => {
      const { fakePlan } = await import('./fake-query.ts')
      const query = world.start(
        { kind: 'once' },
        {
          plan: (options) => {
            initial.push(options.initialWatermark)
            return fakePlan(['a'], options, world.planOptions)
          },
        },
      )
      await world.clock.until(query.awaitTermination())
    }
    world.data.add(3)
    await start()
    world.data.add(8)
    await start()
    await start()
    expect(initial).toEqual([0n, 0n, 3_000_000n])
  })

  test('where a source began is asked once and kept from before the first batch', async () => {
    const world = worldOf()
    world.data.initial = 2
    world.probe = (at) => {
      if (at === 'after:initial-offset') throw new Error('killed')
    }
    expect(await attempt(world)).toBe(false)
    world.data.initial = 6
    world.probe = undefined
    await world.runToEnd()
    expect(world.output).toEqual(['0: 5:1', '1: 9:1', '2: 5:2', '3: 7:1'])
    expect(world.data.initialCalls).toBe(1)
    expect(world.files.dump()['/ck/sources/0/0']).toBe('v1\n2')
  })

  test('of two sources the one without data is written as -, and keeps its place over restarts', async () => {
    const world = new World()
    world.sources = 2
    world.data.add(1)
    await world.runToEnd()
    expect(world.files.dump()['/ck/offsets/0']).toMatch(/\n1\n-$/)
    world.second.add(2)
    await world.runToEnd()
    expect(world.files.dump()['/ck/offsets/1']).toMatch(/\n1\n1$/)
    expect(world.output).toEqual(['0: 1:1', '1: 2:1'])
  })

  test('settings of the checkpoint win over the session, and unknown ones are carried on', async () => {
    const world = worldOf([1])
    world.conf.set('spark.sql.shuffle.partitions', '7')
    await world.runToEnd()
    world.conf.set('spark.sql.shuffle.partitions', '9')
    const path = '/ck/offsets/0'
    const edited = (world.files.dump()[path] as string).replace('"conf":{', '"conf":{"spark.some.later.key":"x",')
    await world.files.remove(path)
    await world.files.createAtomic(path, new TextEncoder().encode(edited))
    world.data.add(2)
    await world.runToEnd()
    expect(world.files.dump()['/ck/offsets/1']).toContain('"spark.some.later.key":"x"')
    expect(world.files.dump()['/ck/offsets/1']).toContain('"spark.sql.shuffle.partitions":"7"')
  })

  test('a query whose state has another value type is refused with Spark’s condition', async () => {
    const world = worldOf([1])
    await world.runToEnd()
    world.planOptions = { valueType: 'double' }
    world.data.add(2)
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toMatchObject({
      condition: 'STREAM_FAILED',
      cause: { condition: 'STATE_STORE_VALUE_SCHEMA_NOT_COMPATIBLE' },
      message: expect.stringContaining(
        'Existing value_schema=StructType(StructField(count,LongType,true)) and new value_schema=StructType(StructField(count,DoubleType,true))',
      ),
    })
  })

  test('another number of sources is refused with the text of Spark’s assertion', async () => {
    const world = worldOf([1])
    await world.runToEnd()
    world.sources = 2
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow(
      `Query [id = ${query.id}, runId = ${query.runId}] terminated with exception: assertion failed: There are [1] sources in the checkpoint offsets and now there are [2] sources requested by the query. Cannot continue.`,
    )
  })

  test('missing offsets before the unfinished batch are named', async () => {
    const world = worldOf()
    await world.runToEnd()
    await world.files.remove('/ck/offsets/4')
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow(/batch 4 doesn't exist.*\/ck\/offsets\/4/)
  })

  test('a sink that is ahead of its checkpoint is refused, naming both', async () => {
    const world = worldOf()
    await world.runToEnd()
    await world.files.removeTree('/ck')
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow(
      /committed batch 5.*before batch 0.*FakeSink\[\/out\], \/ck/,
    )
    expect(world.output).toEqual(undisturbed)
  })

  test('state that Spark wrote is refused', async () => {
    const world = worldOf()
    await world.files.makeDirectory('/ck/state/0/0')
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toMatchObject({
      cause: { condition: 'MILLRACE_SPARK_STATE' },
    })
  })

  test('a log of a later version is refused with Spark’s text', async () => {
    const world = worldOf()
    await world.files.makeDirectory('/ck/offsets')
    await world.files.createAtomic('/ck/offsets/0', new TextEncoder().encode('v2\n{}'))
    const query = world.start()
    await expect(world.clock.until(query.awaitTermination())).rejects.toThrow(
      'maximum supported log version is v1, but encountered v2',
    )
  })
})

test('old entries go, with Spark’s checksums of them; the last committed one and its predecessor stay', async () => {
  const world = worldOf([1, 2, 3, 4, 5, 6, 7, 8], 1)
  world.conf.set('spark.sql.streaming.minBatchesToRetain', '1')
  world.conf.set('spark.sql.streaming.stateStore.minDeltasForSnapshot', '2')
  await world.files.makeDirectory('/ck/offsets')
  await world.files.createAtomic('/ck/offsets/.0.crc', new Uint8Array(8))
  await world.runToEnd()
  const kept = Object.keys(world.files.dump()).filter((path) => path.startsWith('/ck/'))
  expect(kept).toEqual([
    '/ck/commits/5',
    '/ck/commits/6',
    '/ck/commits/7',
    '/ck/metadata',
    '/ck/millrace-state/0-stateStoreSave/3.snapshot',
    '/ck/millrace-state/0-stateStoreSave/4.changes',
    '/ck/millrace-state/0-stateStoreSave/5.changes',
    '/ck/millrace-state/0-stateStoreSave/6.changes',
    '/ck/millrace-state/0-stateStoreSave/6.snapshot',
    '/ck/millrace-state/0-stateStoreSave/7.changes',
    '/ck/millrace-state/0-stateStoreSave/8.changes',
    '/ck/offsets/5',
    '/ck/offsets/6',
    '/ck/offsets/7',
  ])
  world.data.add(1)
  await world.runToEnd()
  expect(world.output.at(-1)).toBe('8: 1:2')
})

describe('the disk', () => {
  test('is full at any change: the error names the path, and once there is room nothing is lost or doubled', async () => {
    for (let full = 0; ; full++) {
      const world = worldOf([5, 7, 5])
      world.files.failAt(full, 'ENOSPC', true)
      let failure: unknown
      try {
        await world.runToEnd()
      } catch (error) {
        failure = error
      }
      if (!failure) break
      expect(String(failure), `full at change ${full}`).toMatch(/ \/(ck|out)?.*no space left on the device/)
      world.files.heal()
      await world.runToEnd()
      expect(world.output, `full at change ${full}`).toEqual(['0: 5:1', '1: 7:1', '2: 5:2'])
    }
  })

  test('may not be written: start says so at once, naming the path', () => {
    const world = worldOf()
    world.files.failAt(0, 'EACCES', true)
    expect(() => world.start()).toThrow(/\/ck.*permission denied/)
  })
})
