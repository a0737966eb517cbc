/**
 * The pieces of a snapshot of tables on disk, written beside the epochs. The disk keeps all that epochs replace for as long as
 * the reading takes, and grows by it, so the reading has half of the time: pieces are made for as long as the epochs went on
 * since the last ones, where a piece a turn would make few of them beside long epochs.
 */
import { EntryListWriter } from './entry-lists.ts'
import type { Entry } from './entry-table.ts'

/** Bytes of a piece. */
const partBytes = 1 << 23
/** Pieces that are in memory at once. */
const mostAtOnce = 4

export interface SnapshotPartsOptions {
  /** Writes a piece of a table: a list of entries (entry-lists.ts). Numbers count from 1, over all tables. */
  readonly write: (table: string, list: Uint8Array, number: number) => Promise<void>
  /** Lets other work go on. */
  readonly pause?: (() => Promise<void>) | undefined
  /** Whether to break off. */
  readonly isClosed: () => boolean
}

/** @returns how many there are; undefined = it was broken off */
export async function writeSnapshotParts(
  tables: readonly { readonly name: string; readonly entries: Iterable<Entry> }[],
  { write, pause, isClosed }: SnapshotPartsOptions,
): Promise<number | undefined> {
  let number = 0
  let begunMs = performance.now()
  let othersMs = 0
  let writing: Promise<void>[] = []
  for (const { name, entries } of tables)
    for (const list of inPieces(entries)) {
      number += 1
      writing.push(write(name, list, number))
      const madeMs = performance.now()
      if (writing.length < mostAtOnce && madeMs - begunMs < othersMs) continue
      await Promise.all(writing)
      writing = []
      await pause?.()
      if (isClosed()) return undefined
      begunMs = performance.now()
      othersMs = begunMs - madeMs
    }
  await Promise.all(writing)
  return isClosed() ? undefined : number
}

function* inPieces(entries: Iterable<Entry>): Generator<Uint8Array> {
  let list = new EntryListWriter()
  for (const { key, value } of entries) {
    list.append(key, value)
    if (list.size < partBytes) continue
    yield list.finish()
    list = new EntryListWriter(list.count)
  }
  if (list.count > 0) yield list.finish()
}
