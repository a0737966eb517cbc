/** Values that are often there, in one pass and bounded memory: Spark's CollectFrequentItems. */
import { keyBytes } from '../columnar/compare.ts'
import type { DataType, SqlValue } from '../types/data-type.ts'

/** Karp, Schenker and Papadimitriou's counters, kept as Spark keeps them: all values above the support are found, others too. */
export class FrequentItems {
  readonly #type: DataType
  readonly #size: number
  #counts = new Map<unknown, { readonly value: SqlValue; count: number }>()

  /** @param size counters at most */
  constructor(type: DataType, size: number) {
    this.#type = type
    this.#size = size
  }

  add(value: SqlValue): void {
    const key = typeof value === 'object' && value !== null ? keyBytes([this.#type], [value]).join() : value
    const known = this.#counts.get(key)
    if (known) {
      known.count += 1
      return
    }
    if (this.#counts.size < this.#size) {
      this.#counts.set(key, { value, count: 1 })
      return
    }
    // The least count is at least that of the newcomer, so that it goes with all that have no more than it.
    let least = Number.POSITIVE_INFINITY
    for (const { count } of this.#counts.values()) least = Math.min(least, count)
    if (least > 1) {
      for (const one of this.#counts.values()) one.count -= 1
      return
    }
    const left = [...this.#counts].filter(([, { count }]) => count > 1)
    this.#counts = new Map(left.map(([other, { value: kept, count }]) => [other, { value: kept, count: count - 1 }]))
  }

  /** In the order in which they came. */
  get values(): readonly SqlValue[] {
    return [...this.#counts.values()].map(({ value }) => value)
  }
}
