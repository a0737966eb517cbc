import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { valueAt } from '../../lib/columnar/values.ts'
import type { OfSides } from '../../lib/state/join-rows.ts'
import { JoinState } from '../../lib/state/join-state.ts'
import { noRow } from '../../lib/state/keyed-rows.ts'
import type { RowExpiry } from '../../lib/state/row-expiry.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { stringType, timestampType } from '../../lib/types/types.ts'

const left = parseSchema('k STRING, t TIMESTAMP, v INT')
const right = parseSchema('t TIMESTAMP, k STRING, v INT')
const inputs = [left, right] as const
const keyColumns = [
  [0, 1],
  [1, 0],
] as const
const timeColumn = [1, 0] as const

const seconds = (time: number | null) => (time === null ? null : BigInt(time) * 1_000_000n)

interface ModelRow {
  readonly key: SqlValue
  readonly time: number | null
  readonly value: number
  matched: boolean
}

const kinds = {
  'a time of their own': [
    { kind: 'column', column: 1 },
    { kind: 'column', column: 0 },
  ],
  'the time in their key': [
    { kind: 'key', key: 1 },
    { kind: 'key', key: 1 },
  ],
  'a time on the left only': [{ kind: 'column', column: 1 }, undefined],
} satisfies { readonly [name: string]: readonly [RowExpiry, RowExpiry] }

const row = fc.record({
  key: fc.constantFrom('a', 'b', 'cc', null),
  time: fc.option(fc.nat(20), { nil: null, freq: 6 }),
})
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ port: fc.constantFrom(0 as const, 1 as const), add: fc.array(row, { maxLength: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ expire: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ mark: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ save: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ restart: true as const }) },
)

/** A state and what it should hold; changes and snapshots as a store has them. */
class Pair {
  readonly #expiry: readonly [RowExpiry, RowExpiry]
  state: JoinState
  model: readonly [ModelRow[], ModelRow[]] = [[], []]
  #saved: readonly [ModelRow[], ModelRow[]] = [[], []]
  #snapshot: Uint8Array | undefined
  #changes: Uint8Array[] = []
  #next = 0

  constructor(expiry: readonly [RowExpiry, RowExpiry]) {
    this.#expiry = expiry
    this.state = this.#fresh()
  }

  #fresh(): JoinState {
    return new JoinState([stringType, timestampType], inputs, this.#expiry)
  }

  add(port: 0 | 1, rows: readonly { readonly key: string | null; readonly time: number | null }[]): void {
    const values = rows.map(({ key, time }) => {
      const value = this.#next++
      this.model[port].push({ key, time, value, matched: false })
      return port === 0 ? [key, seconds(time), value] : [seconds(time), key, value]
    })
    if (values.length === 0) return
    const { columns } = batchOf(inputs[port], values)
    const keys = new Int32Array(rows.length)
    const ids = new Int32Array(rows.length)
    const [first, second] = keyColumns[port]
    this.state.keys.assign([columns[first], columns[second]] as never, undefined, rows.length, keys)
    this.state.keysAssigned()
    this.state.append(port, columns, undefined, rows.length, keys, ids)
    this.state.sides[port].link(ids, rows.length)
  }

