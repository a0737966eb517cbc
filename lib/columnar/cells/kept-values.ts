/**
 * A run of bytes by id, of any length, or none: values that are not of fixed width. They lie in one arena; a value that
 * fits where the one before it lay is put there, what is left over is given back by moving the rest.
 */
import { MillraceError } from '../../errors.ts'
import { ByteArena, slack } from '../bytes.ts'
import type { BytesReader } from '../bytes-reader.ts'
import type { Cells } from '../cells.ts'

/** In `lengths`: the id has no value. */
export const noValue = -1
/** Waste below this many bytes, and below four bytes an id (moving looks at each), is left alone. */
const tolerableWaste = 1 << 16
/** Offsets are 32-bit integers. */
const mostBytes = 2 ** 31 - 1 - slack

export class KeptValues implements Cells {
  readonly keepsMemory = true
  offsets = new Int32Array(0)
  /** Bytes that the value of an id has; `noValue` for none. */
  lengths = new Int32Array(0)
  /** Bytes that lie ready for the value of an id. */
  #rooms = new Int32Array(0)
  #arena = new ByteArena(1 << 10)
  #waste = 0

  /** Where values lie; read it anew after each change. */
  get bytes(): Uint8Array {
    return this.#arena.bytes
  }

  get view(): DataView {
    return this.#arena.view
  }

  grow(top: number): void {
    const held = this.lengths.length
    if (top <= held) return
    const capacity = Math.max(64, top, held * 2)
    this.offsets = grown(this.offsets, capacity)
    this.#rooms = grown(this.#rooms, capacity)
    this.lengths = grown(this.lengths, capacity)
    this.lengths.fill(noValue, held)
  }

  /** Sets the value of an id to a copy of `length` bytes. */
  set(id: number, source: Uint8Array, from: number, length: number): void {
    const at = this.room(id, length)
    const { bytes } = this.#arena
    if (length < 32) for (let i = 0; i < length; i++) bytes[at + i] = source[from + i] as number
    else bytes.set(source.subarray(from, from + length), at)
    this.lengths[id] = length
  }

  /** Appends a copy of `length` bytes to the value of an id; of none it makes one. */
  append(id: number, source: Uint8Array, from: number, length: number): void {
    const before = Math.max(0, this.lengths[id] as number)
    const after = before + length
    if (after > (this.#rooms[id] as number)) this.#moveToRoom(id, before, after)
    const at = (this.offsets[id] as number) + before
    const { bytes } = this.#arena
    if (length < 32) for (let i = 0; i < length; i++) bytes[at + i] = source[from + i] as number
    else bytes.set(source.subarray(from, from + length), at)
    this.lengths[id] = after
  }

  /** Appends what groups `from[i]` of others have to groups `into[i]`. */
  appendAll(into: Int32Array, others: KeptValues, from: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const at = from[i] as number
      const length = others.lengths[at] as number
      if (length > 0) this.append(into[i] as number, others.bytes, others.offsets[at] as number, length)
    }
  }

  /** Makes the value of an id `length` bytes long, to be written at the offset given; what it was is lost. */
  room(id: number, length: number): number {
    if (length > (this.#rooms[id] as number)) this.#moveToRoom(id, 0, length)
    this.lengths[id] = length
    return this.offsets[id] as number
  }

  unset(id: number): void {
    this.#waste += this.#rooms[id] as number
    this.#rooms[id] = 0
    this.lengths[id] = noValue
  }

  clear(ids: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) this.unset(ids[i] as number)
  }

  save(ids: Int32Array, count: number, to: ByteArena): void {
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      const length = this.lengths[id] as number
      const at = to.reserve(4)
      to.view.setInt32(at, length, true)
      to.top = at + 4
      if (length > 0) to.append(this.bytes, this.offsets[id] as number, length)
    }
  }

  load(ids: Int32Array, count: number, from: BytesReader): void {
    for (let i = 0; i < count; i++) {
      const length = from.int()
      if (length === noValue) this.unset(ids[i] as number)
      else this.set(ids[i] as number, from.bytes, from.skip(length), length)
    }
  }

  /** Gives an id room for `length` bytes, and some more when it has had room before: such a value grows. */
  #moveToRoom(id: number, kept: number, length: number): void {
    const had = this.#rooms[id] as number
    const room = had === 0 ? length : Math.max(length, had * 2)
    this.#waste += had
    const tolerable = Math.max(tolerableWaste, 4 * this.lengths.length, this.#arena.top / 2)
    if (this.#waste > tolerable) this.#compact(id, kept)
    if (this.#arena.top + room > mostBytes) throw tooLarge()
    const to = this.#arena.reserve(room)
    if (kept > 0) {
      const from = this.offsets[id] as number
      this.#arena.bytes.copyWithin(to, from, from + kept)
    }
    this.#arena.top = to + room
    this.offsets[id] = to
    this.#rooms[id] = room
  }

  /** Moves all values to a new arena; of `moving`, whose room is counted as waste already, the first `kept` bytes. */
  #compact(moving: number, kept: number): void {
    const from = this.#arena
    const to = new ByteArena(Math.max(1 << 10, from.top - this.#waste + kept))
    for (let id = 0; id < this.lengths.length; id++) {
      const room = id === moving ? kept : (this.#rooms[id] as number)
      if (room === 0) continue
      this.offsets[id] = to.append(from.bytes, this.offsets[id] as number, room)
    }
    this.#arena = to
    this.#waste = kept
  }
}

function grown(from: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(capacity)
  to.set(from)
  return to
}

function tooLarge(): MillraceError {
  return new MillraceError(
    'MILLRACE_STATE_TOO_LARGE',
    'One aggregate of texts, arrays or structs holds more than 2 GiB in all groups together. Collect less, or close groups ' +
      'sooner by a shorter watermark delay.',
  )
}
