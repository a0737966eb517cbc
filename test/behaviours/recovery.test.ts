/** What Spark's suites assert of logs, restarts, watermarks and the sinks in memory. */
import { describe, expect, test } from 'vitest'
import { MemorySink } from '../../connectors/memory/sink.ts'
import { commitCodec } from '../../lib/checkpoint/commit-log.ts'
import { offsetCodec } from '../../lib/checkpoint/offset-log.ts'
import { batchOf } from '../../lib/columnar/builder.ts'
import { MemoryTable } from '../../lib/connector/memory-table.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import { CompactibleLog } from '../../lib/log/compactible-log.ts'
import { decodeLines, encodeLines } from '../../lib/log/log-text.ts'
import { MetadataLog } from '../../lib/log/metadata-log.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import type { Message } from '../../lib/stream/message.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { nextWatermark, WatermarkTracker } from '../../lib/stream/watermark-tracker.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { type Engine, engines } from './engine.ts'

const begin = engines()

/** A query of 6 / n whose rows and batch ids are written down, on checkpoint /ck. */
function divisions(engine: Engine, column = '6 div n') {
  const stream = engine.session.memoryStream('n INT')
  const seen: [number, unknown[]][] = []
  const start = (trigger: { once: true } | { processingTime: number } = { processingTime: 0 }) =>
    (stream.toDF() as AnyFrame)
      .selectExpr(`${column} AS v`)
      .writeStream.trigger(trigger)
      .option('checkpointLocation', '/ck')
      .foreachBatch(async (rows, batchId) => {
        seen.push([batchId, (await rows.collect()).map((row) => (row as { v: unknown }).v)])
      })
      .start()
  return { stream, seen, start }
}

describe('a restart', () => {
  test('after a run with once both logs end with the same batch', async () => {
    const engine = begin()
    const { stream, start } = divisions(engine)
    for (const n of [1, 2]) {
      stream.addData([n])
      await engine.until(start({ once: true }).awaitTermination())
    }
    expect([engine.names('/ck/offsets'), engine.names('/ck/commits')]).toEqual([
      ['0', '1'],
      ['0', '1'],
    ])
  })

  test('without commits the last batch of the offset log is run again and gives the same rows', async () => {
    const engine = begin()
    const { stream, seen, start } = divisions(engine)
    stream.addData([1], [2])
    await engine.until(start({ once: true }).awaitTermination())
    await engine.given.files.remove('/ck/commits/0')
    stream.addData([3])
    await engine.until(start({ once: true }).awaitTermination())
    expect(seen).toEqual([
      [0, [6n, 3n]],
      [0, [6n, 3n]],
    ])
  })

  test('without new data runs nothing again; new data is the next batch', async () => {
    const engine = begin()
    const { stream, seen, start } = divisions(engine)
    const runs = async () => {
      const query = start()
      await engine.until(query.processAllAvailable())
      await engine.until(query.stop())
    }
    for (const n of [1, 2]) {
      stream.addData([n])
      await runs()
    }
    await runs()
    expect(engine.names('/ck/offsets')).toEqual(['0', '1'])
    stream.addData([3])
    await runs()
    expect(seen).toEqual([
      [0, [6n]],
      [1, [3n]],
      [2, [2n]],
    ])
    expect([engine.names('/ck/offsets'), engine.names('/ck/commits')]).toEqual([
      ['0', '1', '2'],
      ['0', '1', '2'],
    ])
  })

  test('runs an unfinished batch at the time it was begun at', async () => {
    const engine = begin(1_000)
    const { stream, seen, start } = divisions(engine, 'unix_millis(current_timestamp())')
    stream.addData([1])
    await engine.until(start({ once: true }).awaitTermination())
    await engine.given.files.remove('/ck/commits/0')
    await engine.clock.advance(60_000)
    stream.addData([2])
    for (let runs = 0; runs < 2; runs++) await engine.until(start({ once: true }).awaitTermination())
    expect(seen).toEqual([
      [0, [1_000n]],
      [0, [1_000n]],
      [1, [61_000n]],
    ])
  })

  test('with minBatchesToRetain 2 five batches leave the last three', async () => {
    const engine = begin()
    engine.session.conf.set('spark.sql.streaming.minBatchesToRetain', 2)
    const { stream, start } = divisions(engine)
    const query = start()
    for (let n = 1; n <= 5; n++) {
      stream.addData([n])
      await engine.until(query.processAllAvailable())
    }
    await engine.until(query.stop())
    expect(engine.names('/ck/offsets')).toEqual(['2', '3', '4'])
  })

  test('the checkpoint’s metadata is the query’s id and nothing else', async () => {
    const engine = begin()
    const query = divisions(engine).start()
    expect(engine.content('/ck/metadata')).toBe(`{"id":"${query.id}"}`)
  })
})

