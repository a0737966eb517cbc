/**
 * A list per key, in chunks: appending rewrites the last chunk only. Under the group's key and the number of the chunk
 * (big endian) stand values one after another; in front of chunk 0's, how many chunks there are, how many values, and
 * the earliest time at which one of them expires.
 */
import { ByteArena } from '../../../columnar/bytes.ts'
import { EntryKey } from '../../../state/entry-key.ts'
import type { EntryTable } from '../../../state/entry-table.ts'
import type { GroupCursor, WritesLate } from './group-cursor.ts'
import { emptyList, nullValue } from './processor-errors.ts'
import type { ListState } from './stateful-processor.ts'
import { never, type StoredValue } from './value-codec.ts'
import type { EntryParts } from './variable-parts.ts'

const headBytes = 16
const chunkBytes = 4096

interface Head {
  readonly chunks: number
  readonly count: number
  readonly expiryMs: number
}

const noHead: Head = { chunks: 0, count: 0, expiryMs: never }

export class ListVariable implements ListState<unknown>, WritesLate {
  readonly #parts: EntryParts
  readonly #cursor: GroupCursor
  #turn = -1
  #key = new EntryKey('')
  /** What is stored counts no more: the list was put anew or cleared. */
  #replaced = false
  /** Bytes of values behind those that are stored. */
  #added: Uint8Array[] = []
  #owes = false

  constructor(parts: EntryParts, cursor: GroupCursor) {
    this.#parts = parts
    this.#cursor = cursor
  }

