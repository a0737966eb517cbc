/**
 * State of groups as functions keep it: a value and perhaps a timeout by key, and the timeouts in order of time.
 *
 * Values are rows of `groupState`, a struct, and with timeouts `timeoutTimestamp` (Spark's format 2), in the bytes of
 * row-codec.ts; a timeout's key is its time, 8 bytes big endian with the sign bit flipped, and the group's key.
 */
import { ByteArena } from '../../columnar/bytes.ts'
import { RowDecoder } from '../../columnar/row-codec.ts'
import { encodeSqlValue } from '../../columnar/value-encoder.ts'
import { type EntryTable, memoryEntries } from '../../state/entry-table.ts'
import type { StateStore } from '../../state/state-store.ts'
import type { Field, SqlValue } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { binaryType, field, longType } from '../../types/types.ts'
import { noTimestamp, type StoredValues } from './group-state.ts'
import { fromColumns, shapeType, toColumns, type ValueShape } from './value-shape.ts'

const timeBytes = 8
/** A long behind a struct: 1, and 8 bytes. */
const timeoutBytes = 9

export class StoredGroups implements StoredValues {
  readonly #shape: ValueShape
  readonly #groups: EntryTable
  readonly #timeouts: EntryTable | undefined
  readonly #state: StateStore | undefined
  readonly #decoder: RowDecoder
  readonly #arena = new ByteArena(256)
  /** Named in messages. */
  readonly #where: string

  /**
   * @param state undefined = nothing is kept beyond the run
   * @param key columns of the groups' keys
   * @param where names the state in messages
   */
  constructor(
    state: StateStore | undefined,
    key: readonly Field[],
    shape: ValueShape,
    hasTimeouts: boolean,
    where: string,
  ) {
    const value = [field('groupState', shapeType(shape)), ...(hasTimeouts ? [field('timeoutTimestamp', longType)] : [])]
    const groups = { name: 'groups', key: new Schema(key), value: new Schema(value), ordered: false }
    this.#groups = state ? state.entries(groups) : memoryEntries(groups)
    if (hasTimeouts) {
      const times = new Schema([field('timeoutTimestamp', longType), field('key', binaryType)])
      const timeouts = { name: 'timeouts', key: times, value: new Schema([]), ordered: true }
      this.#timeouts = state ? state.entries(timeouts) : memoryEntries(timeouts)
    }
    this.#shape = shape
    this.#state = state
    this.#where = where
    this.#decoder = new RowDecoder([shapeType(shape)])
    this.countRows()
  }

  /** Rows of state are groups: timeouts are not counted beside them. */
  countRows(): void {
    if (this.#state) this.#state.metrics.rowsTotal = this.#groups.size
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#groups.get(key)
  }

  /** The timeout in what `get` gave, ms; `noTimestamp` = none. */
  timeoutOf(stored: Uint8Array | undefined): number {
    if (!stored || !this.#timeouts) return noTimestamp
    const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength)
    return Number(view.getBigInt64(stored.length - timeBytes, true))
  }

  /** Is there a value in what `get` gave? There may be a timeout alone. */
  hasValue(stored: Uint8Array | undefined): boolean {
    return stored !== undefined && stored[0] === 1
  }

  decode(stored: Uint8Array): unknown {
    const view = new DataView(stored.buffer, stored.byteOffset, stored.byteLength)
    return fromColumns(this.#shape, this.#decoder.value({ bytes: stored, view }, 0) as SqlValue[])
  }

  /** The bytes of a value before its timeout; undefined = there is none. @throws MILLRACE_VALUE_TYPE */
  encode(value: unknown): Uint8Array {
    const arena = this.#arena
    arena.top = 0
    const columns = value === undefined ? null : toColumns(this.#shape, value, this.#where)
    encodeSqlValue(arena, shapeType(this.#shape), columns)
    return arena.bytes.subarray(0, arena.top)
  }

  /** What `get` gave, but for its timeout. */
  withoutTimeout(stored: Uint8Array): Uint8Array {
    return this.#timeouts ? stored.subarray(0, stored.length - timeoutBytes) : stored
  }

  /**
   * Keeps a group.
   *
   * @param key kept; so are not the bytes of `value`
   * @param before its timeout up to now, ms
   * @param timeoutMs from now on
   */
  put(key: Uint8Array, value: Uint8Array, before: number, timeoutMs: number): void {
    if (!this.#timeouts) return this.#groups.put(key, value.slice())
    const bytes = new Uint8Array(value.length + timeoutBytes)
    bytes.set(value)
    bytes[value.length] = 1
    new DataView(bytes.buffer).setBigInt64(value.length + 1, BigInt(timeoutMs), true)
    this.#groups.put(key, bytes)
    if (before === timeoutMs) return
    this.#forgetTimeout(key, before)
    if (timeoutMs !== noTimestamp) this.#timeouts.put(timeKey(timeoutMs, key), new Uint8Array(0))
  }

  remove(key: Uint8Array, before: number): void {
    this.#groups.remove(key)
    this.#forgetTimeout(key, before)
  }

  #forgetTimeout(key: Uint8Array, before: number): void {
    if (before !== noTimestamp) this.#timeouts?.remove(timeKey(before, key))
  }

  /** Keys of groups whose timeout is before a time, ms, in order of their timeouts. */
  dueBefore(timeMs: number): Uint8Array[] {
    const due: Uint8Array[] = []
    for (const { key } of this.#timeouts?.range(timeKey(0), timeKey(Math.max(0, timeMs))) ?? [])
      due.push(key.slice(timeBytes))
    return due
  }

  /** The earliest timeout, ms; undefined = none. */
  earliest(): number | undefined {
    for (const { key } of this.#timeouts?.range(timeKey(0)) ?? []) {
      const view = new DataView(key.buffer, key.byteOffset, key.byteLength)
      return (view.getUint32(0) - signBit) * 2 ** 32 + view.getUint32(4)
    }
    return undefined
  }
}

const signBit = 2 ** 31
const noKey = new Uint8Array(0)

function timeKey(timeMs: number, key: Uint8Array = noKey): Uint8Array {
  const bytes = new Uint8Array(timeBytes + key.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(timeMs / 2 ** 32) + signBit)
  view.setUint32(4, timeMs % 2 ** 32)
  bytes.set(key, timeBytes)
  return bytes
}
