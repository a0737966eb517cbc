/** A row of bytes by id, all of one width: registers of a sketch. Saved as the registers that are not 0. */
import type { ByteArena } from '../bytes.ts'
import type { BytesReader } from '../bytes-reader.ts'
import type { Cells } from '../cells.ts'

export class RegisterCells implements Cells {
  /** Registers of id n: `n * width … (n + 1) * width - 1`. Replaced when the cells grow. */
  values = new Uint8Array(0)
  readonly width: number

  constructor(width: number) {
    this.width = width
  }

  grow(top: number): void {
    const held = this.values.length / this.width
    if (top <= held) return
    const grown = new Uint8Array(Math.max(4, top, held * 2) * this.width)
    grown.set(this.values)
    this.values = grown
  }

  clear(ids: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const from = (ids[i] as number) * this.width
      this.values.fill(0, from, from + this.width)
    }
  }

  save(ids: Int32Array, count: number, to: ByteArena): void {
    const { values, width } = this
    for (let i = 0; i < count; i++) {
      const from = (ids[i] as number) * width
      const start = to.reserve(4 + 5 * width)
      let at = start + 4
      for (let register = 0; register < width; register++) {
        const value = values[from + register] as number
        if (value === 0) continue
        to.view.setInt32(at, register, true)
        to.bytes[at + 4] = value
        at += 5
      }
      to.view.setInt32(start, (at - start - 4) / 5, true)
      to.top = at
    }
  }

  load(ids: Int32Array, count: number, from: BytesReader): void {
    this.clear(ids, count)
    for (let i = 0; i < count; i++) {
      const to = (ids[i] as number) * this.width
      for (let left = from.int(); left > 0; left--) {
        const register = from.int()
        this.values[to + register] = from.bytes[from.skip(1)] as number
      }
    }
  }
}
