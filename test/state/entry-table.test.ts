/** Tables of bytes by bytes: one contract, in memory and on disk. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { openLmdbTables } from '../../lib/checkpoint/lmdb-tables.ts'
import { localFileSystem } from '../../lib/files/local-file-system.ts'
import type { Entry, EntryTable } from '../../lib/state/entry-table.ts'
import type { StateStore } from '../../lib/state/state-store.ts'
import { type OpenStateOptions, openStateStore } from '../../lib/state/versioned-state-store.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'

const files = localFileSystem
const scratch = mkdtempSync(join(tmpdir(), 'millrace-entries-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const newFolder = () => mkdtempSync(join(scratch, 'state-'))

type Provider = 'memory' | 'lmdb'

async function open(
  provider: Provider,
  folder: string,
  version: number,
  options: Partial<OpenStateOptions> = {},
): Promise<{ store: StateStore; table: EntryTable }> {
  const disk = provider === 'lmdb' ? await openLmdbTables(files, `${folder}/working`) : undefined
  let store: StateStore
  try {
    store = await openStateStore(files, { folder, version, changesPerSnapshot: 2, disk, ...options })
  } catch (error) {
    await disk?.close()
    throw error
  }
  const table = store.entries({
    name: 'rows',
    key: parseSchema('k BINARY'),
    value: parseSchema('v BINARY'),
    ordered: true,
  })
  store.beginEpoch()
  return { store, table }
}

/** What the driver does at the end of an epoch and at the begin of the next. */
async function commit(store: StateStore, version: number): Promise<void> {
  store.seal()
  await store.persistSealed(version)
  store.beginEpoch()
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const all = (table: EntryTable): [number[], number[]][] => listed(table.range(bytes()))
const listed = (entries: Iterable<Entry>): [number[], number[]][] =>
  [...entries].map(({ key, value }) => [[...key], [...value]])

describe.each(['memory', 'lmdb'] as const)('entries in %s', (provider) => {
  test('are got, replaced and removed; the size follows', async () => {
    const { store, table } = await open(provider, newFolder(), 0)
    table.put(bytes(1), bytes(10))
    table.put(bytes(1, 0), bytes())
    table.put(bytes(1), bytes(11))
    table.remove(bytes(9))
    expect([table.get(bytes(1)), table.get(bytes(1, 0)), table.get(bytes(2)), table.size]).toEqual([
      bytes(11),
      bytes(),
      undefined,
      2,
    ])
    await commit(store, 1)
    table.put(bytes(2), bytes(20))
    await commit(store, 2)
    const [first, second] = [table.get(bytes(1)), table.get(bytes(2))]
    expect([first, second]).toEqual([bytes(11), bytes(20)])
    table.remove(bytes(2))
    table.remove(bytes(1))
    table.remove(bytes(1))
    expect([table.get(bytes(1)), table.size]).toEqual([undefined, 1])
    table.put(bytes(1), bytes(12))
    expect([table.get(bytes(1)), table.size]).toEqual([bytes(12), 2])
    await store.close()
  })

  test('are read by ranges in the order of their bytes, whether they are new or old', async () => {
    const { store, table } = await open(provider, newFolder(), 0)
    for (const key of [[2], [255], [1, 200], [1], [3]]) table.put(Uint8Array.from(key), Uint8Array.from(key))
    await commit(store, 1)
    table.put(bytes(1, 9), bytes(7))
    table.put(bytes(3), bytes(8))
    table.remove(bytes(2))
    expect(all(table)).toEqual([
      [[1], [1]],
      [[1, 9], [7]],
      [
        [1, 200],
        [1, 200],
      ],
      [[3], [8]],
      [[255], [255]],
    ])
    expect(listed(table.range(bytes(1, 9), bytes(3)))).toEqual([
      [[1, 9], [7]],
      [
        [1, 200],
        [1, 200],
      ],
    ])
    await store.close()
  })

  test('may have keys of any length, which lie in order among the others', async () => {
    // Around the longest that LMDB takes, equal for long and different at the end.
    const key = fc
      .tuple(fc.constantFrom(1, 1945, 1946, 1947, 1978, 1979, 5000), fc.constantFrom(0, 7), fc.constantFrom(0, 9))
      .map(([length, fill, last]) => {
        const made = new Uint8Array(length).fill(fill)
        made[length - 1] = last
        return made
      })
    const text = (one: Uint8Array) => Buffer.from(one).toString('latin1')
    const epochs = fc.array(fc.array(fc.tuple(key, fc.option(fc.nat(99), { nil: null })), { maxLength: 12 }), {
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(epochs, key, key, async (changes, from, to) => {
        const folder = newFolder()
        let { store, table } = await open(provider, folder, 0)
        const model = new Map<string, number>()
        const rows = (least = '', most?: string) =>
          [...model]
            .filter(([one]) => one >= least && (most === undefined || one < most))
            .sort(([a], [b]) => (a < b ? -1 : 1))
        const seen = (entries: Iterable<Entry>) => [...entries].map(({ key: one, value }) => [text(one), value[0]])
        const agree = () => {
          expect(seen(table.range(bytes()))).toEqual(rows())
          expect(seen(table.range(from, to))).toEqual(rows(text(from), text(to)))
          expect(table.size).toBe(model.size)
          for (const [one, value] of model)
            expect([...(table.get(Uint8Array.from(Buffer.from(one, 'latin1'))) ?? [])]).toEqual([value])
        }
        for (const [at, list] of changes.entries()) {
          for (const [one, value] of list) {
            if (value === null) table.remove(one)
            else table.put(one, bytes(value))
            if (value === null) model.delete(text(one))
            else model.set(text(one), value)
          }
          agree()
          await commit(store, at + 1)
          agree()
        }
        await store.close()
        ;({ store, table } = await open(provider, folder, changes.length))
        agree()
        await store.close()
      }),
      { numRuns: 25 },
    )
  })

  test('that an epoch wrote which was not committed are not there when it runs again', async () => {
    const folder = newFolder()
    const { store, table } = await open(provider, folder, 0)
    table.put(bytes(1), bytes(1))
    await commit(store, 1)
    table.put(bytes(1), bytes(2))
    table.put(bytes(2), bytes(2))
    store.seal()
    await store.persistSealed(2)
    await store.close()
    const again = await open(provider, folder, 1)
    await again.store.discard(2)
    expect(all(again.table)).toEqual([[[1], [1]]])
    await again.store.close()
  })

  test('of any history are restored at any version', async () => {
    const change = fc.tuple(fc.nat(12), fc.option(fc.nat(99), { nil: null }))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 8 }), async (epochs) => {
        const folder = newFolder()
        const { store, table } = await open(provider, folder, 0)
        const history = [all(table)]
        for (const [at, changes] of epochs.entries()) {
          for (const [key, value] of changes) {
            if (value === null) table.remove(bytes(key))
            else table.put(bytes(key), bytes(value))
          }
          history.push(all(table))
          await commit(store, at + 1)
          expect(all(table)).toEqual(history.at(-1))
          expect(table.size).toBe(history.at(-1)?.length)
        }
        await store.close()
        for (const [version, rows] of [...history.entries()].reverse()) {
          const again = await open(provider, folder, version)
          expect(all(again.table)).toEqual(rows)
          expect(again.store.metrics.rowsTotal).toBe(rows.length)
          await again.store.close()
        }
      }),
      { numRuns: provider === 'lmdb' ? 8 : 30 },
    )
  })

  test('of a damaged changes file end the query; of a damaged snapshot they come from the changes', async () => {
    const folder = newFolder()
    await writeVersions(provider, folder, 6)
    await files.removeTree(`${folder}/working`)
    const snapshots = (await files.list(folder)).filter(({ name }) => name.endsWith('.snapshot'))
    expect(snapshots.length).toBeGreaterThan(0)
    for (const { path } of snapshots) damage(path)
    const warnings: string[] = []
    const again = await open(provider, folder, 6, { warn: (message) => warnings.push(message) })
    expect(all(again.table)).toEqual(versionRows(6))
    expect(warnings.length).toBeGreaterThan(0)
    await again.store.close()
    await files.removeTree(`${folder}/working`)
    damage(`${folder}/1.changes`)
    await expect(open(provider, folder, 6)).rejects.toMatchObject({ condition: 'MILLRACE_STATE_CORRUPT' })
  })

  test('of another provider are read, and go on', async () => {
    const other = provider === 'lmdb' ? 'memory' : 'lmdb'
    const folder = newFolder()
    await writeVersions(other, folder, 5)
    const again = await open(provider, folder, 5)
    expect(all(again.table)).toEqual(versionRows(5))
    again.table.put(bytes(6), bytes(60))
    await commit(again.store, 6)
    await again.store.close()
    const back = await open(other, folder, 6)
    expect(all(back.table)).toEqual(versionRows(6))
    await back.store.close()
  })

  test('of old versions are purged, and a later one is still there', async () => {
    const folder = newFolder()
    const { store, table } = await open(provider, folder, 0)
    for (let version = 1; version <= 9; version++) {
      table.put(bytes(version), bytes(10 * version))
      await commit(store, version)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await store.purge(8)
    await store.close()
    expect((await files.list(folder)).some(({ name }) => name === '1.changes')).toBe(false)
    await files.removeTree(`${folder}/working`)
    const again = await open(provider, folder, 9)
    expect(all(again.table)).toEqual(versionRows(9))
    await again.store.close()
  })
})

