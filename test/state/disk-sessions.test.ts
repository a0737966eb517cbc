/** Sessions of an aggregation are the same wherever they are, also when the place changes from one run to the next. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vectorOf } from '../../lib/columnar/builder.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { StructVector, Vector } from '../../lib/columnar/vector.ts'
import { aggregates } from '../../lib/expressions/aggregates/index.ts'
import { plainSurroundings } from '../../lib/plan/plain-surroundings.ts'
import { openSessions, type Sessions, type SessionVectors } from '../../lib/state/sessions.ts'
import type { StateStore } from '../../lib/state/state-store.ts'
import type { DataType } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { arrayType, field, longType, stringType, structType, timestampType } from '../../lib/types/types.ts'
import { scratchStores } from './scratch-stores.ts'

const stores = scratchStores()

function started(name: string, argument: DataType, type: DataType) {
  const { evaluation } = plainSurroundings()
  const made = aggregates.get(name)?.start({ name, args: [{ type: argument, nullable: true }], type }, evaluation)
  if (!made) throw new Error(`no aggregate is called ${name}`)
  return made
}

const keys = [field('k', stringType), field('n', longType)]
const bounds = structType([field('start', timestampType), field('end', timestampType)])
const session = field('session', bounds)
const lists = arrayType(longType, false)
const output = new Schema([...keys, session, field('most', longType), field('all', lists)])

function sessionsIn(state: StateStore, expires: boolean, ordered: boolean): Sessions {
  const accumulators = [started('max', longType, longType), started('collect_list', longType, lists)]
  const values = accumulators.flatMap(({ buffer }) => buffer)
  return openSessions({ keys, session, accumulators, values, expires, ordered }, state)
}

type Row = readonly [key: string | null, start: bigint, gap: bigint, number: bigint]

/** @param ordered as an operator does it: a batch's rows by start */
function add(sessions: Sessions, given: readonly Row[], ordered: boolean): void {
  if (given.length === 0) return
  const rows = ordered ? given.toSorted(([, a], [, b]) => Number(a - b)) : given
  const column = (type: DataType, value: (row: Row) => bigint | string | null): Vector =>
    vectorOf(type, rows.map(value))
  const own: StructVector = {
    layout: 'struct',
    type: bounds,
    length: rows.length,
    nulls: undefined,
    children: [column(timestampType, ([, start]) => start), column(timestampType, ([, start, gap]) => start + gap)],
  }
  const ids = new Int32Array(rows.length)
  const numbers = column(longType, ([, , , number]) => number)
  const same = column(longType, ([key]) => (key === 'b' ? null : 7n))
  sessions.assign([column(stringType, ([key]) => key), same], own, undefined, rows.length, ids)
  for (const one of sessions.accumulators) one.add(ids, [numbers], undefined, rows.length)
  sessions.join()
}

const shown = ({ keys: columns, session: own, results, count }: SessionVectors): string[] =>
  [...rowsOf(new RecordBatch(output, [...columns, own, ...results], count))].map((row) =>
    JSON.stringify(row, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)),
  )

/** Around zero and the border of a low word, so that the bytes of times are ordered as times are. */
const time = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: -8n, max: 16n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 2n ** 32n - 4n, max: 2n ** 32n + 9n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 32n) - 4n, max: -(2n ** 32n) + 9n }) },
)
/** One key's bytes are the beginning of another's text; the last is longer than LMDB takes. */
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constant('a') },
  { weight: 1, arbitrary: fc.constantFrom('', 'ab', 'b', 'a\u0000', 'x'.repeat(2500), null) },
)
const row = fc.tuple(key, time, fc.bigInt({ min: 1n, max: 6n }), fc.bigInt({ min: -9n, max: 9n }))
/** Rows in two batches, the watermark after them, rows behind it, and whether the next run has its state on disk. */
const epoch = fc.tuple(
  fc.array(row, { maxLength: 8 }),
  fc.array(row, { maxLength: 5 }),
  time,
  fc.array(row, { maxLength: 2 }),
  fc.boolean(),
)
type Epoch = typeof epoch extends fc.Arbitrary<infer E> ? E : never

