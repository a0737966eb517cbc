/**
 * When ids expire: at or before which watermark. Ids stand in lists by about a second of their time, so that a watermark
 * touches what it expires and the one list it falls into. Kept in memory only; the owner fills it again after a restart.
 */
import type { Int64Vector } from '../columnar/vector.ts'
import type { Micros } from '../types/data-type.ts'
import { longer } from './longer.ts'

/** A list holds the ids of 2^20 µs. */
const bucketShift = 20
/** How many lists one high word spans. */
const bucketsPerHighWord = 2 ** (32 - bucketShift)
/** End of a list. */
const none = -1
/** In `#previous`: the id is in no list. */
const absent = -2

export class ExpiryIndex {
  /** Ids that have a time. */
  size = 0
  /** Time of an id: low word at 2·id, high word at 2·id + 1. */
  #times = new Int32Array(128)
  /** Neighbours of an id in its list. */
  #next = new Int32Array(64)
  #previous = new Int32Array(64).fill(absent)
  /** List by its number, counted from the first one seen: small integers are found faster. */
  readonly #lists = new Map<number, ExpiryList>()
  #origin = 0
  /** The list that the last id went to, and its number: the next one's mostly. */
  #recent: ExpiryList | undefined
  #recentNumber = 0
  /** A heap of the numbers of all lists. */
  readonly #order: number[] = []

  /**
   * Takes ids in. An id that is in the index already must be removed first.
   *
   * @param ids the first `count`
   * @param times row i is the time of `ids[i]`; null = never
   */
  add(ids: Int32Array, times: Int64Vector, count: number): void {
    const { words, nulls } = times
    for (let i = 0; i < count; i++) {
      if (nulls === undefined || nulls[i] === 0)
        this.#insert(ids[i] as number, words[2 * i] as number, words[2 * i + 1] as number)
    }
  }

  /** Takes an id out before its time; nothing happens when it is not there. */
  remove(id: number): void {
    if ((this.#previous[id] ?? absent) === absent) return
    const number = bucketOf(this.#times[2 * id] as number, this.#times[2 * id + 1] as number) - this.#origin
    this.#unlink(this.#lists.get(number) as ExpiryList, id)
  }

  /** Takes out, and gives, the ids whose time is at or before the watermark: earlier seconds first. */
  expire(watermark: Micros): Int32Array {
    const [low, high] = wordsOf(watermark)
    const last = bucketOf(low, high) - this.#origin
    let gone = new Int32Array(16)
    let count = 0
    while (this.#order.length > 0 && (this.#order[0] as number) <= last) {
      const number = this.#order[0] as number
      const list = this.#lists.get(number) as ExpiryList
      const whole = number < last
      if (!whole && later(list.low, list.high, low, high)) break
      if (gone.length < count + list.size) gone = longer(gone, Math.max(gone.length * 2, count + list.size))
      count = this.#takeExpired(list, low, high, gone, count)
      if (list.size > 0) break
      this.#dropFirst(number)
    }
    return gone.subarray(0, count)
  }

  /** The earliest time; undefined = there is none. */
  get minimum(): Micros | undefined {
    while (this.#order.length > 0) {
      const number = this.#order[0] as number
      const list = this.#lists.get(number) as ExpiryList
      if (list.size > 0) {
        this.#measure(list)
        return (BigInt(list.high) << 32n) | BigInt(list.low >>> 0)
      }
      this.#dropFirst(number)
    }
    return undefined
  }

  clear(): void {
    this.size = 0
    this.#previous.fill(absent)
    this.#lists.clear()
    this.#recent = undefined
    this.#order.length = 0
  }

  #insert(id: number, low: number, high: number): void {
    if (id >= this.#next.length) this.#grow(id + 1)
    const bucket = bucketOf(low, high)
    if (this.#lists.size === 0) this.#origin = bucket
    const number = bucket - this.#origin
    let list = number === this.#recentNumber ? this.#recent : undefined
    if (list === undefined) {
      list = this.#listOf(number)
      this.#recent = list
      this.#recentNumber = number
    }
    if (list.size === 0 || later(list.low, list.high, low, high)) {
      list.low = low
      list.high = high
    }
    this.#times[2 * id] = low
    this.#times[2 * id + 1] = high
    this.#next[id] = none
    this.#previous[id] = list.last
    if (list.last === none) list.first = id
    else this.#next[list.last] = id
    list.last = id
    list.size += 1
    this.size += 1
  }

  #listOf(number: number): ExpiryList {
    let list = this.#lists.get(number)
    if (list === undefined) {
      list = { first: none, last: none, size: 0, low: 0, high: 0 }
      this.#lists.set(number, list)
      pushOrdered(this.#order, number)
    }
    return list
  }

  /** Drops the earliest list, which is empty. */
  #dropFirst(number: number): void {
    this.#lists.delete(number)
    popLeast(this.#order)
    this.#recent = undefined
  }

  #unlink(list: ExpiryList, id: number): void {
    const next = this.#next[id] as number
    const previous = this.#previous[id] as number
    if (previous === none) list.first = next
    else this.#next[previous] = next
    if (next === none) list.last = previous
    else this.#previous[next] = previous
    this.#previous[id] = absent
    list.size -= 1
    this.size -= 1
  }

  #takeExpired(list: ExpiryList, low: number, high: number, gone: Int32Array, from: number): number {
    const times = this.#times
    let count = from
    for (let id = list.first; id !== none; ) {
      const next = this.#next[id] as number
      if (!later(times[2 * id] as number, times[2 * id + 1] as number, low, high)) {
        gone[count++] = id
        this.#unlink(list, id)
      }
      id = next
    }
    this.#measure(list)
    return count
  }

  /** Finds the list's earliest time again: ids were taken out. */
  #measure(list: ExpiryList): void {
    const times = this.#times
    for (let id = list.first; id !== none; id = this.#next[id] as number) {
      const [low, high] = [times[2 * id] as number, times[2 * id + 1] as number]
      if (id === list.first || later(list.low, list.high, low, high)) {
        list.low = low
        list.high = high
      }
    }
  }

  #grow(needed: number): void {
    const capacity = Math.max(needed, this.#next.length * 2)
    const known = this.#next.length
    this.#next = longer(this.#next, capacity)
    this.#previous = longer(this.#previous, capacity).fill(absent, known)
    this.#times = longer(this.#times, capacity * 2)
  }
}

interface ExpiryList {
  first: number
  last: number
  size: number
  /** No id of the list has an earlier time. */
  low: number
  high: number
}

function bucketOf(low: number, high: number): number {
  return high * bucketsPerHighWord + (low >>> bucketShift)
}

/** Whether time a is after time b. */
function later(lowA: number, highA: number, lowB: number, highB: number): boolean {
  return highA > highB || (highA === highB && lowA >>> 0 > lowB >>> 0)
}

function wordsOf(time: Micros): [low: number, high: number] {
  return [Number(BigInt.asIntN(32, time)), Number(BigInt.asIntN(32, time >> 32n))]
}

function pushOrdered(heap: number[], value: number): void {
  let at = heap.push(value) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if ((heap[parent] as number) <= value) break
    heap[at] = heap[parent] as number
    at = parent
  }
  heap[at] = value
}

function popLeast(heap: number[]): void {
  const value = heap.pop() as number
  const length = heap.length
  if (length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= length) break
    if (child + 1 < length && (heap[child + 1] as number) < (heap[child] as number)) child += 1
    if ((heap[child] as number) >= value) break
    heap[at] = heap[child] as number
    at = child
  }
  heap[at] = value
}
