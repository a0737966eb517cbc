/** One value per key. Writes go to the table at once: what is read after them, by whatever object, is what was written. */
import type { EntryTable } from '../../../state/entry-table.ts'
import type { GroupCursor } from './group-cursor.ts'
import { nullValue } from './processor-errors.ts'
import type { ValueState } from './stateful-processor.ts'
import type { TtlIndex } from './ttl-index.ts'
import { never, type ValueCodec } from './value-codec.ts'

/** What a variable is made of; the same for all lanes. */
export interface VariableParts {
  readonly name: string
  readonly table: EntryTable
  readonly codec: ValueCodec
  /** Of variables with a time to live. */
  readonly ttl: { readonly ms: number; readonly index: TtlIndex } | undefined
}

export class ValueVariable implements ValueState<unknown> {
  readonly #parts: VariableParts
  readonly #cursor: GroupCursor
  #turn = -1
  #bytes: Uint8Array | undefined

  constructor(parts: VariableParts, cursor: GroupCursor) {
    this.#parts = parts
    this.#cursor = cursor
  }

  exists(): boolean {
    this.#load('exists')
    return this.#bytes !== undefined && (this.#parts.ttl === undefined || this.#live() !== undefined)
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
    const bytes = codec.encode(value, expiryMs)
    if (ttl) {
      this.#load('update')
      ttl.index.move(key, this.#bytes ? codec.expiry(this.#bytes) : never, expiryMs)
    }
    table.put(key, bytes)
    this.#bytes = bytes
    this.#turn = this.#cursor.turn
    this.#cursor.metrics.rowsUpdated++
  }

  clear(): void {
    const { name, table, codec, ttl } = this.#parts
    const key = this.#cursor.key(name, 'clear')
    this.#load('clear')
    // Spark counts a removal also when there was nothing, but for variables with a time to live (recorded).
    if (!ttl || this.#bytes) this.#cursor.metrics.rowsRemoved++
    if (!this.#bytes) return
    ttl?.index.move(key, codec.expiry(this.#bytes), never)
    table.remove(key)
    this.#bytes = undefined
  }

  #load(operation: string): void {
    const { name, table } = this.#parts
    const key = this.#cursor.key(name, operation)
    if (this.#turn === this.#cursor.turn) return
    this.#bytes = table.get(key)
    this.#turn = this.#cursor.turn
  }

  /** undefined = there is none, or it has expired. */
  #live(): unknown {
    if (this.#bytes === undefined) return undefined
    const { value, expiryMs } = this.#parts.codec.decode(this.#bytes)
    return expiryMs > this.#cursor.nowMs ? value : undefined
  }
}

/** Removes the values of keys whose time has come. @returns how many */
export function sweepValues({ table, ttl }: VariableParts, nowMs: number): number {
  const keys = ttl?.index.takeExpired(nowMs) ?? []
  for (const key of keys) table.remove(key)
  return keys.length
}
