/**
 * One column of accumulators by group id: what an aggregate remembers of each group. Cells grow with the ids, are set to
 * their initial value when an id is given (again), and are saved and loaded by id, so that state needs no code of its own
 * in an aggregate function.
 */
import type { ByteArena } from './bytes.ts'
import type { BytesReader } from './bytes-reader.ts'

export interface Cells {
  /** An id keeps memory of its own: whoever forgets the id clears it, so that the memory is given back. */
  readonly keepsMemory?: true
  /** Bytes of each saved value, where all take as many. Values are saved one after another, so each can be kept for itself. */
  readonly savedWidth?: number
  /** Makes room for ids below `top`; new places hold the initial value. */
  grow(top: number): void
  /** Sets the places of the first `count` ids to the initial value; what they kept is given back. */
  clear(ids: Int32Array, count: number): void
  /** Appends the values of the first `count` ids, packed. */
  save(ids: Int32Array, count: number, to: ByteArena): void
  /** Takes what `save` wrote for as many ids. */
  load(ids: Int32Array, count: number, from: BytesReader): void
}
