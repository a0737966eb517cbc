import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../lib/columnar/byte-dictionary.ts'
import { keyBytes } from '../../lib/columnar/compare.ts'
import { valueAt } from '../../lib/columnar/values.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import { KeyTable } from '../../lib/state/key-table.ts'
import { RowArena } from '../../lib/state/row-arena.ts'
import type { DataType, SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'

const ddl =
  'a BIGINT, b STRING, c DOUBLE, d INT, e BOOLEAN, f DECIMAL(30,2), g STRUCT<x: TIMESTAMP, y: STRING>, h ARRAY<INT>, i MAP<STRING, INT>, j BINARY'
const schema = parseSchema(ddl)
const types = schema.fields.map(({ type }) => type)

const nullable = <T extends SqlValue>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<SqlValue> =>
  fc.option(arbitrary, { nil: null, freq: 4 })
const long = fc.constantFrom(0n, 1n, -1n, 2n ** 62n, -(2n ** 63n))
const text = fc.constantFrom('', 'a', 'b', 'é', 'a longer text than sixteen bytes', '\0')
const row: fc.Arbitrary<SqlValue[]> = fc.tuple(
  nullable(long),
  nullable(text),
  nullable(fc.constantFrom(0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY)),
  nullable(fc.constantFrom(0, 1, -1)),
  nullable(fc.boolean()),
  nullable(fc.constantFrom(0n, -1n, 10n ** 28n, -(10n ** 28n))),
  nullable(fc.tuple(nullable(long), nullable(text))),
  nullable(fc.array(nullable(fc.constantFrom(1, 2)), { maxLength: 2 })),
  nullable(fc.uniqueArray(fc.tuple(text, nullable(fc.constantFrom(1, 2))), { maxLength: 2, selector: ([key]) => key })),
  nullable(fc.constantFrom(new Uint8Array(0), Uint8Array.of(1, 2))),
)

const textKey = (key: readonly SqlValue[]) => Array.from(keyBytes(types, key)).join(',')
const rowAt = (columns: readonly Vector[], at: number) => columns.map((column) => valueAt(column, at))

describe('a key table', () => {
  test('is a Map from exact keys to ids, through any additions, removals and restarts', () => {
    const step = fc.oneof(
      fc.record({ add: fc.array(row, { maxLength: 12 }) }),
      fc.record({ remove: fc.nat(20) }),
      fc.constant({ restart: true }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let table = new KeyTable(types)
        const model = new Map<string, number>()
        const parts: Uint8Array[] = []
        for (const one of steps) {
          if ('add' in one) {
            const { columns } = batchOf(schema, one.add)
            const ids = new Int32Array(one.add.length)
            const fresh = table.assign(columns, undefined, one.add.length, ids)
            let expected = 0
            for (const [at, key] of one.add.entries()) {
              const known = model.get(textKey(key))
              if (known === undefined) {
                expect([...model.values()]).not.toContain(ids[at])
                model.set(textKey(key), ids[at] as number)
                expected += 1
              } else expect(ids[at]).toBe(known)
            }
            expect(fresh).toBe(expected)
          } else if ('remove' in one) {
            const [key, id] = [...model][one.remove] ?? []
            if (key === undefined || id === undefined) continue
            table.remove(id)
            model.delete(key)
            expect(table.has(id)).toBe(false)
          } else {
            const changed = table.changes()
            if (changed) parts.push(changed)
            table = new KeyTable(types)
            table.restore(undefined, parts)
            if (parts.length > 2) parts.splice(0, parts.length, table.snapshot())
          }
          expect(table.size).toBe(model.size)
          const ids = table.ids()
          const columns = table.vectors(ids, ids.length)
          expect(new Map([...ids].map((id, at) => [textKey(rowAt(columns, at)), id]))).toEqual(model)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('looks up without adding', () => {
    const table = new KeyTable([{ kind: 'string' }])
    const one = parseSchema('s STRING')
    const ids = new Int32Array(3)
    table.assign(batchOf(one, [['a'], ['b']]).columns, undefined, 2, ids)
    table.find(batchOf(one, [['x'], ['b'], ['a']]).columns, Int32Array.of(2, 0, 1), 3, ids)
    expect([...ids]).toEqual([0, -1, 1])
    expect(table.size).toBe(2)
  })

  test('a dictionary column and a plain one give the same ids', () => {
    const table = new KeyTable([{ kind: 'string' }])
    const dictionary = new ByteDictionary()
    const codes = Int32Array.from(['b', 'a', 'b'].map((value) => dictionary.lookupText(value)))
    const coded: Vector = {
      type: { kind: 'string' },
      layout: 'dictionary',
      length: 3,
      nulls: Uint8Array.of(0, 0, 1),
      codes,
      dictionary,
    }
    const ids = new Int32Array(3)
    table.assign([coded], undefined, 3, ids)
    const plain = new Int32Array(3)
    table.assign(batchOf(parseSchema('s STRING'), [['b'], ['a'], [null]]).columns, undefined, 3, plain)
    expect([...plain]).toEqual([...ids])
  })

  test('grows to many keys and gives their memory back', () => {
    const table = new KeyTable([{ kind: 'long' }])
    const one = parseSchema('k BIGINT')
    const count = 100_000
    const keys = batchOf(
      one,
      Array.from({ length: count }, (_, at) => [BigInt(at)]),
    )
    const ids = new Int32Array(count)
    expect(table.assign(keys.columns, undefined, count, ids)).toBe(count)
    for (let at = 0; at < count; at++) if (at % 10 !== 0) table.remove(ids[at] as number)
    const found = new Int32Array(count)
    table.find(keys.columns, undefined, count, found)
    expect([...found].every((id, at) => id === (at % 10 === 0 ? ids[at] : -1))).toBe(true)
    expect(table.assign(keys.columns, undefined, count, found)).toBe(count * 0.9)
    expect(table.top).toBe(count)
  })
})

describe('a row arena', () => {
  test('gives back the rows it was given, -0.0 and map order included, through removals and restarts', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 15 }),
        fc.array(fc.nat(14), { maxLength: 8 }),
        (rows, removed) => {
          const arena = new RowArena(types)
          const { columns } = batchOf(schema, rows)
          const kept = new Map(rows.map((_, at) => [arena.append(columns, at), rowAt(columns, at)]))
          const parts = [arena.changes() as Uint8Array]
          for (const id of removed) if (kept.delete(id)) arena.remove(id)
          const added = arena.append(columns, 0)
          kept.set(added, rowAt(columns, 0))
          const changed = arena.changes()
          if (changed) parts.push(changed)
          const restored = new RowArena(types)
          restored.restore(parts[0], parts.slice(1))
          for (const one of [arena, restored]) {
            const ids = one.ids()
            const read = one.vectors(ids, ids.length)
            expect(new Map([...ids].map((id, at) => [id, rowAt(read, at)]))).toEqual(
              new Map([...kept].sort(([a], [b]) => a - b)),
            )
            expect(one.changes()).toBeUndefined()
          }
          expect(restored.append(columns, 0)).toBeLessThanOrEqual(restored.size)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a long row is found again after the memory of others was given back', () => {
    const type: DataType = { kind: 'string' }
    const arena = new RowArena([type])
    const { columns } = batchOf(parseSchema('s STRING'), [['x'.repeat(400_000)], ['stays']])
    const stays = arena.append(columns, 1)
    for (let i = 0; i < 10; i++) arena.remove(arena.append(columns, 0))
    expect(arena.view.byteLength).toBeLessThan(2_600_000)
    expect(rowAt(arena.vectors(Int32Array.of(stays), 1), 0)).toEqual(['stays'])
  })
})
