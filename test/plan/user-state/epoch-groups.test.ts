import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf } from '../../../lib/columnar/builder.ts'
import { RecordBatch } from '../../../lib/columnar/record-batch.ts'
import { rowAt } from '../../../lib/columnar/values.ts'
import { EpochGroups } from '../../../lib/plan/user-state/epoch-groups.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { Schema } from '../../../lib/types/schema.ts'
import { Timestamp } from '../../../lib/types/values/timestamp.ts'

const schemaOf = (ddl: string) => new Schema(parseSchema(ddl).fields)
const input = schemaOf('n LONG, name STRING, key STRING')

function keysOf(groups: EpochGroups, names: string): SqlValue[][] {
  const keys = new RecordBatch(schemaOf(names), groups.keys(), groups.size)
  return Array.from({ length: groups.size }, (_, at) => rowAt(keys, at))
}

describe('the groups of an epoch', () => {
  test('come in the order of first appearance, with their rows in order and without the key', () => {
    const groups = new EpochGroups([input], 1)
    groups.add(
      batchOf(input, [
        [1n, 'one', 'b'],
        [2n, 'two', 'a'],
        [3n, null, 'b'],
      ]),
    )
    groups.add(
      batchOf(input, [
        [4n, 'four', null],
        [5n, 'five', 'b'],
      ]),
    )
    groups.arrange()
    expect(keysOf(groups, 'key STRING')).toEqual([['b'], ['a'], [null]])
    expect([0, 1, 2].map((group) => [...groups.rows(group)])).toEqual([
      [
        { n: 1n, name: 'one' },
        { n: 3n, name: null },
        { n: 5n, name: 'five' },
      ],
      [{ n: 2n, name: 'two' }],
      [{ n: 4n, name: 'four' }],
    ])
    expect([0, 1, 2].map((group) => groups.count(group))).toEqual([3, 1, 1])
  })

  test('take only the rows they are told to', () => {
    const groups = new EpochGroups([input], 1)
    const batch = batchOf(input, [
      [1n, 'one', 'a'],
      [2n, 'two', 'b'],
      [3n, 'three', 'c'],
    ])
    groups.add(batch.select(Int32Array.of(1, 2), 2))
    groups.add(batch, 0, Int32Array.of(0, 9), 1)
    groups.arrange()
    expect(keysOf(groups, 'key STRING')).toEqual([['b'], ['c'], ['a']])
  })

  test('hold the rows of two inputs side by side', () => {
    const right = schemaOf('n LONG, key STRING')
    const groups = new EpochGroups([input, right], 1)
    groups.add(batchOf(right, [[10n, 'b']]), 1)
    groups.add(
      batchOf(input, [
        [1n, 'one', 'a'],
        [2n, 'two', 'b'],
      ]),
    )
    groups.arrange()
    expect(keysOf(groups, 'key STRING')).toEqual([['b'], ['a']])
    expect([0, 1].map((group) => [groups.count(group), groups.count(group, 1)])).toEqual([
      [1, 1],
      [1, 0],
    ])
    expect([...groups.rows(0, 1)]).toEqual([{ n: 10n }])
    expect([...groups.rows(1, 1)]).toEqual([])
  })

  test('give rows again when they are asked again, and forget all when they are cleared', () => {
    const groups = new EpochGroups([input], 1)
    groups.add(batchOf(input, [[1n, 'one', 'a']]))
    groups.arrange()
    expect([...groups.rows(0)]).toEqual([...groups.rows(0)])
    groups.clear()
    groups.arrange()
    expect(groups.size).toBe(0)
    groups.add(batchOf(input, [[2n, 'two', 'z']]))
    groups.arrange()
    expect(keysOf(groups, 'key STRING')).toEqual([['z']])
    expect([...groups.rows(0)]).toEqual([{ n: 2n, name: 'two' }])
  })

  test('show values of every type as a program sees them', () => {
    const wide = schemaOf(
      't TIMESTAMP, b BOOLEAN, d DOUBLE, i INT, a ARRAY<INT>, s STRUCT<x: LONG>, `__proto__` INT, key INT',
    )
    const groups = new EpochGroups([wide], 1)
    groups.add(
      batchOf(wide, [
        [5n, true, 1.5, 7, [1, 2], [3n], 9, 1],
        [null, null, null, null, null, null, null, 1],
      ]),
    )
    groups.arrange()
    const [row, empty] = [...groups.rows(0)] as [Record<string, unknown>, Record<string, unknown>]
    expect(row['t']).toEqual(new Timestamp(5n))
    expect(Object.entries(row).slice(1)).toEqual(
      Object.entries({ b: true, d: 1.5, i: 7, a: [1, 2], s: { x: 3n } }).concat([['__proto__', 9]]),
    )
    expect(Object.values(empty)).toEqual([null, null, null, null, null, null, null])
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
  })

  test('are those of a row-by-row model, whatever the batches', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', null), fc.constantFrom(1, 2, null)), {
      maxLength: 40,
    })
    const keyed = schemaOf('n INT, k STRING, i INT')
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (keys, size) => {
        const groups = new EpochGroups([keyed], 2)
        const model = new Map<string, number[]>()
        keys.forEach((key, n) => model.set(JSON.stringify(key), [...(model.get(JSON.stringify(key)) ?? []), n]))
        for (let from = 0; from < keys.length; from += size) {
          groups.add(
            batchOf(
              keyed,
              keys.slice(from, from + size).map(([k, i], at) => [from + at, k, i]),
            ),
          )
        }
        groups.arrange()
        expect(keysOf(groups, 'k STRING, i INT').map((key) => JSON.stringify(key))).toEqual([...model.keys()])
        expect([...model.values()]).toEqual(
          Array.from({ length: groups.size }, (_, at) => [...groups.rows(at)].map(({ n }) => n)),
        )
      }),
    )
  })
})
