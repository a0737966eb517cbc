/** What every source has to do, whatever it reads. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import type { Offset, Source } from '../../lib/connector/connector.ts'
import { Subscription } from '../../lib/stream/rx.ts'
import { evaluation, everyColumn, freeIo, readRows } from './surroundings.ts'

export interface SourceHarness {
  readonly source: Source
  /** Makes more data: one more offset at least. */
  add(): Promise<void>
  /** The source as a restarted query finds it. */
  reopen(): Promise<Source>
  /** Handles the source holds now. */
  openHandles(): number
}

const all = { kind: 'all' } as const

/** Offsets after each of `count` additions. */
async function grow(harness: SourceHarness, count: number): Promise<Offset[]> {
  const offsets: Offset[] = []
  let last: Offset | null = null
  for (let i = 0; i < count; i++) {
    await harness.add()
    last = await harness.source.latestOffset(last, all)
    if (last === null) throw new Error('an addition gave no offset')
    offsets.push(last)
  }
  return offsets
}

/** Runs the suite; `open` gives a fresh, empty source whose initial offset was asked for. */
export function sourceConformance(name: string, open: () => Promise<SourceHarness>): void {
  describe(`the ${name} source`, () => {
    test('gives the same rows for a range every time', async () => {
      const harness = await open()
      const [first, second] = (await grow(harness, 2)) as [Offset, Offset]
      const scan = harness.source.open(everyColumn(harness.source), evaluation)
      const once = await readRows(scan, first, second)
      expect(once.length).toBeGreaterThan(0)
      expect(await readRows(scan, first, second)).toEqual(once)
      await harness.add()
      expect(await readRows(scan, first, second)).toEqual(once)
    })

    test('has offsets that survive JSON', async () => {
      const harness = await open()
      const offsets = await grow(harness, 2)
      const copies = JSON.parse(JSON.stringify(offsets)) as Offset[]
      const scan = harness.source.open(everyColumn(harness.source), evaluation)
      expect(copies).toEqual(offsets)
      expect(await readRows(scan, copies[0] as Offset, copies[1] as Offset)).toEqual(
        await readRows(scan, offsets[0] as Offset, offsets[1] as Offset),
      )
    })

    test('gives the same rows however a range is cut', async () => {
      const harness = await open()
      const offsets = await grow(harness, 6)
      const scan = harness.source.open(everyColumn(harness.source), evaluation)
      const whole = await readRows(scan, null, offsets.at(-1) as Offset)
      await fc.assert(
        fc.asyncProperty(fc.subarray(offsets.slice(0, -1)), async (cuts) => {
          const ends = [...cuts, offsets.at(-1) as Offset]
          const parts = []
          for (const [at, end] of ends.entries()) parts.push(...(await readRows(scan, ends[at - 1] ?? null, end)))
          expect(parts).toEqual(whole)
        }),
        { numRuns: 20 },
      )
    })

    test('says nothing new when nothing came', async () => {
      const harness = await open()
      const [last] = (await grow(harness, 1)) as [Offset]
      expect(await harness.source.latestOffset(last, all)).toEqual(last)
    })

    test('reads the same ranges after a restart', async () => {
      const harness = await open()
      const offsets = await grow(harness, 3)
      const before = harness.source.open(everyColumn(harness.source), evaluation)
      const rows = await readRows(before, offsets[0] as Offset, offsets[2] as Offset)
      const again = await harness.reopen()
      const scan = again.open(everyColumn(again), evaluation)
      expect(await readRows(scan, offsets[0] as Offset, offsets[2] as Offset)).toEqual(rows)
      await harness.add()
      const next = await again.latestOffset(offsets[2] as Offset, all)
      expect(next).not.toEqual(offsets[2])
      expect((await readRows(scan, offsets[2] as Offset, next as Offset)).length).toBeGreaterThan(0)
    })

    test('never passes the end it was frozen at', async () => {
      const harness = await open()
      await harness.add()
      await harness.source.prepareForAvailableNow?.()
      const end = await harness.source.latestOffset(null, all)
      await harness.add()
      expect(await harness.source.latestOffset(end, all)).toEqual(end)
    })

    test('reads chosen columns in the order wanted', async () => {
      const harness = await open()
      const [end] = (await grow(harness, 1)) as [Offset]
      const { source } = harness
      const columns = source.schema.fields.map((_, at) => at).reverse()
      const whole = await readRows(source.open(everyColumn(source), evaluation), null, end)
      const scan = source.open({ columns, filters: [], dictionary: [] }, evaluation)
      expect(scan.schema.names).toEqual([...source.schema.names].reverse())
      expect(await readRows(scan, null, end)).toEqual(whole.map((row) => row.toReversed()))
      const none = source.open({ columns: [], filters: [], dictionary: [] }, evaluation)
      expect((await readRows(none, null, end)).length).toBe(whole.length)
    })

    test('holds no handle and no memory after its last row or an early end', async () => {
      const harness = await open()
      const end = (await grow(harness, 3)).at(-1) as Offset
      const scan = harness.source.open(everyColumn(harness.source), evaluation)
      const pool = new PoisoningPool()
      await readRows(scan, null, end, freeIo(pool))
      expect([harness.openHandles(), pool.retainedBytes]).toEqual([0, 0])
      const closing: Promise<void>[] = []
      // A sink without room: the source stands still behind its first batch.
      const full = new Promise<void>(() => {})
      const io = {
        ...freeIo(pool),
        flow: { ready: () => full },
        closing: (done: Promise<void>) => closing.push(done),
      }
      const subscription = new Subscription()
      await new Promise<void>((resolve, reject) => {
        subscription.add(scan.read(null, end, io).subscribe({ next: () => resolve(), error: reject }))
      })
      subscription.unsubscribe()
      expect(closing).toHaveLength(1)
      await Promise.all(closing)
      expect([harness.openHandles(), pool.retainedBytes]).toEqual([0, 0])
      await harness.source.stop()
    })
  })
}
