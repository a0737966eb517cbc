/** What a table on disk has to bear: it is filled and emptied in any order, and each change is one transaction or many. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openLmdbTables } from '../../lib/checkpoint/lmdb-tables.ts'
import { localFileSystem } from '../../lib/files/local-file-system.ts'
import type { DiskTables } from '../../lib/state/disk-tables.ts'
import { EntryListWriter } from '../../lib/state/entry-lists.ts'

const scratch = mkdtempSync(join(tmpdir(), 'millrace-lmdb-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const opened = (): Promise<DiskTables> =>
  openLmdbTables(localFileSystem, `${mkdtempSync(join(scratch, 'tables-'))}/working`)

const keyOf = (key: number): Uint8Array => Uint8Array.of(key >>> 8, key & 255)

/** Puts or removes keys, as one epoch. */
function apply(tables: DiskTables, name: string, changes: readonly (readonly [key: number, put: boolean])[]): void {
  const list = new EntryListWriter()
  for (const [key, put] of changes) list.append(keyOf(key), put ? new Uint8Array(200).fill(key) : undefined)
  tables.table(name).apply([list.finish()])
}

test('the only entry comes and goes', async () => {
  const tables = await opened()
  for (let epoch = 1; epoch <= 50; epoch++) {
    tables.depart(epoch)
    apply(tables, 'a', [[1, epoch % 3 !== 0]])
    apply(tables, 'a', [
      [2, true],
      [2, false],
      [1, false],
    ])
    tables.arrive(epoch)
    expect(tables.table('a').size).toBe(0)
  }
  await tables.close()
})

test('tables are what was put into them and not removed, also for who has read since long', async () => {
  const change = fc.tuple(fc.nat(400), fc.boolean())
  const step = fc.record({
    table: fc.constantFrom('a', 'b'),
    changes: fc.array(change, { maxLength: 300 }),
    empties: fc.boolean(),
    reads: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const tables = await opened()
      const model = { a: new Set<number>(), b: new Set<number>() }
      const readers: { seen: number; entries: ReturnType<ReturnType<DiskTables['table']>['entries']> }[] = []
      for (const { table, changes, empties, reads } of steps) {
        const set = model[table as 'a' | 'b']
        if (reads) readers.push({ seen: set.size, entries: tables.table(table).entries() })
        apply(tables, table, changes)
        for (const [key, put] of changes) put ? set.add(key) : set.delete(key)
        if (empties) {
          apply(
            tables,
            table,
            [...set].map((key) => [key, false]),
          )
          set.clear()
        }
        expect(tables.table(table).size).toBe(set.size)
        expect(
          [...tables.table(table).range()].map(({ key }) => (key[0] as number) * 256 + (key[1] as number)),
        ).toEqual([...set].sort((one, other) => one - other))
      }
      for (const { seen, entries } of readers) {
        expect([...entries]).toHaveLength(seen)
        entries.done()
      }
      await tables.close()
    }),
    { numRuns: 30 },
  )
})
