/**
 * A set of byte strings by id, each with how often it came: distinct values of a group. All sets share one hash table over
 * (id, bytes); a set's members stay in the order in which they came.
 */
import { ByteArena, equalBytes, hashBytes } from '../bytes.ts'
import type { BytesReader } from '../bytes-reader.ts'
import type { Cells } from '../cells.ts'

/** No entry. */
const none = -1
/** A place in the table whose entry has gone; searches go on behind it. */
const gone = -2
/** Entries that went, below which nothing is moved. */
const tolerableGaps = 1024

export class KeptSets implements Cells {
  readonly keepsMemory = true
  #arena = new ByteArena(1 << 10)
  /** By entry: whose it is (`none`: it has gone), where it lies, how often it came, its hash and what comes after it. */
  #owners = new Int32Array(64)
  #offsets = new Int32Array(64)
  #lengths = new Int32Array(64)
  #counts = new Float64Array(64)
  #hashes = new Int32Array(64)
  #next = new Int32Array(64)
  #top = 0
  #gaps = 0
  /** By id: first and last entry, and how many. */
  #first = new Int32Array(0)
  #last = new Int32Array(0)
  #sizes = new Int32Array(0)
  /** Entries by hash, at most half full. */
  #table = new Int32Array(256).fill(none)
  #used = 0

  get bytes(): Uint8Array {
    return this.#arena.bytes
  }

  get view(): DataView {
    return this.#arena.view
  }

  /** How many members the set of an id has. */
  size(id: number): number {
    return this.#sizes[id] as number
  }

  /** The first member of an id; negative for none. Members are numbers that are valid until the next change. */
  first(id: number): number {
    return this.#first[id] as number
  }

  /** The member after another one; negative after the last. */
  next(member: number): number {
    return this.#next[member] as number
  }

  offset(member: number): number {
    return this.#offsets[member] as number
  }

  length(member: number): number {
    return this.#lengths[member] as number
  }

  count(member: number): number {
    return this.#counts[member] as number
  }

  /** Adds bytes to the set of an id. @returns whether they are new in it */
  add(id: number, view: DataView, from: number, length: number, count = 1): boolean {
    const hash = Math.imul(hashBytes(view, from, length) ^ Math.imul(id, 0x9e3779b1), 0x85ebca6b)
    const mask = this.#table.length - 1
    let place = (hash ^ (hash >>> 15)) & mask
    for (let entry = this.#table[place] as number; entry !== none; entry = this.#table[place] as number) {
      if (entry !== gone && this.#is(entry, id, hash, view, from, length)) {
        this.#counts[entry] = (this.#counts[entry] as number) + count
        return false
      }
      place = (place + 1) & mask
    }
    const entry = this.#newEntry()
    this.#owners[entry] = id
    this.#offsets[entry] = this.#arena.append(
      new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
      from,
      length,
    )
    this.#lengths[entry] = length
    this.#counts[entry] = count
    this.#hashes[entry] = hash
    this.#link(entry, id)
    this.#table[place] = entry
    this.#used += 1
    if (this.#used * 2 > this.#table.length) this.#rehash()
    return true
  }

  grow(top: number): void {
    const held = this.#sizes.length
    if (top <= held) return
    const capacity = Math.max(64, top, held * 2)
    this.#first = grown(this.#first, capacity)
    this.#first.fill(none, held)
    this.#last = grown(this.#last, capacity)
    this.#last.fill(none, held)
    this.#sizes = grown(this.#sizes, capacity)
  }

  clear(ids: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      for (let entry = this.#first[id] as number; entry !== none; entry = this.#next[entry] as number) {
        this.#remove(entry)
      }
      this.#first[id] = none
      this.#last[id] = none
      this.#sizes[id] = 0
    }
    if (this.#gaps > tolerableGaps && this.#gaps * 2 > this.#top) this.#compact()
  }

