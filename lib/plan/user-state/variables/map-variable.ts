/** A map per key: an entry for each key of the map, under the group's key and its own; an ordered table keeps them together. */
import { EntryKey } from '../../../state/entry-key.ts'
import type { EntryTable } from '../../../state/entry-table.ts'
import type { GroupCursor } from './group-cursor.ts'
import { afterPrefix, joinBytes } from './key-bytes.ts'
import type { MapKeyCodec } from './map-key-codec.ts'
import { nullValue } from './processor-errors.ts'
import type { MapState } from './stateful-processor.ts'
import { never } from './value-codec.ts'
import type { EntryParts } from './variable-parts.ts'

export interface MapParts extends EntryParts {
  readonly keys: MapKeyCodec
}

export class MapVariable implements MapState<unknown, unknown> {
  readonly #parts: MapParts
  readonly #cursor: GroupCursor

  constructor(parts: MapParts, cursor: GroupCursor) {
    this.#parts = parts
    this.#cursor = cursor
  }

  exists(): boolean {
    for (const _ of this.#entries('exists')) return true
    return false
  }

  getValue(key: unknown): unknown {
    return this.#live(this.#parts.table.get(this.#key(key, 'getValue'))) ?? null
  }

  containsKey(key: unknown): boolean {
    return this.#live(this.#parts.table.get(this.#key(key, 'containsKey'))) !== undefined
  }

  updateValue(userKey: unknown, value: unknown): void {
    const { table, codec, ttl } = this.#parts
    const key = this.#key(userKey, 'updateValue')
    const expiryMs = ttl ? this.#cursor.nowMs + ttl.ms : never
    const bytes = codec.encode(value, expiryMs)
    if (ttl) {
      const before = table.get(key)
      ttl.index.move(EntryKey.of(key), before ? codec.expiry(before) : never, expiryMs)
    }
    table.put(key, bytes)
    this.#cursor.metrics.rowsUpdated++
  }

  *iterator(): Generator<[unknown, unknown]> {
    const { keys } = this.#parts
    const group = this.#cursor.key(this.#parts.name, 'iterator').bytes
    for (const { key, value } of this.#entries('iterator')) yield [keys.decode(key, group.length), value]
  }

  *keys(): Generator<unknown> {
    for (const [key] of this.iterator()) yield key
  }

  *values(): Generator<unknown> {
    for (const { value } of this.#entries('values')) yield value
  }

  removeKey(userKey: unknown): void {
    this.#remove(this.#key(userKey, 'removeKey'))
  }

  clear(): void {
    const found = [...rangeOf(this.#parts.table, this.#cursor.key(this.#parts.name, 'clear').bytes)]
    for (const { key } of found) this.#remove(key)
  }

  #remove(key: Uint8Array): void {
    const { table, codec, ttl } = this.#parts
    const before = ttl && table.get(key)
    if (before) ttl.index.move(EntryKey.of(key), codec.expiry(before), never)
    // Spark counts a removal also when there was nothing, but for variables with a time to live (recorded).
    if (!ttl || before) this.#cursor.metrics.rowsRemoved++
    table.remove(key)
  }

  *#entries(operation: string): Generator<{ readonly key: Uint8Array; readonly value: unknown }> {
    const group = this.#cursor.key(this.#parts.name, operation).bytes
    for (const { key, value } of rangeOf(this.#parts.table, group)) {
      const live = this.#live(value)
      if (live !== undefined) yield { key, value: live }
    }
  }

  #live(bytes: Uint8Array | undefined): unknown {
    if (bytes === undefined) return undefined
    const { value, expiryMs } = this.#parts.codec.decode(bytes)
    return expiryMs > this.#cursor.nowMs ? value : undefined
  }

  #key(userKey: unknown, operation: string): Uint8Array {
    const { name, keys } = this.#parts
    const group = this.#cursor.key(name, operation).bytes
    if (userKey === null || userKey === undefined) throw nullValue(name)
    return joinBytes(group, keys.encode(userKey))
  }
}

const rangeOf = (table: EntryTable, group: Uint8Array) => table.range(group, afterPrefix(group))

/** Removes the entries whose time has come. @returns how many */
export function sweepMaps({ table, ttl }: MapParts, nowMs: number): number {
  const keys = ttl?.index.takeExpired(nowMs) ?? []
  for (const key of keys) table.remove(key.bytes)
  return keys.length
}
