/** Rows of a join are the same wherever they are, also when the place changes from one run to the next. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { valueAt } from '../../lib/columnar/values.ts'
import { type JoinRows, openJoinRows } from '../../lib/state/join-rows.ts'
import { noRow } from '../../lib/state/keyed-rows.ts'
import type { RowExpiry } from '../../lib/state/row-expiry.ts'
import type { StateStore } from '../../lib/state/state-store.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { stringType, timestampType } from '../../lib/types/types.ts'
import { scratchStores } from './scratch-stores.ts'

const stores = scratchStores()

const inputs = [parseSchema('k STRING, t TIMESTAMP, v STRING'), parseSchema('t TIMESTAMP, k STRING, v STRING')] as const
const keyColumns = [
  [0, 1],
  [1, 0],
] as const
const keyTypes = { one: [stringType], withTime: [stringType, timestampType] }

interface Kind {
  readonly keys: keyof typeof keyTypes
  readonly expiry: readonly [RowExpiry, RowExpiry]
}

const kinds: { readonly [name: string]: Kind } = {
  'a time of their own': {
    keys: 'one',
    expiry: [
      { kind: 'column', column: 1 },
      { kind: 'column', column: 0 },
    ],
  },
  'the time in their key': {
    keys: 'withTime',
    expiry: [
      { kind: 'key', key: 1 },
      { kind: 'key', key: 1 },
    ],
  },
  'a time on the left only': { keys: 'one', expiry: [{ kind: 'column', column: 1 }, undefined] },
  'no time': { keys: 'one', expiry: [undefined, undefined] },
}

const row = fc.record({
  port: fc.constantFrom(0 as const, 1 as const),
  key: fc.constantFrom('a', 'b', 'aa', '', null),
  time: fc.option(fc.nat(9), { nil: null, freq: 6 }),
})
const epoch = fc.record({
  rows: fc.array(fc.array(row, { maxLength: 5 }), { maxLength: 3 }),
  /** Left rows that have matched go at once, as those of a LEFT SEMI do. */
  forgets: fc.boolean(),
  watermark: fc.option(fc.nat(9), { nil: undefined }),
  onDisk: fc.boolean(),
  restarts: fc.boolean(),
})
type Epoch = typeof epoch extends fc.Arbitrary<infer T> ? T : never

class Run {
  readonly #rows: JoinRows
  readonly #kind: Kind
  readonly #done = new Set<number>()

  constructor(store: StateStore, kind: Kind) {
    this.#rows = openJoinRows(keyTypes[kind.keys], inputs, kind.expiry, store)
    this.#kind = kind
  }

  /** Gives the pairs that rows of one side make. */
  add(
    port: 0 | 1,
    rows: readonly { readonly key: string | null; readonly time: number | null }[],
    at: string,
  ): string[] {
    const state = this.#rows
    const values = rows.map(({ key, time }, number) => {
      const micros = time === null ? null : BigInt(time)
      const name = `${at}.${number}`
      return port === 0 ? [key, micros, name] : [micros, key, name]
    })
    const { columns } = batchOf(inputs[port], values)
    const keys = new Int32Array(rows.length)
    const ids = new Int32Array(rows.length)
    const keyed = keyColumns[port].slice(0, keyTypes[this.#kind.keys].length).map((column) => columns[column])
    state.keys.assign(keyed as never, undefined, rows.length, keys)
    state.keysAssigned()
    state.append(port, columns, undefined, rows.length, keys, ids)
    state.sides[port].link(ids, rows.length)
    const pairs: string[] = []
    const other = port === 0 ? 1 : 0
    const { ends, links } = state.sides[other]
    for (const [i, id] of ids.entries())
      for (let match = ends[2 * (keys[i] as number)] as number; match !== noRow; match = links[2 * match] as number) {
        state.sides[port].mark(id)
        state.sides[other].mark(match)
        this.#done.add(port === 0 ? id : match)
        pairs.push(`${this.#value(port, id)}+${this.#value(other, match)}`)
      }
    return pairs.sort()
  }

  /** Left rows that have matched in this epoch. */
  forget(): void {
    const done = Int32Array.from(this.#done)
    this.#rows.remove(0, done, done.length)
  }

  expire(time: number): string[] {
    const limits = this.#kind.expiry.map((one) => (one ? BigInt(time) : undefined)) as [bigint, bigint]
    const gone: string[] = []
    for (const some of this.#rows.expired(limits))
      for (const port of [0, 1] as const) {
        const { matched } = this.#rows.sides[port]
        for (const id of some[port]) gone.push(`${this.#value(port, id)}${matched[id] === 1 ? ' matched' : ''}`)
        this.#rows.removeExpired(port, some[port], some[port].length)
      }
    return gone.sort()
  }

  end(): void {
    this.#done.clear()
    this.#rows.endEpoch()
  }

  #value(port: 0 | 1, id: number): string {
    return valueAt(this.#rows.sides[port].arena.column(2, Int32Array.of(id), 1), 0) as string
  }
}

async function runOf(
  kindOf: (at: number) => Kind,
  epochs: readonly Epoch[],
  places: readonly boolean[],
): Promise<unknown[]> {
  const folder = stores.folder()
  const seen: unknown[] = []
  let store: StateStore | undefined
  let run: Run | undefined
  for (const [at, { rows, forgets, watermark, restarts }] of epochs.entries()) {
    if (restarts || places[at] !== places[at - 1]) {
      await store?.close()
      store = await stores.open(places[at] as boolean, folder, at)
      run = undefined
    }
    store?.beginEpoch()
    run ??= new Run(store as StateStore, kindOf(at))
    const pairs = rows.flatMap((some, batch) =>
      ([0, 1] as const).flatMap((port) => {
        const own = some.filter((one) => one.port === port)
        return own.length === 0 ? [] : (run as Run).add(port, own, `${at}.${batch}.${port}`)
      }),
    )
    if (forgets) run.forget()
    const gone = watermark === undefined ? [] : run.expire(watermark)
    run.end()
    store?.seal()
    await store?.persistSealed(at + 1)
    seen.push({ pairs, gone, rows: store?.metrics.rowsTotal })
  }
  await store?.close()
  return seen
}

describe('rows of a join are the same in memory, on disk, and after each change between them', () => {
  test.each(Object.entries(kinds))('that expire by %s', async (_, kind) => {
    // In the first runs it may have had no watermark.
    await fc.assert(
      fc.asyncProperty(fc.array(epoch, { minLength: 1, maxLength: 7 }), fc.nat(4), async (epochs, without) => {
        let from = without
        while (from < epochs.length && epochs[from]?.restarts === false) from += 1
        const kindOf = (at: number): Kind => (at < from ? { ...kind, expiry: [undefined, undefined] } : kind)
        const inMemory = await runOf(
          kindOf,
          epochs,
          epochs.map(() => false),
        )
        expect(
          await runOf(
            kindOf,
            epochs,
            epochs.map(() => true),
          ),
        ).toEqual(inMemory)
        expect(
          await runOf(
            kindOf,
            epochs,
            epochs.map(({ onDisk }) => onDisk),
          ),
        ).toEqual(inMemory)
      }),
      { numRuns: 15 },
    )
  })
})