describe('a log of one value per batch', () => {
  const codec = {
    encode: (value: string) => encodeLines([value]),
    decode: (bytes: Uint8Array, path: string) => decodeLines(bytes, path)[0] as string,
  }
  const open = (files: SimulatedFileSystem) => MetadataLog.open(files, '/log', codec)

  test('keeps the first value of a batch, for other readers too, and minds no folder with a number', async () => {
    const files = new SimulatedFileSystem()
    const log = await open(files)
    expect([log.latest, await log.get(0)]).toEqual([-1, undefined])
    await log.add(0, 'a')
    await expect(log.add(0, 'b')).rejects.toMatchObject({ condition: 'CONCURRENT_STREAM_LOG_UPDATE' })
    await log.add(1, 'c')
    files.immediate.makeDirectory('/log/7')
    for (const one of [log, await open(files)]) {
      expect([one.latest, await one.get(0), await one.get(1), await one.get(2)]).toEqual([1, 'a', 'c', undefined])
    }
  })

  test('purge takes the batches below a number', async () => {
    const log = await open(new SimulatedFileSystem())
    for (const id of [0, 1, 2]) await log.add(id, `${id}`)
    await log.purge(2)
    expect([log.batchIds, await log.get(0), await log.get(2)]).toEqual([[2], undefined, '2'])
  })

  test.each(['', 'xyz', 'v10.x', '10', 'v0', 'v-10'])('a version line that is none is refused: %o', (line) => {
    expect(() => decodeLines(new TextEncoder().encode(`${line}\n{}`), '/log/0')).toThrow(
      'Log file was malformed: failed to read correct log version',
    )
  })

  test('a later version is refused, naming both', () => {
    expect(() => decodeLines(new TextEncoder().encode('v200\n{}'), '/log/0')).toThrow(
      'maximum supported log version is v1, but encountered v200',
    )
  })

  test('of five writers at once each batch has one', async () => {
    const files = new SimulatedFileSystem()
    const logs = await Promise.all(Array.from({ length: 5 }, () => open(files)))
    let lost = 0
    await Promise.all(
      logs.map(async (log, writer) => {
        for (let id = 0; id <= 10; id++) {
          try {
            await log.add(id, `${writer}`)
          } catch {
            lost += 1
          }
        }
      }),
    )
    expect(lost).toBe(44)
    expect((await open(files)).batchIds).toEqual(Array.from({ length: 11 }, (_, id) => id))
  })
})

describe('offsets and commits', () => {
  const decode = (text: string) => offsetCodec.decode(new TextEncoder().encode(text), '/ck/offsets/0')

  test('offsets are v1, a line of facts and a line per source, - for one that has given nothing', async () => {
    const engine = begin(5_000)
    const one = engine.session.memoryStream('n INT')
    const two = engine.session.memoryStream('n INT')
    const frame = one.toDF().union(two.toDF())
    const query = frame.writeStream.format('noop').option('checkpointLocation', '/ck').trigger({ once: true })
    one.addData([1])
    await engine.until(query.start().awaitTermination())
    const [version, facts, ...sources] = engine.content('/ck/offsets/0').split('\n')
    expect([version, sources]).toEqual(['v1', ['0', '-']])
    expect(JSON.parse(facts as string)).toMatchObject({
      batchWatermarkMs: 0,
      batchTimestampMs: 5_000,
      conf: { 'spark.sql.shuffle.partitions': '200' },
    })
  })

  test('facts that are missing count as 0 and none, unknown ones are let be, a later version is refused', () => {
    const nothing = { batchWatermarkMs: 0, batchTimestampMs: 0, conf: {}, offsets: [] }
    expect(decode('v1\n{}')).toEqual(nothing)
    expect(decode('v1\n{"batchWatermarkMs":1}')).toEqual({ ...nothing, batchWatermarkMs: 1 })
    expect(decode('v1\n{"batchTimestampMs":2,"later":true}')).toEqual({ ...nothing, batchTimestampMs: 2 })
    expect(decode('v1\n{"conf":{"a":"b"}}')).toEqual({ ...nothing, conf: { a: 'b' } })
    expect(() => decode('v99999\n{}')).toThrow('maximum supported log version is v1, but encountered v99999')
  })

  test('a commit is v1 and the next watermark, 0 when it is missing', () => {
    const text = (value: Uint8Array) => new TextDecoder().decode(value)
    expect(text(commitCodec.encode({ nextBatchWatermarkMs: 42 }))).toBe('v1\n{"nextBatchWatermarkMs":42}')
    const old = (given: string) => commitCodec.decode(new TextEncoder().encode(given), '/ck/commits/0')
    expect([old('v1\n{}'), old('v1\n{"nextBatchWatermarkMs":7}')]).toEqual([
      { nextBatchWatermarkMs: 0 },
      { nextBatchWatermarkMs: 7 },
    ])
  })
})

