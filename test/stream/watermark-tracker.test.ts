import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { floorToMillis, nextWatermark, WatermarkTracker } from '../../lib/stream/watermark-tracker.ts'

const seen = (delay: bigint, ...times: readonly bigint[]) => {
  const tracker = new WatermarkTracker(delay)
  for (const time of times) tracker.observe(1, time, time, time)
  return tracker
}

describe('a node’s watermark', () => {
  test('is the highest event time less the delay, in whole milliseconds, rounded down', () => {
    expect(seen(0n, 9_999_999n).watermark).toBe(9_999_000n)
    expect(seen(1_000_000n, 5_000_500n, 3_000_000n).watermark).toBe(4_000_000n)
    expect(seen(0n, -1n).watermark).toBe(-1000n)
    expect(floorToMillis(-1000n)).toBe(-1000n)
  })

  test('is unknown before its first row', () => {
    expect(seen(0n).watermark).toBeUndefined()
    const tracker = new WatermarkTracker(0n)
    tracker.observe(0, 5n, 5n, 5n)
    expect(tracker.watermark).toBeUndefined()
  })

  test('counts an epoch’s rows anew, and keeps its highest time', () => {
    const tracker = seen(0n, 2000n, 4000n)
    expect(tracker.takeStats()).toEqual({ count: 2, min: 2000n, max: 4000n, average: 3000n })
    expect(tracker.takeStats()).toBeUndefined()
    tracker.observe(1, 1000n, 1000n, 1000n)
    expect(tracker.takeStats()).toEqual({ count: 1, min: 1000n, max: 1000n, average: 1000n })
    expect(tracker.watermark).toBe(4000n)
  })
})

describe('a query’s watermark', () => {
  test('is the least of its nodes, or the greatest, a silent node counting as 1970', () => {
    const [a, b, silent] = [seen(0n, 10_000n), seen(0n, 20_000n), seen(0n)]
    expect(nextWatermark([a, b], 'min', 0n)).toBe(10_000n)
    expect(nextWatermark([b, a], 'max', 0n)).toBe(20_000n)
    expect(nextWatermark([a, silent], 'min', 0n)).toBe(0n)
    expect(nextWatermark([a, silent], 'max', 0n)).toBe(10_000n)
    expect(nextWatermark([], 'min', 7n)).toBe(7n)
  })

  test('never goes back, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-10_000_000n, 10_000_000n)), fc.bigInt(0n, 5_000_000n), (times, delay) => {
        const tracker = new WatermarkTracker(delay)
        let watermark = 0n
        for (const time of times) {
          tracker.observe(1, time, time, time)
          const next = nextWatermark([tracker], 'min', watermark)
          expect(next >= watermark && next % 1000n === 0n).toBe(true)
          watermark = next
        }
      }),
    )
  })
})