  expire(time: number): void {
    const limits = this.#expiry.map((one) => (one ? seconds(time) : undefined)) as [bigint, bigint]
    const [gone] = [...this.state.expired(limits)] as [OfSides<Int32Array>]
    for (const port of [0, 1] as const) {
      const values = [...gone[port]].map((id) => this.#value(port, id))
      const expected = this.#expiry[port] ? this.model[port].filter((one) => one.time !== null && one.time <= time) : []
      expect(values.sort()).toEqual(expected.map((one) => one.value).sort())
      this.state.removeExpired(port, gone[port], gone[port].length)
      const kept = this.model[port].filter((one) => !expected.includes(one))
      this.model[port].splice(0, Infinity, ...kept)
    }
  }

  mark(at: number): void {
    for (const port of [0, 1] as const) {
      const ids = this.state.sides[port].arena.ids()
      const id = ids[at % Math.max(1, ids.length)]
      if (id === undefined) continue
      this.state.sides[port].mark(id)
      const one = this.model[port].find(({ value }) => value === this.#value(port, id)) as ModelRow
      one.matched = true
    }
  }

  save(full: boolean): void {
    const changes = this.state.changes()?.slice()
    if (changes) this.#changes.push(changes)
    expect(this.state.changes()).toBeUndefined()
    if (full) {
      this.#snapshot = this.state.snapshot().slice()
      this.#changes = []
    }
    this.#saved = structuredClone(this.model)
  }

  restart(): void {
    this.state = this.#fresh()
    this.state.restore(this.#snapshot, this.#changes)
    this.model = structuredClone(this.#saved)
  }

  #value(port: 0 | 1, id: number): number {
    return valueAt(this.state.sides[port].arena.column(2, Int32Array.of(id), 1), 0) as number
  }

  /** Every row is in its key's chain, once, and no key is there without a row. */
  check(): void {
    const keys = new Set<number>()
    for (const port of [0, 1] as const) {
      const { ends, links, matched, arena } = this.state.sides[port]
      const found: object[] = []
      for (const key of this.state.keys.ids()) {
        const [text, time] = this.state.keys.vectors(Int32Array.of(key), 1).map((one) => valueAt(one, 0))
        for (let id = ends[2 * key] as number; id !== noRow; id = links[2 * id] as number) {
          keys.add(key)
          const value = this.#value(port, id)
          found.push({
            key: text,
            time: time === null ? null : Number(time as bigint) / 1e6,
            value,
            matched: matched[id] === 1,
          })
          expect(valueAt(arena.column(timeColumn[port], Int32Array.of(id), 1), 0)).toEqual(time)
        }
      }
      const order = (a: object, b: object) => (a as ModelRow).value - (b as ModelRow).value
      expect(found.sort(order)).toEqual(this.model[port].toSorted(order))
    }
    expect(this.state.keys.size).toBe(keys.size)
    expect(this.state.size).toBe(this.model[0].length + this.model[1].length)
  }
}

describe('the state of a join', () => {
  test.each(Object.entries(kinds))('keeps rows by key and lets go by %s, through restarts', (_, expiry) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const pair = new Pair(expiry)
        for (const one of steps) {
          if ('add' in one) pair.add(one.port, one.add)
          else if ('expire' in one) pair.expire(one.expire)
          else if ('mark' in one) pair.mark(one.mark)
          else if ('save' in one) pair.save(one.save)
          else pair.restart()
          pair.check()
        }
      }),
      { numRuns: 150 },
    )
  })

  test('takes no more room in a long run than what it holds at once', () => {
    const state = new JoinState([stringType], inputs, kinds['a time of their own'])
    const count = 100
    const ids = new Int32Array(count)
    const keys = new Int32Array(count)
    for (let second = 0; second < 2000; second++) {
      const rows = Array.from({ length: count }, (_, at) => [`${second}-${at}`, seconds(second), at])
      const { columns } = batchOf(left, rows)
      state.keys.assign(columns.slice(0, 1), undefined, count, keys)
      state.keysAssigned()
      state.append(0, columns, undefined, count, keys, ids)
      state.sides[0].link(ids, count)
      const [[gone]] = [...state.expired([seconds(second - 5) as bigint, undefined])] as [OfSides<Int32Array>]
      state.removeExpired(0, gone, gone.length)
    }
    expect(state.size).toBe(500)
    expect(state.keys.size).toBe(500)
    expect(Math.max(state.keys.top, state.sides[0].arena.top)).toBeLessThanOrEqual(600)
    expect(state.changes()?.length).toBeLessThan(100_000)
  })
})