describe('a log that is compacted', () => {
  const options = { encode: (line: string) => line, decode: (line: string) => line, nowMs: () => 0 }
  const open = (files: SimulatedFileSystem, compactInterval: number) =>
    CompactibleLog.open(files, '/log', { ...options, compactInterval })

  test('with interval 3 batches 2, 5 and 8 are compactions, and what is read is the last one and what follows', async () => {
    const files = new SimulatedFileSystem()
    const log = await open(files, 3)
    const expected: string[] = []
    for (let id = 0; id < 9; id++) {
      await log.add(id, [`${id}`])
      expected.push(`${id}`)
      expect(log.isCompaction(id)).toBe([2, 5, 8].includes(id))
      expect(await log.all()).toEqual(expected)
    }
    expect(Object.keys(files.dump()).filter((path) => path.endsWith('compact'))).toEqual([
      '/log/2.compact',
      '/log/5.compact',
      '/log/8.compact',
    ])
  })

  test('a batch is read from the last compaction on: earlier files may be gone', async () => {
    const files = new SimulatedFileSystem()
    const log = await open(files, 3)
    for (let id = 0; id <= 4; id++) await log.add(id, [`${id}`])
    for (const name of ['0', '1']) await files.remove(`/log/${name}`)
    const again = await open(files, 3)
    expect(await again.all()).toEqual(['0', '1', '2', '3', '4'])
    await again.add(5, ['5'])
    for (const name of ['2.compact', '3', '4']) await files.remove(`/log/${name}`)
    expect(await (await open(files, 3)).all()).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  test('its files are v1 and one entry a line, v1 alone without entries, and a later version is refused', async () => {
    const files = new SimulatedFileSystem()
    const log = await open(files, 3)
    await log.add(0, ['{"a":1}', '{"a":2}'])
    await log.add(1, [])
    expect(files.dump()).toMatchObject({ '/log/0': 'v1\n{"a":1}\n{"a":2}', '/log/1': 'v1' })
    files.immediate.createAtomic('/log/2', new TextEncoder().encode('v2\n'))
    await expect((await open(files, 5)).get(2)).rejects.toThrow(
      'maximum supported log version is v1, but encountered v2',
    )
  })

  test.each([
    [5, 4, 5],
    [4, 9, 5],
    [5, 9, 10],
    [20, 9, 10],
  ])('a wanted interval of %i over a compaction at %i becomes %i', async (wanted, latest, used) => {
    const files = new SimulatedFileSystem()
    files.immediate.makeDirectory('/log')
    files.immediate.createAtomic(`/log/${latest}.compact`, new TextEncoder().encode('v1'))
    expect((await open(files, wanted)).compactInterval).toBe(used)
  })
})

describe('watermarks', () => {
  test('the statistics of event times are count, least, greatest and average, however large', () => {
    const tracker = new WatermarkTracker(0n)
    expect(tracker.takeStats()).toBeUndefined()
    tracker.observe(5, 10n, 100n, 100n)
    tracker.observe(1, 80n, 80n, 80n)
    tracker.observe(0, 0n, 0n, 0n)
    expect(tracker.takeStats()).toEqual({ count: 6, min: 10n, max: 100n, average: 30n })
    const far = 10n ** 16n
    tracker.observe(2, far, far, 2n * far)
    expect(tracker.takeStats()).toEqual({ count: 2, min: far, max: far, average: far })
  })

  test('a union’s watermark waits for the branch that has seen nothing', () => {
    const [one, two, silent] = [new WatermarkTracker(0n), new WatermarkTracker(0n), new WatermarkTracker(0n)]
    one.observe(1, 22_000_000n, 22_000_000n, 22_000_000n)
    two.observe(1, 32_000_000n, 32_000_000n, 32_000_000n)
    expect(nextWatermark([one, two, silent], 'min', 5_000n)).toBe(5_000n)
    two.observe(1, 52_000_000n, 52_000_000n, 52_000_000n)
    expect(nextWatermark([one, two, silent], 'min', 5_000n)).toBe(5_000n)
    silent.observe(1, 40_000_000n, 40_000_000n, 40_000_000n)
    expect(nextWatermark([one, two, silent], 'min', 5_000n)).toBe(22_000_000n)
  })

  test('multipleWatermarkPolicy is min or max', () => {
    const { session } = begin()
    expect(() => session.conf.set('spark.sql.streaming.multipleWatermarkPolicy', 'middle')).toThrow(
      "Valid values are 'min' and 'max'",
    )
    session.conf.set('spark.sql.streaming.multipleWatermarkPolicy', 'max')
  })

  test('on a static frame a watermark changes nothing', async () => {
    const { session } = begin()
    const rows = [[new Date(0)], [new Date(86_400_000)], [null]]
    const frame = session.createDataFrame(rows, 't TIMESTAMP')
    expect(await frame.withWatermark('t', '1 second').collect()).toEqual(await frame.collect())
  })
})

describe('sinks in memory', () => {
  /** Commits the batches of the memory sink's own test in Spark. */
  async function written(mode: 'append' | 'update' | 'complete') {
    const schema = parseSchema('n INT')
    const table = new MemoryTable(schema)
    const sink = new MemorySink(table, mode)
    const steps: [number, number[]][] = [
      [0, [1, 2, 3]],
      [1, [4, 5, 6]],
      [1, [4, 5, 6]],
      [2, [7, 8, 9]],
    ]
    for (const [epoch, numbers] of steps) {
      const batch = batchOf(
        schema,
        numbers.map((n) => [n]),
      )
      const rows = new Observable<Message>((subscriber) => {
        subscriber.next({ kind: 'batch', batch })
        subscriber.complete()
      })
      await sink.write(epoch, rows)
      await sink.commit(epoch)
    }
    return { values: table.values().flat(), latest: table.latest }
  }

  test('append and update keep all batches, complete the last one; a batch that was there is left out', async () => {
    const all = { values: [1, 2, 3, 4, 5, 6, 7, 8, 9], latest: 2 }
    expect(await written('append')).toEqual(all)
    expect(await written('update')).toEqual(all)
    expect(await written('complete')).toEqual({ values: [7, 8, 9], latest: 2 })
  })

  test('foreachBatch gets frame and batch id, and works on with the frame', async () => {
    const engine = begin()
    const stream = engine.session.memoryStream('n INT')
    const seen: unknown[] = []
    const query = stream
      .toDF()
      .selectExpr('n + 1 AS n')
      .writeStream.foreachBatch(async (frame, batchId) => {
        seen.push([batchId, (await frame.selectExpr('n + 1 AS n').collect()).map((row) => row['n'])])
      })
      .start()
    for (const rows of [[1, 2, 3], [5]]) {
      stream.addData(...rows.map((n) => [n]))
      await engine.until(query.processAllAvailable())
    }
    expect(seen).toEqual([
      [0, [3, 4, 5]],
      [1, [7]],
    ])
  })

  test('foreachBatch’s frame gives the same rows each time, sorted or kept, and the progress counts them once', async () => {
    const engine = begin()
    const stream = engine.session.memoryStream('n INT')
    const seen: unknown[] = []
    const query = stream
      .toDF()
      .writeStream.foreachBatch(async (frame) => {
        const kept = frame.persist()
        seen.push(await kept.sort('n').collect(), await kept.sort('n').collect())
        kept.unpersist()
      })
      .start()
    stream.addData([2], [1])
    await engine.until(query.processAllAvailable())
    expect(seen).toEqual([
      [{ n: 1 }, { n: 2 }],
      [{ n: 1 }, { n: 2 }],
    ])
    expect(query.lastProgress?.numInputRows).toBe(2)
  })

  test('foreachBatch wants a function, no partitions and no continuous trigger', () => {
    const { session } = begin()
    const writer = () => session.memoryStream('n INT').toDF().writeStream
    expect(() => writer().foreachBatch(null as never)).toThrow('foreachBatch function cannot be null')
    const partitioned = writer()
      .foreachBatch(() => {})
      .partitionBy('n')
    expect(() => partitioned.start()).toThrow("'foreachBatch' does not support partitioning.")
    const continuous = writer()
      .foreachBatch(() => {})
      .trigger({ continuous: '1 second' })
    expect(() => continuous.start()).toThrow("'foreachBatch' is not supported with continuous trigger")
  })

  test('an error in foreachBatch’s function says that it is the program’s, and its batch is not committed', async () => {
    const engine = begin()
    const stream = engine.session.memoryStream('n INT')
    const mine = new Error('no room')
    const query = stream
      .toDF()
      .writeStream.option('checkpointLocation', '/ck')
      .foreachBatch(() => {
        throw mine
      })
      .start()
    stream.addData([1])
    await expect(engine.until(query.awaitTermination())).rejects.toMatchObject({
      cause: expect.objectContaining({
        condition: 'FOREACH_BATCH_USER_FUNCTION_ERROR',
        sqlState: '39000',
        cause: mine,
      }),
    })
    expect([engine.names('/ck/offsets'), engine.names('/ck/commits')]).toEqual([['0'], []])
  })
})
