import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { ByteDictionary } from '../../lib/columnar/byte-dictionary.ts'
import { keyBytes } from '../../lib/columnar/compare.ts'
import { valueAt } from '../../lib/columnar/values.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import { KeyTable } from '../../lib/state/key-table.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { Schema } from '../../lib/types/schema.ts'

const nullable = <T extends SqlValue>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<SqlValue> =>
  fc.option(arbitrary, { nil: null, freq: 4 })
const long = fc.constantFrom(0n, 1n, -1n, 2n ** 62n, -(2n ** 63n))
const text = fc.constantFrom('', 'a', 'b', 'é', 'a longer text than sixteen bytes', '\0')
const double = fc.constantFrom(0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** -1074)
const small = fc.constantFrom(0, 1, -1)

interface Shape {
  readonly schema: Schema
  readonly row: fc.Arbitrary<SqlValue[]>
}

const columns = (ddl: string, ...values: fc.Arbitrary<SqlValue>[]): Shape => ({
  schema: parseSchema(ddl),
  row: fc.tuple(...values),
})

const shapes: Record<string, Shape> = {
  'all types': columns(
    'a BIGINT, b STRING, c DOUBLE, d INT, e BOOLEAN, f DECIMAL(30,2), g STRUCT<x: TIMESTAMP, y: STRING>, h ARRAY<DOUBLE>, i MAP<STRING, INT>, j BINARY, k FLOAT, l DATE',
    nullable(long),
    nullable(text),
    nullable(double),
    nullable(small),
    nullable(fc.boolean()),
    nullable(fc.constantFrom(0n, -1n, 10n ** 28n, -(10n ** 28n))),
    nullable(fc.tuple(nullable(long), nullable(text))),
    nullable(fc.array(nullable(double), { maxLength: 2 })),
    nullable(fc.uniqueArray(fc.tuple(text, nullable(small)), { maxLength: 2, selector: ([key]) => key })),
    nullable(fc.constantFrom(new Uint8Array(0), Uint8Array.of(1, 2))),
    nullable(fc.constantFrom(0, -0, 0.5, Number.NaN)),
    nullable(small),
  ),
  'a long': columns('k BIGINT', fc.oneof({ weight: 20, arbitrary: long }, fc.constant(null))),
  'a string and a window': columns(
    's STRING, w STRUCT<start: TIMESTAMP, end: TIMESTAMP>',
    fc.oneof({ weight: 20, arbitrary: text }, fc.constant(null)),
    fc.oneof({ weight: 20, arbitrary: fc.tuple(long, fc.constant(5n)) }, fc.constant(null)),
  ),
  'nested structs': columns(
    'g STRUCT<x: STRUCT<y: INT, z: STRING>, v: VOID>',
    nullable(fc.tuple(nullable(fc.tuple(nullable(small), nullable(text))), fc.constant(null))),
  ),
  'more columns than a word has bits': columns(
    Array.from({ length: 35 }, (_, at) => `c${at} INT`).join(', '),
    ...Array.from({ length: 35 }, (_, at) =>
      at % 17 === 16 ? nullable(fc.constantFrom(0, 1)) : fc.constant<SqlValue>(0),
    ),
  ),
  'no column': { schema: new Schema([]), row: fc.constant([]) },
}

const rowAt = (vectors: readonly Vector[], at: number) => vectors.map((column) => valueAt(column, at))

/** The same column with its strings in a dictionary. */
function coded(vector: Vector, dictionary: ByteDictionary): Vector {
  if (vector.layout !== 'bytes' || vector.type.kind !== 'string') return vector
  const codes = Int32Array.from({ length: vector.length }, (_, row) => {
    const value = valueAt(vector, row)
    // Under a null lies what happens to lie there.
    return value === null ? 77 : dictionary.lookupText(value as string)
  })
  return { type: vector.type, length: vector.length, nulls: vector.nulls, layout: 'dictionary', codes, dictionary }
}

const stepOf = ({ row }: Shape) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: fc.array(row, { maxLength: 12 }), form: fc.nat(2), skip: fc.boolean() }) },
    fc.record({ find: fc.array(row, { maxLength: 5 }) }),
    { weight: 2, arbitrary: fc.record({ remove: fc.nat(20) }) },
    fc.record({ removeAll: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }) }),
    fc.record({ save: fc.boolean() }),
    fc.record({ restart: fc.nat(3) }),
  )

