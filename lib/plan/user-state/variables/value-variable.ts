/** One value per key. Writes go to the table at once: what is read after them, by whatever object, is what was written. */
import type { GroupCursor } from './group-cursor.ts'
import { nullValue } from './processor-errors.ts'
import type { ValueState } from './stateful-processor.ts'
import { type KeptForm, never } from './value-codec.ts'
import type { ValueParts } from './variable-parts.ts'

export class ValueVariable implements ValueState<unknown> {
  readonly #parts: ValueParts
  readonly #cursor: GroupCursor
  #turn = -1
  #kept: KeptForm | undefined

  constructor(parts: ValueParts, cursor: GroupCursor) {
    this.#parts = parts
    this.#cursor = cursor
  }

  exists(): boolean {
    this.#load('exists')
    return this.#kept !== undefined && (this.#parts.ttl === undefined || this.#live() !== undefined)
  }

  get(): unknown {
    this.#load('get')
    return this.#live() ?? null
  }

  /** Spark takes a null for a value that is none (recorded: exists is false then). */
  update(value: unknown): void {
    const { name, table, codec, ttl } = this.#parts
    const key = this.#cursor.key(name, 'update')
    if (value === undefined) throw nullValue(name)
    if (value === null) return this.clear()
    const expiryMs = ttl ? this.#cursor.nowMs + ttl.ms : never
    const kept = codec.keep(value, expiryMs)
    if (ttl) {
      this.#load('update')
      ttl.index.move(key, this.#kept ? codec.expiry(this.#kept) : never, expiryMs)
    }
    table.put(key, kept)
    this.#kept = kept
    this.#turn = this.#cursor.turn
    this.#cursor.metrics.rowsUpdated++
  }

  clear(): void {
    const { name, table, codec, ttl } = this.#parts
    const key = this.#cursor.key(name, 'clear')
    this.#load('clear')
    // Spark counts a removal also when there was nothing, but for variables with a time to live (recorded).
    if (!ttl || this.#kept) this.#cursor.metrics.rowsRemoved++
    if (!this.#kept) return
    ttl?.index.move(key, codec.expiry(this.#kept), never)
    table.remove(key)
    this.#kept = undefined
  }

  #load(operation: string): void {
    const { name, table } = this.#parts
    const key = this.#cursor.key(name, operation)
    if (this.#turn === this.#cursor.turn) return
    this.#kept = table.get(key)
    this.#turn = this.#cursor.turn
  }

  /** undefined = there is none, or it has expired. */
  #live(): unknown {
    if (this.#kept === undefined) return undefined
    const { value, expiryMs } = this.#parts.codec.decode(this.#kept)
    return expiryMs > this.#cursor.nowMs ? value : undefined
  }
}

/** Removes the values of keys whose time has come. @returns how many */
export function sweepValues({ table, ttl }: ValueParts, nowMs: number): number {
  const keys = ttl?.index.takeExpired(nowMs) ?? []
  for (const key of keys) table.remove(key)
  return keys.length
}
