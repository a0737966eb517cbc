/**
 * Sessions as entries of a table, one each: the entry's key is the bytes of the session's key and its start, in the order of
 * times; the value its end, low word first, and the record of the accumulators. So the table's size is the number of sessions,
 * and one that grows does not cost the others of its key. A key's bytes are never the beginning of another's, since they say
 * how long each value is: the sessions of a key are the entries that begin with it, by start.
 */
import type { Int64Vector, Vector } from '../columnar/vector.ts'
import type { Accumulator } from '../expressions/aggregates/aggregate-function.ts'
import type { Field } from '../types/data-type.ts'
import { EntryKeys } from './entry-keys.ts'
import type { Entry } from './entry-table.ts'
import { GroupRecords } from './group-records.ts'
import { longer } from './longer.ts'
import { orderedTimeBytes, readOrderedTime, timeVector } from './time-words.ts'

const endBytes = 8

export class SessionRecords {
  /** Entries taken since `begin`. */
  count = 0
  readonly #keys: EntryKeys
  readonly #records: GroupRecords
  #starts = new Int32Array(128)
  #ends = new Int32Array(128)
  #value = new Uint8Array(0)

  /** @param keys beside the session */
  constructor(keys: readonly Field[], accumulators: readonly Accumulator[]) {
    this.#keys = new EntryKeys(keys.map(({ type }) => type))
    this.#records = new GroupRecords(accumulators.flatMap(({ cells }) => cells))
  }

  /** The key of the entry of a row's session; good until the next call. */
  key(columns: readonly Vector[], row: number, starts: Int64Vector): Uint8Array {
    return this.#keys.passing(columns, row, starts)
  }

  /** Bounds of the entries of a row's key, of which the first is good until the next call. */
  range(columns: readonly Vector[], row: number): readonly [from: Uint8Array, to: Uint8Array] {
    const from = this.#keys.passing(columns, row)
    const to = new Uint8Array(from.length + orderedTimeBytes + 1).fill(0xff, from.length)
    to.set(from)
    return [from, to]
  }

  /** Gives the values of the entries of the first `count` sessions, one after another; each is good until the next. */
  save(ids: Int32Array, count: number, ends: Int64Vector, each: (value: Uint8Array) => void): void {
    const bytes = new Uint8Array(ends.words.buffer, ends.words.byteOffset, endBytes * count)
    let at = 0
    this.#records.save(ids, count, (_, record) => {
      if (this.#value.length !== endBytes + record.length) this.#value = new Uint8Array(endBytes + record.length)
      for (let byte = 0; byte < endBytes; byte++) this.#value[byte] = bytes[at++] as number
      this.#value.set(record, endBytes)
      each(this.#value)
    })
  }

  /** Begins to take entries. */
  begin(): void {
    this.count = 0
    this.#records.begin()
  }

  /** Takes an entry. */
  add({ key, value }: Entry): void {
    const at = this.count++
    if (2 * at + 2 > this.#starts.length) {
      this.#starts = longer(this.#starts, 4 * at)
      this.#ends = longer(this.#ends, 4 * at)
    }
    const start = new DataView(key.buffer, key.byteOffset + key.length - orderedTimeBytes, orderedTimeBytes)
    readOrderedTime(start, 0, this.#starts, at)
    const end = new DataView(value.buffer, value.byteOffset, endBytes)
    this.#ends[2 * at] = end.getInt32(0, true)
    this.#ends[2 * at + 1] = end.getInt32(4, true)
    this.#records.add(value.subarray(endBytes))
  }

  /** Starts of the sessions of the entries that were taken. */
  starts(): Int64Vector {
    return timeVector(this.#starts.slice(0, 2 * this.count))
  }

  /** Their ends. */
  ends(): Int64Vector {
    return timeVector(this.#ends.slice(0, 2 * this.count))
  }

  /** Gives the accumulators what they remember of the entries that were taken, as the first ids of `ids`. */
  load(ids: Int32Array): void {
    this.#records.load(ids, this.count)
  }

  /** Key columns of entries. */
  decode(entries: readonly Entry[]): readonly Vector[] {
    return this.#keys.decode(entries.map(({ key }) => key))
  }
}
