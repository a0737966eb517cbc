/** What Spark's ProcessingTimeExecutorSuite, TriggerAvailableNowSuite and FileStreamSourceSuite assert of triggers. */
import { describe, expect, test } from 'vitest'
import { MicroBatchScheduler } from '../../lib/query/triggers/micro-batch-scheduler.ts'
import type { TriggerOptions } from '../../lib/query/triggers/trigger.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { VirtualClock } from '../../lib/testing/virtual-clock.ts'
import { type Engine, engines } from './engine.ts'
import { ScriptedSource } from './scripted-source.ts'

const begin = engines()

/** Runs a frame to its end and gives the values of column `value` of each batch. */
async function run(engine: Engine, frame: AnyFrame, trigger: TriggerOptions): Promise<unknown[][]> {
  const batches: unknown[][] = []
  const query = frame.writeStream
    .trigger(trigger)
    .option('checkpointLocation', '/ck')
    .foreachBatch(
      async (rows) => void batches.push((await rows.collect()).map((row) => (row as { value: unknown }).value)),
    )
    .start()
  await engine.until(query.awaitTermination())
  return batches
}

function putFiles(engine: Engine, ...numbers: readonly number[]): void {
  for (const n of numbers) engine.put(`/in/${n}.txt`, `${n}\n`, 1_000_000 + n)
}

describe('a processing time trigger', () => {
  /** When the trigger is due again after one that began at `ms`. */
  async function dueAfter(intervalMs: number, ms: number): Promise<number> {
    const clock = new VirtualClock(ms)
    const scheduler = new MicroBatchScheduler({ kind: 'processingTime', intervalMs }, clock)
    await clock.until(new Promise<void>((resolve) => scheduler.schedule(() => resolve())))
    await clock.until(new Promise<void>((resolve) => scheduler.schedule(() => resolve())))
    return clock.now()
  }

  test('is due at the next multiple of its interval after its last begin', async () => {
    for (const ms of [0, 1, 99]) expect(await dueAfter(100, ms)).toBe(100)
    for (const ms of [100, 101, 150]) expect(await dueAfter(100, ms)).toBe(200)
    let at = 0
    for (let step = 0; step < 10; step++) at = await dueAfter(100, at)
    expect(at).toBe(1_000)
  })

  test('waits out a short batch, and follows one that overran at once, with a warning', async () => {
    const engine = begin()
    const source = new ScriptedSource()
    engine.session.registerConnector(source.connector)
    const begins: number[] = []
    const lengths = [0, 500, 1_500, 0, 0]
    source.onLatest = () => {
      begins.push(engine.clock.now())
      engine.clock.spend(lengths.shift() ?? 0)
    }
    const writer = engine.session.readStream.format('scripted').load().writeStream.format('noop')
    const query = writer.trigger({ processingTime: 1_000 }).start()
    await engine.clock.advance(4_500)
    await engine.until(query.stop())
    expect(begins).toEqual([0, 1_000, 2_000, 3_500, 4_000])
    expect(engine.warnings.filter((text) => text.includes('falling behind'))).toEqual([
      'Current batch is falling behind. The trigger interval is 1000 milliseconds, but spent 1500 milliseconds',
    ])
  })

  test.each([0, 10])(
    'begins no batch after the one in which it was stopped: interval %i ms',
    async (processingTime) => {
      const engine = begin()
      const source = new ScriptedSource()
      engine.session.registerConnector(source.connector)
      let asked = 0
      source.onLatest = () => {
        asked += 1
        if (asked === 3) void query.stop()
      }
      const writer = engine.session.readStream.format('scripted').load().writeStream.format('noop')
      const query = writer.trigger({ processingTime }).start()
      await engine.until(query.awaitTermination())
      await engine.clock.advance(1_000)
      expect(asked).toBe(3)
    },
  )

  test('makes no batch while there is no data', async () => {
    const engine = begin()
    const stream = engine.session.memoryStream('n INT')
    const writer = stream.toDF().writeStream.format('noop').option('checkpointLocation', '/ck')
    const query = writer.trigger({ processingTime: '10 seconds' }).start()
    stream.addData([1])
    await engine.clock.advance(30_000)
    expect(query.recentProgress.map(({ numInputRows }) => numInputRows)).toEqual([1, 0, 0, 0])
    expect(engine.names('/ck/offsets')).toEqual(['0'])
  })
})

