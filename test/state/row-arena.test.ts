import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf } from '../../lib/columnar/builder.ts'
import { valueAt } from '../../lib/columnar/values.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import { RowArena } from '../../lib/state/row-arena.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'

const schema = parseSchema(
  'a BIGINT, b STRING, c DOUBLE, d INT, e BOOLEAN, f DECIMAL(30,2), g STRUCT<x: TIMESTAMP, y: STRING>, h ARRAY<INT>, i MAP<STRING, INT>, j BINARY, k VOID',
)
const types = schema.fields.map(({ type }) => type)

const nullable = <T extends SqlValue>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<SqlValue> =>
  fc.option(arbitrary, { nil: null, freq: 4 })
const text = fc.string({ maxLength: 40 })
const row: fc.Arbitrary<SqlValue[]> = fc.tuple(
  nullable(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  nullable(text),
  nullable(fc.constantFrom(0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY)),
  nullable(fc.integer()),
  nullable(fc.boolean()),
  nullable(fc.bigInt({ min: -(10n ** 29n), max: 10n ** 29n })),
  nullable(fc.tuple(nullable(fc.constantFrom(0n, -5n)), nullable(text))),
  nullable(fc.array(nullable(fc.nat(3)), { maxLength: 3 })),
  nullable(fc.uniqueArray(fc.tuple(text, nullable(fc.nat(3))), { maxLength: 3, selector: ([key]) => key as string })),
  nullable(fc.uint8Array({ maxLength: 40 })),
  fc.constant(null),
)
const rowAt = (columns: readonly Vector[], at: number) => columns.map((column) => valueAt(column, at))

describe('a row arena', () => {
  test('gives back the rows it was given, -0.0 and map order included, through additions, removals and restarts', () => {
    const step = fc.oneof(
      fc.record({ add: fc.array(row, { maxLength: 8 }), skip: fc.boolean() }),
      fc.record({ remove: fc.nat(10) }),
      fc.record({ removeAll: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }) }),
      fc.record({ save: fc.boolean() }),
      fc.record({ restart: fc.nat(3) }),
    )
    const property = fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let arena = new RowArena(types)
      const model = new Map<number, SqlValue[]>()
      const parts: Uint8Array[] = []
      const snapshots: { readonly bytes: Uint8Array | undefined; readonly parts: number }[] = [
        { bytes: undefined, parts: 0 },
      ]
      const save = (full: boolean) => {
        const changed = arena.changes()
        if (changed) parts.push(changed.slice())
        if (full) snapshots.push({ bytes: arena.snapshot().slice(), parts: parts.length })
        expect(arena.changes()).toBeUndefined()
      }
      for (const one of steps) {
        if ('add' in one) {
          const { columns } = batchOf(schema, one.add)
          const rows = one.skip ? Int32Array.from(one.add.keys()).filter((at) => at % 3 !== 1) : undefined
          const ids = new Int32Array(rows?.length ?? one.add.length)
          if (ids.length === 1) ids[0] = arena.append(columns, rows?.[0] ?? 0)
          else arena.appendRows(columns, rows, ids.length, ids)
          ids.forEach((id, i) => {
            expect(model.has(id)).toBe(false)
            model.set(id, rowAt(columns, rows?.[i] ?? i))
          })
        } else if ('remove' in one) {
          const id = [...model.keys()][one.remove]
          if (id === undefined) continue
          arena.remove(id)
          model.delete(id)
        } else if ('removeAll' in one) {
          const gone = [...model.keys()].filter((_, at) => one.removeAll[at])
          arena.removeAll(Int32Array.from(gone), gone.length)
          for (const id of gone) model.delete(id)
        } else if ('save' in one) save(one.save)
        else {
          save(false)
          const from = snapshots[one.restart % snapshots.length] as (typeof snapshots)[number]
          if (one.restart % 2 === 0) arena = new RowArena(types)
          arena.restore(from.bytes, parts.slice(from.parts))
        }
        expect(arena.size).toBe(model.size)
        const ids = arena.ids()
        const read = arena.vectors(ids, ids.length)
        expect(new Map([...ids].map((id, at) => [id, rowAt(read, at)]))).toEqual(
          new Map([...model].sort(([a], [b]) => a - b)),
        )
      }
    })
    fc.assert(property, { numRuns: 150 })
  })

  test('numbers of rows that have gone are used again', () => {
    const arena = new RowArena([{ kind: 'int' }])
    const { columns } = batchOf(parseSchema('a INT'), [[1], [2], [3]])
    const ids = new Int32Array(3)
    arena.appendRows(columns, undefined, 3, ids)
    arena.remove(1)
    expect(arena.append(columns, 0)).toBe(1)
    expect(arena.top).toBe(3)
    expect(arena.has(7)).toBe(false)
  })

  test('what long rows took is given back, and the others are found where they went', () => {
    const arena = new RowArena([{ kind: 'string' }])
    const { columns } = batchOf(parseSchema('s STRING'), [['x'.repeat(400_000)], ['stays']])
    const stays = arena.append(columns, 1)
    for (let i = 0; i < 50; i++) arena.remove(arena.append(columns, 0))
    expect(rowAt(arena.vectors(Int32Array.of(stays), 1), 0)).toEqual(['stays'])
    expect(arena.snapshot().length).toBeLessThan(100)
  })

  test('a change file is in proportion to the change', () => {
    const arena = new RowArena([{ kind: 'long' }, { kind: 'string' }])
    const { columns } = batchOf(
      parseSchema('a BIGINT, s STRING'),
      Array.from({ length: 5000 }, (_, at) => [BigInt(at), `row ${at}`]),
    )
    const ids = new Int32Array(5000)
    arena.appendRows(columns, undefined, 5000, ids)
    arena.changes()
    arena.remove(17)
    arena.append(columns, 3)
    expect(arena.changes()?.length).toBeLessThan(100)
  })
})
