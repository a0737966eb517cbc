/** What the compiler knows of groups: keys, rows, states and results by the schemas they are given. */
import { afterAll, expect, expectTypeOf, test } from 'vitest'
import type { GroupState } from '../../lib/plan/user-state/group-state.ts'
import { int, long, string, struct } from '../../lib/types/typed/struct.ts'
import { testSession } from './sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const frame = () => session.createDataFrame([['a', 1n]], struct({ word: string, n: long }))

test('a key is the value of a column, the values of several, or what a function says', () => {
  frame()
    .groupByKey('word')
    .mapGroups((key, rows) => {
      expectTypeOf(key).toEqualTypeOf<string | null>()
      expectTypeOf(rows).toEqualTypeOf<Iterable<{ word: string | null; n: bigint | null }>>()
      return [key]
    }, 'word STRING')
  frame()
    .groupByKey('word', 'n')
    .mapGroups(
      (key) => {
        expectTypeOf(key).toEqualTypeOf<{ word: string | null; n: bigint | null }>()
        return key
      },
      struct({ word: string }),
    )
  const byLength = frame().groupByKey((row) => {
    expectTypeOf(row).toEqualTypeOf<{ word: string | null; n: bigint | null }>()
    return row.word?.length ?? null
  }, int)
  byLength.mapGroups((key) => {
    expectTypeOf(key).toEqualTypeOf<number>()
    return key
  }, 'INT')
  frame()
    .groupByKey(() => ({ odd: true }), 'odd BOOLEAN')
    .mapGroups((key) => {
      expectTypeOf(key).toEqualTypeOf<{ odd: boolean | null }>()
      return [key.odd]
    }, 'odd BOOLEAN')
  // @ts-expect-error no column of this name
  expect(() => frame().groupByKey('wrod')).toThrow('cannot be resolved')
})

test('results are columns by name, or the column `value`', async () => {
  const rows = frame()
    .groupByKey('word')
    .mapGroups((word) => ({ word, n: 1 }), struct({ word: string, n: int }))
  expectTypeOf(rows.collect()).resolves.toEqualTypeOf<{ word: string | null; n: number | null }[]>()
  const plain = frame()
    .groupByKey('word')
    .mapGroups((word) => word, string)
  expectTypeOf(plain.collect()).resolves.toEqualTypeOf<{ value: string | null }[]>()
  const text = frame()
    .groupByKey('word')
    .flatMapGroups((word) => [word], 'STRING')
  expectTypeOf(text.collect()).resolves.toEqualTypeOf<{ value: string | null }[]>()
  expect(await text.collect()).toEqual([{ value: 'a' }])
  const wrong = (): number => 1
  // @ts-expect-error a number is no STRING
  frame().groupByKey('word').mapGroups(wrong, string)
})

test('states are of the type of their schema', () => {
  const grouped = frame().groupByKey('word')
  grouped.mapGroupsWithState(
    (word, _, state) => {
      expectTypeOf(state).toEqualTypeOf<GroupState<bigint>>()
      // @ts-expect-error a LONG is a bigint
      expect(() => state.update('1')).toBeDefined()
      return { word, n: state.getOption() ?? null }
    },
    { output: struct({ word: string, n: long }), state: 'LONG' },
  )
  grouped.flatMapGroupsWithState(
    async function* (word, rows, state) {
      expectTypeOf(state.getOption()).toEqualTypeOf<{ n: bigint | null; last: string | null } | undefined>()
      for (const row of rows) state.update({ n: row.n, last: row.word })
      yield { word, n: 1 }
    },
    { output: 'word STRING, n INT', state: struct({ n: long, last: string }), timeout: 'ProcessingTimeTimeout' },
  )
})