describe('availableNow', () => {
  const oneFile = (engine: Engine) => engine.session.readStream.option('maxFilesPerTrigger', 1).text('/in') as AnyFrame

  test('goes file by file beside another source, takes what is there, and ends', async () => {
    const engine = begin()
    putFiles(engine, 1, 2, 3)
    const stream = engine.session.memoryStream('value STRING')
    stream.addData(['7'], ['8'], ['9'])
    const frame = oneFile(engine).union(stream.toDF() as AnyFrame)
    const batches = await run(engine, frame, { availableNow: true })
    expect(batches.map((rows) => rows.length)).toEqual([4, 1, 1])
    expect(batches.flat().sort()).toEqual(['1', '2', '3', '7', '8', '9'])
    putFiles(engine, 4, 5, 6)
    stream.addData(['10'], ['11'], ['12'])
    const later = await run(engine, frame, { availableNow: true })
    expect(later).toHaveLength(3)
    expect(later.flat().sort()).toEqual(['10', '11', '12', '4', '5', '6'])
  })

  test('is one batch of everything when one source cannot fix its end', async () => {
    const engine = begin()
    const source = new ScriptedSource()
    source.freezes = false
    source.rows.push(7, 8, 9)
    engine.session.registerConnector(source.connector)
    putFiles(engine, 1, 2, 3)
    const numbers = engine.session.readStream.format('scripted').load().selectExpr('CAST(n AS STRING) AS value')
    const batches = await run(engine, oneFile(engine).union(numbers as AnyFrame), { availableNow: true })
    expect(batches.map((rows) => [...rows].sort())).toEqual([['1', '2', '3', '7', '8', '9']])
  })

  test('leaves what comes while it runs to the next run', async () => {
    const engine = begin()
    putFiles(engine, 1, 2)
    const seen: unknown[] = []
    const start = () =>
      oneFile(engine)
        .writeStream.trigger({ availableNow: true })
        .option('checkpointLocation', '/ck')
        .foreachBatch(async (rows, batchId) => {
          seen.push(...(await rows.collect()))
          if (batchId === 0) putFiles(engine, 3)
        })
        .start()
    await engine.until(start().awaitTermination())
    expect(seen).toEqual([{ value: '1' }, { value: '2' }])
    await engine.until(start().awaitTermination())
    expect(seen.slice(2)).toEqual([{ value: '3' }])
  })

  test('after a run with once it takes later files one at a time, in order', async () => {
    const engine = begin()
    putFiles(engine, 1, 2, 3)
    expect(await run(engine, oneFile(engine), { once: true })).toEqual([['1', '2', '3']])
    putFiles(engine, 4, 5)
    expect(await run(engine, oneFile(engine), { availableNow: true })).toEqual([['4'], ['5']])
  })
})

describe('once', () => {
  test.each([
    ['maxFilesPerTrigger', 'MaxFiles'],
    ['maxBytesPerTrigger', 'MaxBytes'],
  ])('takes everything in one batch whatever %s says, and says that the limit is ignored', async (option, kind) => {
    const engine = begin()
    const frame = () => engine.session.readStream.option(option, 1).text('/in') as AnyFrame
    putFiles(engine, 1, 2, 3)
    expect(await run(engine, frame(), { once: true })).toEqual([['1', '2', '3']])
    expect(engine.warnings).toContain(
      `The read limit ${kind}: 1 for FileStreamSource[file:/in] is ignored when Trigger.Once is used.`,
    )
    putFiles(engine, 4, 5)
    expect(await run(engine, frame(), { once: true })).toEqual([['4', '5']])
  })

  test('without new data it makes no batch', async () => {
    const engine = begin()
    putFiles(engine, 1)
    const frame = () => engine.session.readStream.text('/in') as AnyFrame
    expect(await run(engine, frame(), { once: true })).toEqual([['1']])
    expect(await run(engine, frame(), { once: true })).toEqual([])
    expect(engine.names('/ck/offsets')).toEqual(['0'])
  })
})

test('a temporary checkpoint is announced, kept after a failure, and removed then too when that is forced', async () => {
  const engine = begin()
  const fail = async () => {
    const stream = engine.session.memoryStream('n INT')
    stream.addData([0])
    const query = stream.toDF().selectExpr('1 div n AS v').writeStream.format('noop').start()
    await expect(engine.until(query.awaitTermination())).rejects.toThrow('Division by zero')
  }
  await fail()
  expect(engine.warnings[0]).toContain(
    "Temporary checkpoint location created which is deleted normally when the query didn't fail: /tmp/checkpoint-1.",
  )
  expect(engine.names('/tmp')).toEqual(['checkpoint-1'])
  engine.session.conf.set('spark.sql.streaming.forceDeleteTempCheckpointLocation', true)
  await fail()
  expect(engine.names('/tmp')).toEqual(['checkpoint-1'])
})
