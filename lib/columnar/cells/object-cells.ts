/** One JavaScript object by id, or none, with a form in bytes: for sketches and users' values, not for hot paths. */
import type { ByteArena } from '../bytes.ts'
import type { BytesReader } from '../bytes-reader.ts'
import type { Cells } from '../cells.ts'

/** How an object is saved and read again. */
export interface ObjectForm<O> {
  write(value: O, to: ByteArena): void
  read(from: BytesReader): O
}

export class ObjectCells<O> implements Cells {
  readonly keepsMemory = true
  readonly values: (O | undefined)[] = []
  readonly #form: ObjectForm<O>

  constructor(form: ObjectForm<O>) {
    this.#form = form
  }

  grow(top: number): void {
    while (this.values.length < top) this.values.push(undefined)
  }

  clear(ids: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) this.values[ids[i] as number] = undefined
  }

  save(ids: Int32Array, count: number, to: ByteArena): void {
    for (let i = 0; i < count; i++) {
      const value = this.values[ids[i] as number]
      const at = to.reserve(1)
      to.bytes[at] = value === undefined ? 0 : 1
      to.top = at + 1
      if (value !== undefined) this.#form.write(value, to)
    }
  }

  load(ids: Int32Array, count: number, from: BytesReader): void {
    for (let i = 0; i < count; i++) {
      const there = from.bytes[from.skip(1)] === 1
      this.values[ids[i] as number] = there ? this.#form.read(from) : undefined
    }
  }
}
