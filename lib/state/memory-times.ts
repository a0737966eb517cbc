/**
 * A time index in memory, over the table that has the times of each key. Entries stand in lists by about a second of their
 * time, so that looking for what is due touches that and the one list it falls into. An entry whose key has lost the time
 * stays until its list is looked at, or until there are more of these than others.
 *
 * Changes and snapshots are those of the ordered table that stands for it on disk (EntryTimes), and which readers of state
 * want; a restart fills it from the owner, which is registered before it.
 */
import type { Schema } from '../types/schema.ts'
import { EntryKey } from './entry-key.ts'
import { EntryListWriter } from './entry-lists.ts'
import type { EntryTableOptions } from './entry-table.ts'
import type { KeptValue, MemoryValues } from './memory-values.ts'
import type { StateTable } from './state-store.ts'
import type { TimedEntry, TimeIndex } from './time-index.ts'

type Owner = KeptValue<readonly number[]>

/** Entries of one list, in the order they came. */
interface TimeList {
  times: number[]
  owners: Owner[]
}

/** ms of a list. */
const listMs = 1024
/** Dead entries that are nothing. */
const fewDead = 1024

export class MemoryTimes implements TimeIndex, StateTable {
  readonly isEntries = true
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  readonly isIndex = true
  /** Times that keys have. */
  size = 0
  readonly #owner: MemoryValues<readonly number[]>
  readonly #lists = new Map<number, TimeList>()
  /** Numbers of the lists, ascending. */
  #numbers: number[] = []
  #entries = 0
  #changes = new EntryListWriter(0)

  constructor({ name, key, value }: EntryTableOptions, owner: MemoryValues<readonly number[]>) {
    this.name = name
    this.key = key
    this.value = value
    this.#owner = owner
  }

  /** How many are held, dead ones too. */
  get entries(): number {
    return this.#entries
  }

  /** The owner must have the key's place by now. */
  add(timeMs: number, key: EntryKey): void {
    const owner = this.#owner.find(key) as Owner
    this.#enter(timeMs, owner)
    if (this.#owner.records) this.#changes.appendTimed(timeMs, key.text, false)
    if (this.#entries > 2 * this.size + fewDead) this.#fill()
  }

  remove(timeMs: number, key: EntryKey): void {
    this.size -= 1
    if (this.#owner.records) this.#changes.appendTimed(timeMs, key.text, true)
  }

  upTo(nowMs: number): TimedEntry[] {
    const last = Math.floor(nowMs / listMs)
    const due: (TimedEntry & { readonly text: string })[] = []
    let gone = 0
    for (const number of this.#numbers) {
      if (number > last) break
      const list = this.#living(number)
      if (list.times.length === 0) {
        this.#lists.delete(number)
        gone += 1
      }
      for (let at = 0; at < list.times.length; at++) {
        const timeMs = list.times[at] as number
        const { text } = list.owners[at] as Owner
        if (timeMs <= nowMs) due.push({ timeMs, text, key: new EntryKey(text) })
      }
    }
    if (gone > 0) this.#numbers = this.#numbers.filter((number) => this.#lists.has(number))
    due.sort((a, b) => a.timeMs - b.timeMs || (a.text < b.text ? -1 : 1))
    // A time that a key lost and got again stands there twice.
    return due.filter(({ timeMs, text }, at) => timeMs !== due[at - 1]?.timeMs || text !== due[at - 1]?.text)
  }

  earliest(): number | undefined {
    if (this.size === 0) return undefined
    for (const number of this.#numbers) {
      const { times } = this.#living(number)
      let earliest = Number.POSITIVE_INFINITY
      for (const one of times) if (one < earliest) earliest = one
      if (times.length > 0) return earliest
    }
    return undefined
  }

  snapshot(): Uint8Array {
    const list = new EntryListWriter(this.size)
    for (const { text, value = [] } of this.#owner.all()) for (const one of value) list.appendTimed(one, text, false)
    return list.finish()
  }

  changes(): Uint8Array | undefined {
    if (this.#changes.count === 0) return undefined
    const list = this.#changes.finish()
    this.#changes = new EntryListWriter(this.#changes.count)
    return list
  }

  restore(): void {
    this.#changes = new EntryListWriter(0)
    this.#fill()
  }

  /** Anew from the owner. */
  #fill(): void {
    this.#lists.clear()
    this.#numbers = []
    this.#entries = 0
    this.size = 0
    for (const owner of this.#owner.all()) for (const timeMs of owner.value ?? []) this.#enter(timeMs, owner)
  }

  #enter(timeMs: number, owner: Owner): void {
    const number = Math.floor(timeMs / listMs)
    const list = this.#lists.get(number) ?? this.#newList(number)
    list.times.push(timeMs)
    list.owners.push(owner)
    this.#entries += 1
    this.size += 1
  }

  #newList(number: number): TimeList {
    const list = { times: [], owners: [] }
    this.#lists.set(number, list)
    let low = 0
    let high = this.#numbers.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#numbers[middle] as number) < number) low = middle + 1
      else high = middle
    }
    this.#numbers.splice(low, 0, number)
    return list
  }

  /** A list without its dead entries. */
  #living(number: number): TimeList {
    const list = this.#lists.get(number) as TimeList
    const { times, owners } = list
    let kept = 0
    for (let at = 0; at < times.length; at++) {
      const timeMs = times[at] as number
      const owner = owners[at] as Owner
      if (!owner.value?.includes(timeMs)) continue
      times[kept] = timeMs
      owners[kept] = owner
      kept += 1
    }
    this.#entries -= times.length - kept
    times.length = kept
    owners.length = kept
    return list
  }
}
