/** Groups of an aggregation are the same wherever they are, also when the place changes from one run to the next. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vectorOf } from '../../lib/columnar/builder.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import { aggregates } from '../../lib/expressions/aggregates/index.ts'
import { plainSurroundings } from '../../lib/plan/plain-surroundings.ts'
import { type Groups, openGroups } from '../../lib/state/groups.ts'
import type { StateStore } from '../../lib/state/state-store.ts'
import type { DataType } from '../../lib/types/data-type.ts'
import { Schema } from '../../lib/types/schema.ts'
import { arrayType, field, longType, stringType, timestampType } from '../../lib/types/types.ts'
import { scratchStores } from './scratch-stores.ts'

const stores = scratchStores()

function started(name: string, argument: DataType, type: DataType) {
  const { evaluation } = plainSurroundings()
  const made = aggregates.get(name)?.start({ name, args: [{ type: argument, nullable: true }], type }, evaluation)
  if (!made) throw new Error(`no aggregate is called ${name}`)
  return made
}

const keys = [field('k', stringType), field('t', timestampType)]
const output = new Schema([...keys, field('most', longType), field('all', arrayType(stringType, false))])

function groupsIn(state: StateStore, expires = true): Groups {
  const accumulators = [
    started('max', longType, longType),
    started('collect_list', stringType, arrayType(stringType, false)),
  ]
  const values = accumulators.flatMap(({ buffer }) => buffer)
  return openGroups({ keys, accumulators, values, timeColumn: expires ? 1 : undefined, state })
}

type Row = readonly [key: string | null, time: bigint, number: bigint | null]

function add(groups: Groups, rows: readonly Row[]): void {
  const column = (type: DataType, at: 0 | 1 | 2): Vector =>
    vectorOf(
      type,
      rows.map((row) => row[at]),
    )
  const ids = new Int32Array(rows.length)
  const [k, t, n] = [column(stringType, 0), column(timestampType, 1), column(longType, 2)]
  groups.assign([k, t], undefined, rows.length, ids)
  groups.accumulators[0]?.add(ids, [n], undefined, rows.length)
  groups.accumulators[1]?.add(ids, [k], undefined, rows.length)
}

const shown = (columns: readonly Vector[], count: number): string[] =>
  [...rowsOf(new RecordBatch(output, [...columns], count))].map((row) =>
    JSON.stringify(row, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)),
  )

const row = fc.tuple(
  fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }),
  fc.bigInt({ min: -3n, max: 9n }),
  fc.option(fc.bigInt({ min: -9n, max: 9n }), { nil: null }),
)
/** Rows in two batches, the watermark after them, and whether the next run has its state on disk. */
const epoch = fc.tuple(
  fc.array(row, { maxLength: 6 }),
  fc.array(row, { maxLength: 4 }),
  fc.bigInt({ min: -3n, max: 9n }),
  fc.boolean(),
)

test('groups are the same in memory, on disk, and after each change between them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(epoch, { minLength: 1, maxLength: 6 }), async (epochs) => {
      const runs = async (places: readonly boolean[]) => {
        const folder = stores.folder()
        const seen: unknown[] = []
        for (const [at, [first, second, watermark]] of epochs.entries()) {
          const store = await stores.open(places[at] as boolean, folder, at)
          store.beginEpoch()
          const groups = groupsIn(store)
          add(groups, first)
          add(groups, second)
          const { ids, count } = groups.changed
          const changed = shown(groups.vectors(ids, count), count).sort()
          const all = [...groups.all(3)].flatMap(({ columns, count: some }) => shown(columns, some)).sort()
          const last: string[] = []
          const gone = groups.evict(watermark, (some, length) =>
            last.push(...shown(groups.vectors(some, length), length)),
          )
          groups.seal()
          await store.persistSealed(at + 1)
          seen.push({ changed, all, gone, last: last.sort(), rows: store.metrics.rowsTotal })
          store.beginEpoch()
          await store.close()
        }
        return seen
      }
      const inMemory = await runs(epochs.map(() => false))
      expect(await runs(epochs.map(() => true))).toEqual(inMemory)
      expect(await runs(epochs.map(([, , , onDisk]) => onDisk))).toEqual(inMemory)
    }),
    { numRuns: 15 },
  )
})

test('groups that did not expire before do so on disk as in memory, once they have a time to expire at', async () => {
  const evicted = async (onDisk: boolean) => {
    const folder = stores.folder()
    const last: string[] = []
    for (const version of [0, 1]) {
      const store = await stores.open(onDisk, folder, version)
      store.beginEpoch()
      const groups = groupsIn(store, version === 1)
      add(groups, [
        ['a', BigInt(version), 1n],
        ['b', 5n, 2n],
      ])
      groups.evict(3n, (ids, count) => last.push(...shown(groups.vectors(ids, count), count)))
      groups.seal()
      await store.persistSealed(version + 1)
      await store.close()
    }
    return last.sort()
  }
  const inMemory = await evicted(false)
  expect(inMemory).toHaveLength(2)
  expect(await evicted(true)).toEqual(inMemory)
})