describe('a key table is a Map from exact keys to ids, through any additions, removals and restarts:', () => {
  test.each(Object.keys(shapes))('%s', (name) => {
    const shape = shapes[name] as Shape
    const { schema } = shape
    const types = schema.fields.map(({ type }) => type)
    const textKey = (key: readonly SqlValue[]) => Array.from(keyBytes(types, key)).join(',')
    const property = fc.property(fc.array(stepOf(shape), { maxLength: 25 }), (steps) => {
      let table = new KeyTable(types)
      const model = new Map<string, number>()
      const parts: Uint8Array[] = []
      /** A snapshot, and how many of the parts it stands for. */
      const snapshots: { readonly bytes: Uint8Array | undefined; readonly parts: number }[] = [
        { bytes: undefined, parts: 0 },
      ]
      const kept = new ByteDictionary()
      const save = (full: boolean) => {
        const changed = table.changes()
        if (changed) parts.push(changed.slice())
        if (full) snapshots.push({ bytes: table.snapshot().slice(), parts: parts.length })
      }
      for (const one of steps) {
        if ('add' in one) {
          const dictionary = one.form === 1 ? kept : new ByteDictionary()
          const plain = batchOf(schema, one.add).columns
          const vectors = one.form === 0 ? plain : plain.map((column) => coded(column, dictionary))
          const rows = one.skip ? Int32Array.from(one.add.keys()).filter((at) => at % 3 !== 1) : undefined
          const count = rows?.length ?? one.add.length
          const ids = new Int32Array(count)
          const created: number[] = []
          const fresh = table.assign(vectors, rows, count, ids)
          for (let i = 0; i < count; i++) {
            const key = textKey(one.add[rows?.[i] ?? i] as SqlValue[])
            const known = model.get(key)
            if (known === undefined) {
              expect([...model.values()]).not.toContain(ids[i])
              model.set(key, ids[i] as number)
              created.push(ids[i] as number)
            } else expect(ids[i]).toBe(known)
          }
          expect([...table.created.subarray(0, table.createdCount)]).toEqual(created)
          expect(fresh).toBe(created.length)
        } else if ('find' in one) {
          const ids = new Int32Array(one.find.length)
          table.find(batchOf(schema, one.find).columns, undefined, ids.length, ids)
          expect([...ids]).toEqual(one.find.map((key) => model.get(textKey(key)) ?? -1))
        } else if ('remove' in one) {
          const [key, id] = [...model][one.remove] ?? []
          if (key === undefined || id === undefined) continue
          table.remove(id)
          model.delete(key)
          expect(table.has(id)).toBe(false)
        } else if ('removeAll' in one) {
          const gone = [...model].filter((_, at) => one.removeAll[at])
          table.removeAll(Int32Array.from([...gone.map(([, id]) => id), 99]), gone.length)
          for (const [key] of gone) model.delete(key)
        } else if ('save' in one) save(one.save)
        else {
          save(false)
          const from = snapshots[one.restart % snapshots.length] as (typeof snapshots)[number]
          if (one.restart % 2 === 0) table = new KeyTable(types)
          table.restore(from.bytes, parts.slice(from.parts))
        }
        expect(table.size).toBe(model.size)
        const ids = table.ids()
        expect(Math.max(-1, ...ids)).toBeLessThan(table.top)
        const vectors = table.vectors(ids, ids.length)
        expect(new Map([...ids].map((id, at) => [textKey(rowAt(vectors, at)), id]))).toEqual(model)
      }
    })
    fc.assert(property, { numRuns: 100 })
  })
})