  save(ids: Int32Array, count: number, to: ByteArena): void {
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number
      to.appendInt(this.#sizes[id] as number)
      for (let entry = this.#first[id] as number; entry !== none; entry = this.#next[entry] as number) {
        const at = to.reserve(8)
        to.view.setFloat64(at, this.#counts[entry] as number, true)
        to.top = at + 8
        to.appendInt(this.#lengths[entry] as number)
        to.append(this.bytes, this.#offsets[entry] as number, this.#lengths[entry] as number)
      }
    }
  }

  load(ids: Int32Array, count: number, from: BytesReader): void {
    this.clear(ids, count)
    for (let i = 0; i < count; i++) {
      for (let left = from.int(); left > 0; left--) {
        const times = from.view.getFloat64(from.skip(8), true)
        const length = from.int()
        this.add(ids[i] as number, from.view, from.skip(length), length, times)
      }
    }
  }

  #is(entry: number, id: number, hash: number, view: DataView, from: number, length: number): boolean {
    return (
      this.#hashes[entry] === hash &&
      this.#owners[entry] === id &&
      this.#lengths[entry] === length &&
      equalBytes(this.#arena.view, this.#offsets[entry] as number, view, from, length)
    )
  }

  #link(entry: number, id: number): void {
    const last = this.#last[id] as number
    this.#next[entry] = none
    if (last === none) this.#first[id] = entry
    else this.#next[last] = entry
    this.#last[id] = entry
    this.#sizes[id] = (this.#sizes[id] as number) + 1
  }

  #newEntry(): number {
    if (this.#top === this.#owners.length) {
      const capacity = this.#top * 2
      this.#owners = grown(this.#owners, capacity)
      this.#offsets = grown(this.#offsets, capacity)
      this.#lengths = grown(this.#lengths, capacity)
      this.#hashes = grown(this.#hashes, capacity)
      this.#next = grown(this.#next, capacity)
      const counts = new Float64Array(capacity)
      counts.set(this.#counts)
      this.#counts = counts
    }
    return this.#top++
  }

  #remove(entry: number): void {
    const mask = this.#table.length - 1
    const hash = this.#hashes[entry] as number
    let place = (hash ^ (hash >>> 15)) & mask
    while (this.#table[place] !== entry) place = (place + 1) & mask
    this.#table[place] = gone
    this.#owners[entry] = none
    this.#gaps += 1
  }

  /** Puts all entries into a table of the right size, without the places of those that went. */
  #rehash(): void {
    const alive = this.#top - this.#gaps
    let size = 256
    while (size < alive * 4) size *= 2
    const table = new Int32Array(size).fill(none)
    for (let entry = 0; entry < this.#top; entry++) {
      if (this.#owners[entry] === none) continue
      const hash = this.#hashes[entry] as number
      let place = (hash ^ (hash >>> 15)) & (size - 1)
      while (table[place] !== none) place = (place + 1) & (size - 1)
      table[place] = entry
    }
    this.#table = table
    this.#used = alive
  }

  /** Moves the entries that are left together, set by set, and their bytes to a new arena. */
  #compact(): void {
    const old = this.#arena
    const [offsets, lengths, counts, hashes, next] = [
      this.#offsets,
      this.#lengths,
      this.#counts,
      this.#hashes,
      this.#next,
    ]
    const capacity = Math.max(64, this.#top - this.#gaps)
    this.#arena = new ByteArena(1 << 10)
    this.#owners = new Int32Array(capacity)
    this.#offsets = new Int32Array(capacity)
    this.#lengths = new Int32Array(capacity)
    this.#counts = new Float64Array(capacity)
    this.#hashes = new Int32Array(capacity)
    this.#next = new Int32Array(capacity)
    this.#top = 0
    this.#gaps = 0
    for (let id = 0; id < this.#sizes.length; id++) {
      let entry = this.#first[id] as number
      if (entry === none) continue
      this.#first[id] = none
      this.#last[id] = none
      this.#sizes[id] = 0
      for (; entry !== none; entry = next[entry] as number) {
        const moved = this.#newEntry()
        this.#owners[moved] = id
        this.#offsets[moved] = this.#arena.append(old.bytes, offsets[entry] as number, lengths[entry] as number)
        this.#lengths[moved] = lengths[entry] as number
        this.#counts[moved] = counts[entry] as number
        this.#hashes[moved] = hashes[entry] as number
        this.#link(moved, id)
      }
    }
    this.#rehash()
  }
}

function grown(from: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(capacity)
  to.set(from)
  return to
}
