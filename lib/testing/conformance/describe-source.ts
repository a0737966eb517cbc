/** The conformance suite of sources. */
import { deepStrictEqual, notDeepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict'
import { PoisoningPool } from '../../columnar/poisoning-pool.ts'
import type { Offset, Source, SourceAbility } from '../../connector/connector.ts'
import type { ReadLimit } from '../../connector/read-limit.ts'
import { Subscription } from '../../stream/rx.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { evaluation, everyColumn, freeIo, readBatches, readRows } from '../range-reader.ts'
import { queryFailure } from './query-failure.ts'
import { type AbilityCheck, type Suite, suiteOf } from './suite.ts'

/** A source on its own, and what a check does to its surroundings. */
export interface SourceSubject {
  readonly source: Source
  /** Makes more data: one more offset at least. Resolves when `latestOffset` would see it. */
  add(): Promise<void>
  /** The source as a restarted query finds it, its initial offset restored. */
  reopen(): Promise<Source>
  /** Handles the source holds now: files, sockets of reads, cursors. */
  openHandles?(): number
  /** A limit the source respects, and how many rows a range under it has at most. */
  readonly limit?: { readonly limit: ReadLimit; readonly rows: number }
  /**
   * Makes the data spread further: one more partition or folder, with the only new rows in it; resolves as `add` does.
   * Left out where a source has nothing that grows but its rows.
   */
  grow?(): Promise<void>
  /** Makes the data that was added unreadable. */
  damage?(): Promise<void>
  /** Closes what the subject itself has opened. */
  close?(): Promise<void>
}

export interface SourceSuiteOptions {
  /** A fresh source without data, its initial offset asked for. */
  open(): Promise<SourceSubject>
  /** The inabilities that the connector declares: `connector.source.cannot`. */
  readonly cannot?: Readonly<Partial<Record<SourceAbility, string>>> | undefined
}

const all: ReadLimit = { kind: 'all' }

/**
 * Every check of a source, to be run by any test runner; `millrace/testing/vitest` hands them to vitest.
 *
 * @param name for the titles: `orders` gives "the orders source"
 */
export function describeSource(name: string, options: SourceSuiteOptions): Suite {
  const checks = Object.entries(sourceChecks).map(
    ([title, [needs, check]]): AbilityCheck<SourceAbility> => ({
      name: title,
      needs,
      async run() {
        const subject = await options.open()
        try {
          await check(subject)
        } finally {
          await subject.source.stop()
          await subject.close?.()
        }
      },
    }),
  )
  return suiteOf(`the ${name} source`, checks, options.cannot ?? {})
}

/** Offsets after each of `count` additions. */
async function grow(subject: SourceSubject, count: number): Promise<Offset[]> {
  const offsets: Offset[] = []
  let last: Offset | null = null
  for (let i = 0; i < count; i++) {
    await subject.add()
    last = await subject.source.latestOffset(last, all)
    ok(last !== null && last !== undefined, 'latestOffset gives nothing after an addition')
    offsets.push(last)
  }
  return offsets
}

const scanAll = (source: Source) => source.open(everyColumn(source), evaluation)
const handles = (subject: SourceSubject): number => subject.openHandles?.() ?? 0

/** Partitions of one range may come in any order. */
function sorted(rows: readonly (readonly SqlValue[])[]): readonly string[] {
  return rows.map((row) => row.map(String).join(', ')).sort()
}

type SourceCheck = (subject: SourceSubject) => Promise<void>

const sourceChecks: Readonly<Record<string, readonly [SourceAbility | undefined, SourceCheck]>> = {
  'a range gives the same rows every time': [
    undefined,
    async (subject) => {
      const [first, second] = (await grow(subject, 2)) as [Offset, Offset]
      const scan = scanAll(subject.source)
      const once = await readRows(scan, first, second)
      ok(once.length > 0, 'the range of an addition has no rows')
      deepStrictEqual(await readRows(scan, first, second), once, 'the second read differs')
      await subject.add()
      deepStrictEqual(await readRows(scan, first, second), once, 'a read after more data differs')
      deepStrictEqual(await readRows(scanAll(subject.source), first, second), once, 'another scan differs')
    },
  ],
  'offsets survive JSON': [
    undefined,
    async (subject) => {
      const offsets = await grow(subject, 2)
      const copies = JSON.parse(JSON.stringify(offsets)) as [Offset, Offset]
      deepStrictEqual(copies, offsets, 'an offset is no plain JSON')
      const scan = scanAll(subject.source)
      const rows = await readRows(scan, offsets[0] as Offset, offsets[1] as Offset)
      deepStrictEqual(await readRows(scan, ...copies), rows)
    },
  ],
  'ranges join without gap or overlap however they are cut': [
    undefined,
    async (subject) => {
      const offsets = await grow(subject, 5)
      const last = offsets.at(-1) as Offset
      const scan = scanAll(subject.source)
      const whole = await readRows(scan, null, last)
      for (let cut = 0; cut < 2 ** (offsets.length - 1); cut++) {
        const ends = [...offsets.slice(0, -1).filter((_, at) => cut & (1 << at)), last]
        const parts = []
        for (const [at, end] of ends.entries()) parts.push(...(await readRows(scan, ends[at - 1] ?? null, end)))
        deepStrictEqual(parts, whole, `cut at ${JSON.stringify(ends)}`)
      }
    },
  ],
  'partitions that come later are read from their first row, and change nothing of earlier ranges': [
    undefined,
    async (subject) => {
      if (!subject.grow) return
      const { source } = subject
      const before = (await grow(subject, 2)).at(-1) as Offset
      const scan = scanAll(source)
      const rows = await readRows(scan, null, before)
      await subject.grow()
      const grown = (await source.latestOffset(before, all)) as Offset
      notDeepStrictEqual(grown, before, 'rows of a new partition are not seen')
      await subject.add()
      const last = (await source.latestOffset(grown, all)) as Offset
      deepStrictEqual(await readRows(scan, null, before), rows, 'a range before the new partition reads differently')
      const fresh = await readRows(scan, before, grown)
      ok(fresh.length > 0, 'the first rows of a new partition are lost')
      const [joined, parts] = [await readRows(scan, before, last), [...fresh, ...(await readRows(scan, grown, last))]]
      deepStrictEqual(sorted(parts), sorted(joined), 'ranges over a new partition do not join')
      deepStrictEqual(
        sorted(await readRows(scan, null, last)),
        sorted([...rows, ...parts]),
        'a row is lost or repeated',
      )
    },
  ],
  'reading keeps within a limit and gives everything in the end': [
    undefined,
    async (subject) => {
      if (!subject.limit) return
      const { limit, rows } = subject.limit
      for (let i = 0; i < 4; i++) await subject.add()
      const { batches, end } = await readBatches(subject.source, null, limit)
      const whole = await readRows(scanAll(subject.source), null, end as Offset)
      ok(batches.length > 1, 'the limit has no effect')
      for (const batch of batches) ok(batch.length <= rows, `a range of ${batch.length} rows under a limit of ${rows}`)
      deepStrictEqual(batches.flat(), whole)
    },
  ],
  'there is nothing new when nothing came': [
    'idle',
    async (subject) => {
      const [last] = (await grow(subject, 1)) as [Offset]
      deepStrictEqual(await subject.source.latestOffset(last, all), last)
    },
  ],
  'a commit takes nothing from later ranges': [
    undefined,
    async (subject) => {
      const [first, second] = (await grow(subject, 2)) as [Offset, Offset]
      const scan = scanAll(subject.source)
      const rows = await readRows(scan, first, second)
      await subject.source.commit(first)
      deepStrictEqual(await readRows(scan, first, second), rows)
      await subject.source.commit(first)
      deepStrictEqual(await readRows(scan, first, second), rows, 'the second commit of an offset lost rows')
    },
  ],
  'a restarted query reads the same ranges, and goes on': [
    'restart',
    async (subject) => {
      const offsets = await grow(subject, 3)
      const [first, , last] = offsets as [Offset, Offset, Offset]
      const rows = await readRows(scanAll(subject.source), first, last)
      await subject.source.commit(first)
      const again = await subject.reopen()
      try {
        const scan = scanAll(again)
        deepStrictEqual(await readRows(scan, first, last), rows)
        await subject.add()
        const next = await again.latestOffset(last, all)
        notDeepStrictEqual(next, last, 'an addition after the restart is not seen')
        ok((await readRows(scan, last, next as Offset)).length > 0, 'rows added after the restart are lost')
      } finally {
        await again.stop()
      }
    },
  ],
  'an end that was frozen is never passed': [
    undefined,
    async (subject) => {
      if (!subject.source.prepareForAvailableNow) return
      await subject.add()
      await subject.source.prepareForAvailableNow()
      const end = await subject.source.latestOffset(null, all)
      await subject.add()
      deepStrictEqual(await subject.source.latestOffset(end, all), end)
    },
  ],
  'chosen columns come in the order wanted': [
    undefined,
    async (subject) => {
      const [end] = (await grow(subject, 1)) as [Offset]
      const { source } = subject
      const columns = source.schema.fields.map((_, at) => at).reverse()
      const whole = await readRows(scanAll(source), null, end)
      const scan = source.open({ columns, filters: [], dictionary: [] }, evaluation)
      deepStrictEqual(scan.schema.names, [...source.schema.names].reverse())
      deepStrictEqual(
        await readRows(scan, null, end),
        whole.map((row) => row.toReversed()),
      )
      const none = source.open({ columns: [], filters: [], dictionary: [] }, evaluation)
      strictEqual((await readRows(none, null, end)).length, whole.length, 'rows without columns')
    },
  ],
  'no handle and no memory is held after the last row': [
    undefined,
    async (subject) => {
      const end = (await grow(subject, 3)).at(-1) as Offset
      const before = handles(subject)
      const pool = new PoisoningPool()
      await readRows(scanAll(subject.source), null, end, freeIo(pool))
      strictEqual(handles(subject), before, 'handles are left open')
      strictEqual(pool.retainedBytes, 0, 'memory is not given back')
    },
  ],
  'a reader without room gets one batch, and leaving it frees handles and memory': [
    undefined,
    async (subject) => {
      const end = (await grow(subject, 3)).at(-1) as Offset
      const before = handles(subject)
      const pool = new PoisoningPool()
      const closing: Promise<void>[] = []
      const io = {
        ...freeIo(pool),
        flow: { ready: () => new Promise<void>(() => {}) },
        closing: (done: Promise<void>) => void closing.push(done),
      }
      let batches = 0
      const subscription = new Subscription()
      await new Promise<void>((resolve, reject) => {
        const next = () => {
          batches += 1
          resolve()
        }
        subscription.add(scanAll(subject.source).read(null, end, io).subscribe({ next, error: reject }))
      })
      for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
      strictEqual(batches, 1, 'the source goes on without room: it must ask flow.ready() behind each batch')
      subscription.unsubscribe()
      await Promise.all(closing)
      strictEqual(handles(subject), before, 'handles are left open')
      strictEqual(pool.retainedBytes, 0, 'memory is not given back')
    },
  ],
  'what cannot be read ends the query, which names the offsets': [
    undefined,
    async (subject) => {
      if (!subject.damage) return
      const end = (await grow(subject, 2)).at(-1) as Offset
      const before = handles(subject)
      await subject.damage()
      await rejects(readRows(scanAll(subject.source), null, end), 'a damaged range reads without an error')
      strictEqual(handles(subject), before, 'handles are left open behind an error')
      const message = await queryFailure(subject.source)
      ok(message.includes(JSON.stringify(end)), `the query's error does not name ${JSON.stringify(end)}: ${message}`)
    },
  ],
  'it stops twice': [
    undefined,
    async ({ source }) => {
      await source.stop()
      await source.stop()
    },
  ],
}