  exists(): boolean {
    this.#enter('exists')
    if (this.#added.length > 0) return true
    if (this.#replaced) return false
    return this.#parts.ttl ? this.get().length > 0 : headOf(this.#parts.table, this.#key.bytes).count > 0
  }

  get(): unknown[] {
    this.#enter('get')
    const { table, codec } = this.#parts
    const stored = this.#replaced ? [] : chunksOf(table, this.#key.bytes).flatMap((bytes) => codec.decodeAll(bytes))
    for (const bytes of this.#added) stored.push(codec.decode(bytes))
    return stored.filter(({ expiryMs }) => expiryMs > this.#cursor.nowMs).map(({ value }) => value)
  }

  put(values: readonly unknown[]): void {
    this.#enter('put')
    const added = this.#encoded(values)
    this.#replaced = true
    this.#added = added
    this.#owe()
  }

  appendValue(value: unknown): void {
    this.#enter('appendValue')
    this.#added.push(this.#one(value))
    this.#owe()
  }

  appendList(values: readonly unknown[]): void {
    this.#enter('appendList')
    for (const one of this.#encoded(values)) this.#added.push(one)
    this.#owe()
  }

  clear(): void {
    this.#enter('clear')
    const stored = this.#replaced ? 0 : headOf(this.#parts.table, this.#key.bytes).count
    this.#cursor.metrics.rowsRemoved += stored + this.#added.length
    this.#replaced = true
    this.#added = []
    this.#owe()
  }

  /** Writes what the turn has made of the list. */
  flush(): void {
    this.#owes = false
    const { table, ttl } = this.#parts
    const expiryMs = ttl && this.#added.length > 0 ? this.#cursor.nowMs + ttl.ms : never
    const { bytes } = this.#key
    const before = headOf(table, bytes)
    const kept = this.#replaced ? removeList(table, bytes, before) : before
    const after = appendTo(table, bytes, kept, this.#added, expiryMs)
    ttl?.index.move(this.#key, before.expiryMs, after.expiryMs)
    this.#turn = -1
  }

  #enter(operation: string): void {
    const key = this.#cursor.key(this.#parts.name, operation)
    if (this.#turn === this.#cursor.turn) return
    this.#turn = this.#cursor.turn
    this.#key = key
    this.#replaced = false
    this.#added = []
  }

  #owe(): void {
    if (this.#owes) return
    this.#owes = true
    this.#cursor.owe(this)
  }

  #encoded(values: readonly unknown[] | null | undefined): Uint8Array[] {
    const { name } = this.#parts
    if (values === null || values === undefined) throw nullValue(name)
    if (values.length === 0) throw emptyList(name)
    return values.map((one) => this.#one(one))
  }

  #one(value: unknown): Uint8Array {
    const { codec, ttl } = this.#parts
    const bytes = codec.encode(value, ttl ? this.#cursor.nowMs + ttl.ms : never)
    this.#cursor.metrics.rowsUpdated++
    return bytes
  }
}

/** Removes values whose time has come, also in lists that keep others. @returns how many */
export function sweepLists({ table, codec, ttl }: EntryParts, nowMs: number): number {
  if (!ttl) return 0
  let removed = 0
  for (const key of ttl.index.takeExpired(nowMs)) {
    const { bytes: group } = key
    const head = headOf(table, group)
    const kept: Uint8Array[] = []
    let earliest = never
    for (const { value, expiryMs } of chunksOf(table, group).flatMap((bytes): StoredValue[] =>
      codec.decodeAll(bytes),
    )) {
      if (expiryMs <= nowMs) continue
      kept.push(codec.encode(value, expiryMs))
      earliest = Math.min(earliest, expiryMs)
    }
    removed += head.count - kept.length
    const after = appendTo(table, group, removeList(table, group, head), kept, earliest)
    ttl.index.move(key, never, after.expiryMs)
  }
  return removed
}

/** The values of a list, chunk by chunk; for readers of state as well. */
export function chunksOf(table: EntryTable, group: Uint8Array): Uint8Array[] {
  const { chunks } = headOf(table, group)
  const found: Uint8Array[] = []
  for (let at = 0; at < chunks; at++) {
    const bytes = table.get(chunkKey(group, at)) as Uint8Array
    found.push(at === 0 ? bytes.subarray(headBytes) : bytes)
  }
  return found
}

function chunkKey(group: Uint8Array, chunk: number): Uint8Array {
  const key = new Uint8Array(group.length + 4)
  key.set(group)
  new DataView(key.buffer).setUint32(group.length, chunk)
  return key
}

function headOf(table: EntryTable, group: Uint8Array): Head {
  const bytes = table.get(chunkKey(group, 0))
  if (!bytes) return noHead
  const view = new DataView(bytes.buffer, bytes.byteOffset, headBytes)
  return { chunks: view.getUint32(0), count: view.getUint32(4), expiryMs: view.getFloat64(8) }
}

function removeList(table: EntryTable, group: Uint8Array, { chunks }: Head): Head {
  for (let at = 0; at < chunks; at++) table.remove(chunkKey(group, at))
  return noHead
}

/** Appends values, beginning a chunk when the last one is full; the head changes with every append. */
function appendTo(
  table: EntryTable,
  group: Uint8Array,
  before: Head,
  added: readonly Uint8Array[],
  expiryMs: number,
): Head {
  if (added.length === 0) return before
  const last = Math.max(0, before.chunks - 1)
  const arena = new ByteArena(chunkBytes)
  const chunks = new Map<number, Uint8Array>()
  const stored = before.chunks > 0 ? (table.get(chunkKey(group, last)) as Uint8Array) : undefined
  if (stored) arena.append(stored)
  else arena.top = headBytes
  let at = last
  for (const bytes of added) {
    if (arena.top >= chunkBytes) {
      chunks.set(at++, arena.bytes.slice(0, arena.top))
      arena.top = 0
    }
    arena.append(bytes)
  }
  chunks.set(at, arena.bytes.slice(0, arena.top))
  const head = {
    chunks: at + 1,
    count: before.count + added.length,
    expiryMs: Math.min(before.expiryMs, expiryMs),
  }
  const first = chunks.get(0) ?? (table.get(chunkKey(group, 0)) as Uint8Array).slice()
  const view = new DataView(first.buffer, first.byteOffset, headBytes)
  view.setUint32(0, head.chunks)
  view.setUint32(4, head.count)
  view.setFloat64(8, head.expiryMs)
  chunks.set(0, first)
  for (const [chunk, bytes] of chunks) table.put(chunkKey(group, chunk), bytes)
  return head
}
