/**
 * Cells of fixed width: numbers of 32, 64 and 128 bits. All of them are 32-bit words underneath, so that clearing, saving
 * and loading are one loop over one kind of array; accumulators work on the typed views.
 */
import { stepRows } from '../../codegen/step-driver.ts'
import { invariant } from '../../errors.ts'
import type { ByteArena } from '../bytes.ts'
import type { BytesReader } from '../bytes-reader.ts'
import type { Cells } from '../cells.ts'

const leastCapacity = 64

export abstract class WordCells implements Cells {
  /** Words of id n: `n * width … (n + 1) * width - 1`, low word first. Replaced when the cells grow. */
  words: Int32Array
  readonly width: number
  readonly savedWidth: number
  readonly #initial: Int32Array

  /** @param initial words of the initial value, one value's width */
  protected constructor(initial: Int32Array) {
    this.width = initial.length
    this.savedWidth = 4 * initial.length
    this.#initial = initial
    this.words = new Int32Array(0)
  }

  /** Views the new memory as what the values are. */
  protected abstract view(buffer: ArrayBuffer): void

  /** @throws MILLRACE_INTERNAL unless a subclass views the memory again; see `view` */
  grow(top: number): void {
    const { width } = this
    const held = this.words.length / width
    if (top <= held) return
    const capacity = Math.max(leastCapacity, top, held * 2)
    const grown = new Int32Array(capacity * width)
    grown.set(this.words)
    this.words = grown
    this.view(grown.buffer)
    if (this.#initial.some((word) => word !== 0)) {
      for (let id = held; id < capacity; id++) this.words.set(this.#initial, id * width)
    }
  }

  clear(ids: Int32Array, count: number): void {
    const { words, width } = this
    const initial = this.#initial
    for (let i = 0; i < count; i++) {
      const to = (ids[i] as number) * width
      for (let word = 0; word < width; word++) words[to + word] = initial[word] as number
    }
  }

  save(ids: Int32Array, count: number, to: ByteArena): void {
    appendWords(this.words, this.width, ids, count, to)
  }

  load(ids: Int32Array, count: number, from: BytesReader): void {
    const { words, width } = this
    let at = from.skip(4 * width * count)
    const { view } = from
    for (let i = 0; i < count; i++) {
      const to = (ids[i] as number) * width
      for (let word = 0; word < width; word++, at += 4) words[to + word] = view.getInt32(at, true)
    }
  }
}

/** Appends the `width` words of each of the first `count` ids, which begin at id · width. */
export function appendWords(words: Int32Array, width: number, ids: Int32Array, count: number, to: ByteArena): void {
  let at = to.reserve(4 * width * count)
  for (let from = 0; from < count; from += stepRows, at += 4 * width * stepRows)
    saveWords(words, width, ids, from, Math.min(from + stepRows, count), to.view, at)
  to.top += 4 * width * count
}

function saveWords(
  words: Int32Array,
  width: number,
  ids: Int32Array,
  from: number,
  to: number,
  view: DataView,
  start: number,
): void {
  let at = start
  if (width === 2) {
    for (let i = from; i < to; i++, at += 8) {
      const word = 2 * (ids[i] as number)
      view.setInt32(at, words[word] as number, true)
      view.setInt32(at + 4, words[word + 1] as number, true)
    }
    return
  }
  for (let i = from; i < to; i++) {
    const first = (ids[i] as number) * width
    for (let word = 0; word < width; word++, at += 4) view.setInt32(at, words[first + word] as number, true)
  }
}

/** 32-bit integers. */
export class Int32Cells extends WordCells {
  constructor(initial = 0) {
    super(Int32Array.of(initial))
  }

  /** The values by id. */
  get values(): Int32Array {
    return this.words
  }

  protected override view(): void {}
}

/** 64-bit integers, also as words: low at 2n, high at 2n+1. */
export class Int64Cells extends WordCells {
  values = new BigInt64Array(0)

  constructor(initial = 0n) {
    super(new Int32Array(BigInt64Array.of(initial).buffer))
  }

  protected override view(buffer: ArrayBuffer): void {
    this.values = new BigInt64Array(buffer)
  }
}

/** Doubles; counts too, which are exact up to 2^53. */
export class Float64Cells extends WordCells {
  values = new Float64Array(0)

  constructor(initial = 0) {
    super(new Int32Array(Float64Array.of(initial).buffer))
  }

  protected override view(buffer: ArrayBuffer): void {
    this.values = new Float64Array(buffer)
  }
}

/** 128-bit integers as in a vector of wide decimals: low limb at 2n, high limb at 2n+1. */
export class Int128Cells extends WordCells {
  values = new BigInt64Array(0)

  constructor() {
    super(new Int32Array(4))
  }

  protected override view(buffer: ArrayBuffer): void {
    this.values = new BigInt64Array(buffer)
  }
}

/** The words of a value are four bytes each, whatever machine wrote them. */
invariant(new Uint8Array(Int32Array.of(1).buffer)[0] === 1, 'this machine is big-endian')