async function writeVersions(provider: Provider, folder: string, versions: number): Promise<void> {
  const { store, table } = await open(provider, folder, 0)
  for (let version = 1; version <= versions; version++) {
    table.put(bytes(version), bytes(10 * version))
    await commit(store, version)
    // A snapshot is written beside the epochs.
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  await store.close()
}

const versionRows = (versions: number): [number[], number[]][] =>
  Array.from({ length: versions }, (_, at) => [[at + 1], [10 * (at + 1)]])

function damage(path: string): void {
  const content = files.immediate.readAll(path) as Uint8Array
  const changed = Uint8Array.from(content)
  changed[changed.length - 6] = (changed[changed.length - 6] as number) ^ 1
  writeFileSync(path, changed)
}

describe('the working copy on disk', () => {
  test('is not trusted when it is no database, was written in another boot, or is ahead: it is made anew', async () => {
    const folder = newFolder()
    await writeVersions('lmdb', folder, 4)
    for (const spoil of [
      () => writeFileSync(`${folder}/working/data.mdb`, new Uint8Array(8192).fill(7)),
      () => writeFileSync(`${folder}/working/stamp`, 'another boot'),
      () => files.immediate.remove(`${folder}/working/stamp`),
    ]) {
      spoil()
      const again = await open('lmdb', folder, 4)
      expect(all(again.table)).toEqual(versionRows(4))
      await again.store.close()
    }
    const earlier = await open('lmdb', folder, 3)
    expect(all(earlier.table)).toEqual(versionRows(3))
    await earlier.store.close()
  })

  test('takes the changes it lacks, and nothing else, when it is behind', async () => {
    const folder = newFolder()
    await writeVersions('lmdb', folder, 2)
    const { store, table } = await open('lmdb', folder, 2)
    table.put(bytes(3), bytes(30))
    store.seal()
    await store.persistSealed(3)
    await store.close()
    // What it has of earlier versions is not read again.
    damage(`${folder}/1.changes`)
    const again = await open('lmdb', folder, 3)
    expect(all(again.table)).toEqual(versionRows(3))
    await again.store.close()
  })
})
