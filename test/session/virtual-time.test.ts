import { afterEach, expect, test, vi } from 'vitest'
import { VirtualClock } from '../../lib/testing/virtual-clock.ts'
import { testSession } from './sessions.ts'

/** What is loaded at first use is loaded before time is stopped: a virtual clock does not wait for the disk. */
async function loadEverything(): Promise<void> {
  const { session } = testSession()
  const query = session.readStream.format('rate').load().writeStream.format('noop').trigger({ once: true }).start()
  await query.awaitTermination()
  await session.stop()
}

test('a whole query runs in virtual time: triggers fall on multiples of the interval, rate rows come with the clock', async () => {
  await loadEverything()
  const clock = new VirtualClock(1_000)
  const { session } = testSession((builder) => builder.surroundings({ clock }))
  const batches: unknown[] = []
  const query = session.readStream
    .format('rate')
    .option('rowsPerSecond', 2)
    .load()
    .writeStream.trigger({ processingTime: '5 seconds' })
    .foreachBatch(async (frame, batchId) => {
      batches.push([clock.now(), batchId, (await frame.select('value').collect()).map(({ value }) => value)])
    })
    .start()
  await clock.advance(4_000)
  await clock.advance(5_000)
  await query.stop()
  // As in Spark, the rate source's first offset is a batch of its own, without rows.
  expect(batches).toEqual([
    [1_000, 0, []],
    [5_000, 1, [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]],
    [10_000, 2, [8n, 9n, 10n, 11n, 12n, 13n, 14n, 15n, 16n, 17n]],
  ])
  await session.stop()
})

afterEach(() => void vi.useRealTimers())

test('who waits for time that nobody lets pass is told after a second, and what to write', async () => {
  const clock = new VirtualClock()
  const { session, warnings } = testSession((builder) => builder.surroundings({ clock }))
  const query = session.memoryStream('n INT').toDF().writeStream.format('noop').start()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const told = () => warnings.filter((one) => one.includes('stands still'))
  await clock.until(query.processAllAvailable())
  vi.advanceTimersByTime(5_000)
  expect(told()).toEqual([])
  const waiting = query.processAllAvailable()
  vi.advanceTimersByTime(999)
  expect(told()).toEqual([])
  vi.advanceTimersByTime(1)
  expect(told()).toEqual([expect.stringContaining('await clock.until(query.processAllAvailable())')])
  await clock.until(waiting)
  await session.stop()
})