describe('a key table', () => {
  const strings = parseSchema('s STRING')
  const texts = (from: number, to: number, prefix = 'key ') =>
    batchOf(
      strings,
      Array.from({ length: to - from }, (_, at) => [`${prefix}${from + at}`]),
    ).columns
  const readAll = (table: KeyTable) => {
    const ids = table.ids()
    const vectors = table.vectors(ids, ids.length)
    return new Map([...ids].map((id, at) => [valueAt(vectors[0] as Vector, at), id]))
  }

  test('looks up without adding', () => {
    const table = new KeyTable([{ kind: 'string' }])
    const ids = new Int32Array(3)
    table.assign(batchOf(strings, [['a'], ['b']]).columns, undefined, 2, ids)
    table.find(batchOf(strings, [['x'], ['b'], ['a']]).columns, Int32Array.of(2, 0, 1), 3, ids)
    expect([...ids]).toEqual([0, -1, 1])
    expect(table.size).toBe(2)
    expect(table.changes()?.length).toBeLessThan(60)
  })

  test('a dictionary column and a plain one give the same ids', () => {
    const table = new KeyTable([{ kind: 'string' }])
    const dictionary = new ByteDictionary()
    const plain = batchOf(strings, [['b'], ['a'], [null], ['b']]).columns
    const ids = new Int32Array(4)
    table.assign([coded(plain[0] as Vector, dictionary)], undefined, 4, ids)
    const again = new Int32Array(4)
    table.assign(plain, undefined, 4, again)
    expect([...again]).toEqual([...ids])
    expect([...ids]).toEqual([0, 1, 2, 0])
  })

  test('text beside the input, where escapes were resolved, is the same text', () => {
    const table = new KeyTable([{ kind: 'string' }])
    const ids = new Int32Array(4)
    const vector: Vector = {
      type: { kind: 'string' },
      length: 4,
      nulls: Uint8Array.of(0, 0, 1, 0),
      layout: 'bytes',
      data: new TextEncoder().encode('abcab'.padEnd(32)),
      side: new TextEncoder().encode('xab'.padEnd(32)),
      offsets: Int32Array.of(0, -2, -3, -1),
      lengths: Int32Array.of(2, 2, 2, 1),
    }
    table.assign([vector], undefined, 4, ids)
    expect([...ids]).toEqual([0, 0, 1, 2])
    const read = table.vectors(Int32Array.of(0, 1, 2), 3)
    expect([0, 1, 2].map((at) => rowAt(read, at))).toEqual([['ab'], [null], ['x']])
  })

  test('text of keys that have gone is given up, and read vectors and saved parts stay right', () => {
    const table = new KeyTable([{ kind: 'string' }])
    const dictionary = new ByteDictionary()
    const ids = new Int32Array(5000)
    const parts: Uint8Array[] = []
    const early = texts(0, 5000, 'early ').map((column) => coded(column, dictionary))
    table.assign(early, undefined, 5000, ids)
    parts.push(table.changes() as Uint8Array)
    const read = table.vectors(ids, 5000)
    const before = table.snapshot().length
    table.removeAll(ids.slice(10), 4990)
    table.assign(texts(0, 3000, 'late '), undefined, 3000, ids)
    parts.push(table.changes() as Uint8Array)
    expect(table.size).toBe(3010)
    expect(table.snapshot().length).toBeLessThan(before)
    expect(rowAt(read, 4999)).toEqual(['early 4999'])
    // The dictionary's codes meant strings that are no more.
    table.assign(early, undefined, 5000, ids)
    expect(table.size).toBe(8000)
    parts.push(table.changes() as Uint8Array)
    const restored = new KeyTable([{ kind: 'string' }])
    restored.restore(undefined, parts)
    expect(readAll(restored)).toEqual(readAll(table))
    const again = new Int32Array(5000)
    restored.assign(early, undefined, 5000, again)
    expect(again).toEqual(ids)
  })

  test('grows to many keys, removes most of them and finds the others', () => {
    const table = new KeyTable([{ kind: 'long' }])
    const count = 100_000
    const keys = batchOf(
      parseSchema('k BIGINT'),
      Array.from({ length: count }, (_, at) => [BigInt.asIntN(64, BigInt(2 * at + 1) ** 5n)]),
    ).columns
    const ids = new Int32Array(count)
    expect(table.assign(keys, undefined, count, ids)).toBe(count)
    const found = new Int32Array(count)
    const isFound = (among: (at: number) => boolean) => {
      table.find(keys, undefined, count, found)
      return found.every((id, at) => id === (among(at) ? ids[at] : -1))
    }
    for (let at = 0; at < count; at++) if (at % 10 > 2) table.remove(ids[at] as number)
    expect(isFound((at) => at % 10 <= 2)).toBe(true)
    // Few: one by one.
    const few = ids.filter((_, at) => at % 100 === 2)
    table.removeAll(few, few.length)
    expect(isFound((at) => at % 10 <= 2 && at % 100 !== 2)).toBe(true)
    // Many: what is left is put in anew.
    const many = ids.filter((_, at) => (at % 10 === 1 || at % 10 === 2) && at % 100 !== 2)
    table.removeAll(many, many.length)
    expect(isFound((at) => at % 10 === 0)).toBe(true)
    expect(table.assign(keys, undefined, count, found)).toBe(count * 0.9)
    expect(table.top).toBe(count)
  })

  test('a change file is in proportion to the change', () => {
    const table = new KeyTable([{ kind: 'string' }])
    const ids = new Int32Array(20_000)
    table.assign(texts(0, 20_000), undefined, 20_000, ids)
    table.changes()
    expect(table.changes()).toBeUndefined()
    table.remove(5)
    table.assign(texts(30_000, 30_002), undefined, 2, ids)
    expect(table.changes()?.length).toBeLessThan(100)
  })

  test('null is null whatever lies under it', () => {
    const type = { kind: 'struct', fields: parseSchema('x INT, s STRING').fields } as const
    const struct = (nulls: number[], x: (number | null)[], text: (string | null)[]): Vector => ({
      type,
      length: nulls.length,
      nulls: Uint8Array.from(nulls),
      layout: 'struct',
      children: batchOf(
        parseSchema('x INT, s STRING'),
        x.map((value, at) => [value, text[at] as string | null]),
      ).columns,
    })
    const table = new KeyTable([type])
    const ids = new Int32Array(4)
    const vector = struct([1, 1, 0, 1], [null, 5, null, 0], ['a', null, null, ''])
    expect(table.assign([vector], undefined, 4, ids)).toBe(2)
    expect([...ids]).toEqual([0, 0, 1, 0])
    const read = table.vectors(Int32Array.of(0, 1), 2)
    expect([rowAt(read, 0), rowAt(read, 1)]).toEqual([[null], [[null, null]]])
    table.removeAll(Int32Array.of(0, 1), 2)
    expect(table.size).toBe(0)
  })

  test('a group that is not there cannot be removed', () => {
    const table = new KeyTable([{ kind: 'long' }])
    expect(() => table.remove(0)).toThrow('number 0 is taken back and was not given')
  })
})
