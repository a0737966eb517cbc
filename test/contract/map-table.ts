import type { StateTable } from '../../lib/state/state-store.ts'
import { Schema } from '../../lib/types/schema.ts'

/** A value that JSON cannot hold as it is. */
const tagged = (_: string, value: unknown) => (typeof value === 'bigint' ? { $long: `${value}` } : value)
const untagged = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && '$long' in value ? BigInt(value.$long as string) : value

/** State in its plainest form: a Map from text to plain values, its changes as JSON. */
export class MapTable<V> implements StateTable {
  readonly name: string
  readonly key = new Schema([])
  readonly value = new Schema([])
  readonly rows = new Map<string, V>()
  readonly #changed = new Set<string>()

  constructor(name: string) {
    this.name = name
  }

  get size(): number {
    return this.rows.size
  }

  get(key: string): V | undefined {
    return this.rows.get(key)
  }

  set(key: string, value: V): void {
    this.rows.set(key, value)
    this.#changed.add(key)
  }

  remove(key: string): void {
    this.rows.delete(key)
    this.#changed.add(key)
  }

  snapshot(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify([...this.rows], tagged))
  }

  changes(): Uint8Array | undefined {
    if (this.#changed.size === 0) return undefined
    const changes = [...this.#changed].map((key) => [key, this.rows.get(key) ?? null])
    this.#changed.clear()
    return new TextEncoder().encode(JSON.stringify(changes, tagged))
  }

  restore(snapshot: Uint8Array | undefined, changes: readonly Uint8Array[]): void {
    this.rows.clear()
    this.#changed.clear()
    for (const bytes of [...(snapshot ? [snapshot] : []), ...changes]) {
      for (const [key, value] of JSON.parse(new TextDecoder().decode(bytes), untagged) as [string, V | null][]) {
        if (value === null) this.rows.delete(key)
        else this.rows.set(key, value)
      }
    }
  }
}

/** Text that tells keys apart; nulls are equal. */
export function keyText(values: readonly unknown[]): string {
  return JSON.stringify(values, tagged)
}
