/** Keys that were seen are the same wherever they are, also when the place changes from one run to the next. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vectorOf } from '../../lib/columnar/builder.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import { openSeenKeys } from '../../lib/state/open-seen-keys.ts'
import type { Forgetting } from '../../lib/state/seen-keys.ts'
import { field, stringType, timestampType } from '../../lib/types/types.ts'
import { scratchStores } from './scratch-stores.ts'

const stores = scratchStores()

const keys = [field('k', stringType), field('t', timestampType)]
type Row = readonly [key: string | null, time: bigint]
const columnsOf = (rows: readonly Row[]): Vector[] => [
  vectorOf(
    stringType,
    rows.map(([key]) => key),
  ),
  vectorOf(
    timestampType,
    rows.map(([, time]) => time),
  ),
]

const row = fc.tuple(fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }), fc.bigInt({ min: -3n, max: 9n }))
/** Rows, the watermark after them, and whether the next run has its state on disk. */
const epoch = fc.tuple(fc.array(row, { maxLength: 8 }), fc.bigInt({ min: -3n, max: 9n }), fc.boolean())
const forgettings: Forgetting[] = [{ kind: 'never' }, { kind: 'column', column: 1 }, { kind: 'delay', delay: 3n }]

test.each(forgettings)(
  'seen keys ($kind) are the same in memory, on disk, and after each change between them',
  async (forgetting) => {
    await fc.assert(
      fc.asyncProperty(fc.array(epoch, { minLength: 1, maxLength: 6 }), fc.nat(3), async (epochs, without) => {
        // In the first runs there may have been no watermark.
        const forgettingOf = (at: number): Forgetting =>
          forgetting.kind === 'column' && at < without ? { kind: 'never' } : forgetting
        const runs = async (places: readonly boolean[]) => {
          const folder = stores.folder()
          const seen: unknown[] = []
          for (const [at, [rows, watermark]] of epochs.entries()) {
            const store = await stores.open(places[at] as boolean, folder, at)
            store.beginEpoch()
            const table = openSeenKeys(keys, forgettingOf(at), store)
            const columns = columnsOf(rows)
            const fresh = new Int32Array(rows.length)
            const times = columns[1] as Vector & { layout: 'int64' }
            const count = rows.length === 0 ? 0 : table.admit(columns, times, undefined, rows.length, fresh)
            const gone = table.forget(watermark)
            table.endEpoch()
            store.seal()
            await store.persistSealed(at + 1)
            seen.push([[...fresh.subarray(0, count)], gone, store.metrics.rowsTotal])
            store.beginEpoch()
            await store.close()
          }
          return seen
        }
        const inMemory = await runs(epochs.map(() => false))
        expect(await runs(epochs.map(() => true))).toEqual(inMemory)
        expect(await runs(epochs.map(([, , onDisk]) => onDisk))).toEqual(inMemory)
      }),
      { numRuns: 12 },
    )
  },
)
