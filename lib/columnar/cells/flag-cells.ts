/** One byte of marks by id: a flag, or a few bits. */
import type { ByteArena } from '../bytes.ts'
import type { BytesReader } from '../bytes-reader.ts'
import type { Cells } from '../cells.ts'

export class FlagCells implements Cells {
  /** Replaced when the cells grow. */
  values = new Uint8Array(0)
  readonly savedWidth = 1

  grow(top: number): void {
    if (top <= this.values.length) return
    const grown = new Uint8Array(Math.max(64, top, this.values.length * 2))
    grown.set(this.values)
    this.values = grown
  }

  clear(ids: Int32Array, count: number): void {
    const { values } = this
    for (let i = 0; i < count; i++) values[ids[i] as number] = 0
  }

  save(ids: Int32Array, count: number, to: ByteArena): void {
    const { values } = this
    const at = to.reserve(count)
    const { bytes } = to
    for (let i = 0; i < count; i++) bytes[at + i] = values[ids[i] as number] as number
    to.top = at + count
  }

  load(ids: Int32Array, count: number, from: BytesReader): void {
    const { values } = this
    const at = from.skip(count)
    const { bytes } = from
    for (let i = 0; i < count; i++) values[ids[i] as number] = bytes[at + i] as number
  }
}