describe.each([
  ['append', false],
  ['append', true],
  ['complete', false],
] as const)('sessions (%s mode, rows by start: %s)', (mode, ordered) => {
  /** @param restarts ends a run after each epoch; otherwise all are one run, where the first is */
  async function runs(epochs: readonly Epoch[], places: readonly boolean[], restarts = true): Promise<unknown[]> {
    const folder = stores.folder()
    const seen: unknown[] = []
    let store: StateStore | undefined
    let sessions: Sessions | undefined
    for (const [at, [first, second, watermark, behind]] of epochs.entries()) {
      store ??= await stores.open(places[at] as boolean, folder, at)
      store.beginEpoch()
      sessions ??= sessionsIn(store, mode === 'append', ordered)
      add(sessions, first, ordered)
      add(sessions, second, ordered)
      const counts = sessions.counts()
      const last: string[] = []
      const gone = sessions.evict(watermark, 2, (some) => last.push(...shown(some)))
      if (mode === 'append') add(sessions, behind, ordered)
      const all = mode === 'append' && at % 2 === 0 ? [] : [...sessions.all(3)].flatMap(shown).sort()
      sessions.seal()
      await store.persistSealed(at + 1)
      seen.push({ counts, all, gone, last: last.sort(), rows: store.metrics.rowsTotal })
      if (!restarts) continue
      store.beginEpoch()
      await store.close()
      store = undefined
      sessions = undefined
    }
    await store?.close()
    return seen
  }

  test('are the same in memory, on disk, and after each change between them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(epoch, { minLength: 1, maxLength: 6 }), async (epochs) => {
        const inMemory = await runs(
          epochs,
          epochs.map(() => false),
        )
        const onDisk = epochs.map(() => true)
        expect(await runs(epochs, onDisk)).toEqual(inMemory)
        expect(await runs(epochs, onDisk, false)).toEqual(inMemory)
        const changing = epochs.map(([, , , , isOnDisk]) => isOnDisk)
        expect(await runs(epochs, changing)).toEqual(inMemory)
      }),
      { numRuns: 12 },
    )
  })
})

/** Evictions of epochs on disk, each a run of its own. */
async function evictions(
  epochs: readonly { readonly rows: readonly Row[]; readonly watermark: bigint; readonly expires?: boolean }[],
): Promise<readonly number[]> {
  const folder = stores.folder()
  const gone: number[] = []
  for (const [at, { rows, watermark, expires = true }] of epochs.entries()) {
    const store = await stores.open(true, folder, at)
    store.beginEpoch()
    const sessions = sessionsIn(store, expires, false)
    add(sessions, rows, false)
    gone.push(sessions.evict(watermark, 10, undefined))
    sessions.seal()
    await store.persistSealed(at + 1)
    store.beginEpoch()
    await store.close()
  }
  return gone
}

test('a session that grew goes at its later end, one that begins earlier now goes once', async () => {
  const rows: Row[] = [
    ['a', 10n, 5n, 1n],
    ['b', 10n, 5n, 1n],
  ]
  const grown: Row[] = [
    ['a', 13n, 5n, 2n],
    ['b', 8n, 5n, 2n],
  ]
  const later = [15n, 18n, 99n].map((watermark) => ({ rows: [], watermark }))
  expect(await evictions([{ rows, watermark: 0n }, { rows: grown, watermark: 14n }, ...later])).toEqual([0, 0, 1, 1, 0])
})

test('sessions that are on disk expire when the output mode lets them from now on', async () => {
  const rows: Row[] = [
    ['a', 1n, 2n, 5n],
    ['b', 4n, 9n, 6n],
  ]
  const epochs = [
    { rows, watermark: 3n, expires: false },
    { rows: [], watermark: 3n },
  ]
  expect(await evictions(epochs)).toEqual([0, 1])
})
