import { expect, test } from 'vitest'
import { IdleTrackers } from '../../lib/plan/physical/idle-trackers.ts'
import { nextWatermark, WatermarkTracker } from '../../lib/stream/watermark-tracker.ts'

const second = 1_000_000n

/** Two withWatermark nodes without delay, and what the query makes of them after each epoch. */
function twoNodes(timeout: bigint | undefined) {
  const nodes = [new WatermarkTracker(0n), new WatermarkTracker(0n)] as const
  const idle = new IdleTrackers(timeout)
  let watermark = 0n
  return {
    /** Event times (s) at each node in an epoch of the given batch time (s); gives the watermark (s). */
    epoch(at: bigint, left: readonly bigint[], right: readonly bigint[]): bigint {
      for (const [node, times] of [[nodes[0], left] as const, [nodes[1], right] as const])
        for (const time of times) node.observe(1, time * second, time * second, time * second)
      watermark = nextWatermark(idle.active(nodes, at * second), 'min', watermark)
      return watermark / second
    },
  }
}

test('without a timeout a silent node holds the watermark for ever', () => {
  const nodes = twoNodes(undefined)
  expect(nodes.epoch(1n, [100n], [50n])).toBe(50n)
  expect(nodes.epoch(1000n, [200n], [])).toBe(50n)
})

test('a node that saw no row for the timeout is left out of the minimum', () => {
  const nodes = twoNodes(10n * second)
  expect(nodes.epoch(1n, [100n], [50n])).toBe(50n)
  expect(nodes.epoch(10n, [200n], [])).toBe(50n)
  expect(nodes.epoch(11n, [201n], [])).toBe(201n)
})

test('a node that never saw a row counts from the first epoch', () => {
  const nodes = twoNodes(10n * second)
  expect(nodes.epoch(1n, [100n], [])).toBe(0n)
  expect(nodes.epoch(11n, [101n], [])).toBe(101n)
})

test('it comes back with its next row, and the watermark does not fall', () => {
  const nodes = twoNodes(10n * second)
  nodes.epoch(1n, [100n], [50n])
  expect(nodes.epoch(20n, [200n], [])).toBe(200n)
  expect(nodes.epoch(21n, [300n], [60n])).toBe(200n)
  expect(nodes.epoch(22n, [300n], [250n])).toBe(250n)
})

test('when all are silent nothing moves', () => {
  const nodes = twoNodes(10n * second)
  nodes.epoch(1n, [100n], [50n])
  expect(nodes.epoch(100n, [], [])).toBe(50n)
})
