import { describe, expect, it } from 'vitest'
import { readEntryList } from '../../lib/state/entry-lists.ts'
import type { Entry } from '../../lib/state/entry-table.ts'
import { writeSnapshotParts } from '../../lib/state/snapshot-parts.ts'

const mega = 1 << 20

/** Entries of a megabyte each; a piece is full with eight of them. */
function* entries(count: number, first = 0): Generator<Entry> {
  for (let i = first; i < first + count; i++) yield { key: Uint8Array.of(i), value: new Uint8Array(mega).fill(i) }
}

const keysOf = (list: Uint8Array): number[] => {
  const keys: number[] = []
  readEntryList(list, (key, value) => {
    expect(value?.length).toBe(mega)
    expect(value?.at(-1)).toBe(key[0])
    keys.push(key[0] as number)
  })
  return keys
}

describe('pieces of a snapshot', () => {
  it('hold all entries in order, table by table, numbered from 1', async () => {
    const parts: [string, number, number[]][] = []
    const tables = [
      { name: 'a', entries: entries(17) },
      { name: 'none', entries: entries(0) },
      { name: 'b', entries: entries(3, 100) },
    ]
    const count = await writeSnapshotParts(tables, {
      write: async (table, list, number) => void parts.push([table, number, keysOf(list)]),
      isClosed: () => false,
    })
    expect(count).toBe(4)
    expect(parts).toEqual([
      ['a', 1, [0, 1, 2, 3, 4, 5, 6, 7]],
      ['a', 2, [8, 9, 10, 11, 12, 13, 14, 15]],
      ['a', 3, [16]],
      ['b', 4, [100, 101, 102]],
    ])
  })

  it('are never more than four in memory, however long the others took', async () => {
    let open = 0
    let most = 0
    await writeSnapshotParts([{ name: 'a', entries: entries(80) }], {
      write: async () => {
        most = Math.max(most, ++open)
        await Promise.resolve()
        open -= 1
      },
      isClosed: () => false,
    })
    expect(open).toBe(0)
    expect(most).toBeLessThanOrEqual(4)
  })

  it('let others go on, and end with what was begun when the store is closed meanwhile', async () => {
    const written: number[] = []
    let pauses = 0
    const count = await writeSnapshotParts([{ name: 'a', entries: entries(80) }], {
      write: async (_table, _list, number) => {
        await Promise.resolve()
        written.push(number)
      },
      pause: async () => {
        pauses += 1
      },
      isClosed: () => pauses === 2,
    })
    expect(count).toBeUndefined()
    expect(written.length).toBeGreaterThanOrEqual(2)
    expect(written).toEqual(written.map((_, at) => at + 1))
    expect(written.length).toBeLessThan(10)
  })

  it('fail with the piece that fails', async () => {
    const writing = writeSnapshotParts([{ name: 'a', entries: entries(30) }], {
      write: async (_table, _list, number) => {
        if (number === 2) throw new Error('the disk is full')
      },
      isClosed: () => false,
    })
    await expect(writing).rejects.toThrow('the disk is full')
  })
})
