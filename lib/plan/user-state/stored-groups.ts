/**
 * State of groups as functions keep it: a value and perhaps a timeout by key, and the timeouts in order of time.
 *
 * Values are rows of `groupState`, a struct, and with timeouts `timeoutTimestamp` (Spark's format 2), in the bytes of
 * row-codec.ts; a timeout's key is its time and the group's key (timed-key.ts).
 */
import { ByteArena } from '../../columnar/bytes.ts'
import { RowDecoder } from '../../columnar/row-codec.ts'
import { encodeSqlValue } from '../../columnar/value-encoder.ts'
import { type EntryTable, memoryEntries } from '../../state/entry-table.ts'
import type { StateStore } from '../../state/state-store.ts'
import { timeBytes, timedKey, timeOf } from '../../state/timed-key.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { binaryType, field, longType } from '../../types/types.ts'
import { fromRowValue, toRowValue } from '../../types/values/row-value.ts'
import { noTimestamp, type StoredValues } from './group-state.ts'
import { shapeType, type ValueShape } from './value-shape.ts'

/** A long behind a struct: 1, and 8 bytes. */
const timeoutBytes = 9
const word = 2 ** 32
const nothing = new Uint8Array(0)
/** Below the keys of all timeouts. */
const fromZero = timedKey(0, nothing)

export class StoredGroups implements StoredValues {
  /** The struct that is stored; of a plain value the type of its only column. */
  readonly #type: DataType
  readonly #flat: DataType | undefined
  readonly #groups: EntryTable
  readonly #timeouts: EntryTable | undefined
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
      const timeouts = { name: 'timeouts', key: times, value: new Schema([]), ordered: true, isIndex: true }
      this.#timeouts = state ? state.entries(timeouts) : memoryEntries(timeouts)
    }
    this.#type = shapeType(shape)
    this.#flat = shape.flat ? shape.fields[0]?.type : undefined
    this.#where = where
    this.#decoder = new RowDecoder([this.#type])
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#groups.get(key)
  }

  /** The timeout in what `get` gave, ms; `noTimestamp` = none. */
  timeoutOf(stored: Uint8Array | undefined): number {
    if (!stored || !this.#timeouts) return noTimestamp
    const at = stored.length - timeBytes
    return readWord(stored, at) + (readWord(stored, at + 4) | 0) * word
  }

  /** Is there a value in what `get` gave? There may be a timeout alone. */
  hasValue(stored: Uint8Array | undefined): boolean {
    return stored !== undefined && stored[0] === 1
  }

  decode(stored: Uint8Array): unknown {
    // Small arrays of bytes have no buffer until somebody asks for it: that costs more than a copy.
    const arena = this.#arena
    arena.top = 0
    arena.append(stored)
    const values = this.#decoder.value(arena, 0) as SqlValue[]
    return this.#flat ? toRowValue(this.#flat, values[0] ?? null) : toRowValue(this.#type, values)
  }

  /** The bytes of a value before its timeout, valid until the next call; undefined = there is none. @throws MILLRACE_VALUE_TYPE */
  encode(value: unknown): Uint8Array {
    const arena = this.#arena
    arena.top = 0
    encodeSqlValue(arena, this.#type, value === undefined ? null : this.#columns(value))
    return arena.bytes.subarray(0, arena.top)
  }

  #columns(value: unknown): SqlValue {
    if (this.#flat) return [fromRowValue(this.#flat, value, this.#where)]
    return fromRowValue(this.#type, value, this.#where)
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
    writeWord(bytes, value.length + 1, timeoutMs % word)
    writeWord(bytes, value.length + 5, Math.floor(timeoutMs / word))
    this.#groups.put(key, bytes)
    if (before === timeoutMs) return
    this.#forgetTimeout(key, before)
    if (timeoutMs !== noTimestamp) this.#timeouts.put(timedKey(timeoutMs, key), nothing)
  }

  remove(key: Uint8Array, before: number): void {
    this.#groups.remove(key)
    this.#forgetTimeout(key, before)
  }

  #forgetTimeout(key: Uint8Array, before: number): void {
    if (before !== noTimestamp) this.#timeouts?.remove(timedKey(before, key))
  }

  /** Keys of groups whose timeout is before a time, ms, in order of their timeouts. */
  dueBefore(timeMs: number): Uint8Array[] {
    const due: Uint8Array[] = []
    for (const { key } of this.#timeouts?.range(fromZero, timedKey(Math.max(0, timeMs), nothing)) ?? [])
      due.push(key.slice(timeBytes))
    return due
  }

  /** The earliest timeout, ms; undefined = none. */
  earliest(): number | undefined {
    for (const { key } of this.#timeouts?.range(fromZero) ?? []) return timeOf(key)
    return undefined
  }
}

/** 32 bits, little endian. */
function writeWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}

function readWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    0
  )
}
