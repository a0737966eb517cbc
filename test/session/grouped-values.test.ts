/** Groups of values instead of rows (mapValues), and of rows in order (flatMapSortedGroups). */
import { afterAll, describe, expect, expectTypeOf, test } from 'vitest'
import { col, createSession } from '../../index.ts'
import { sum } from '../../lib/expressions/builders/index.ts'
import { add, expectNew, testQuery } from '../../lib/testing/index.ts'
import { virtualSurroundings } from '../../lib/testing/virtual-surroundings.ts'
import { long, string, struct } from '../../lib/types/typed/struct.ts'
import { condition } from '../operators/pipe.ts'
import { testSession } from './sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const rows: [string, number | null, string][] = [
  ['a', 3, 'x'],
  ['b', 1, 'y'],
  ['a', 1, 'z'],
  ['a', 2, 'w'],
]
const frame = () => session.createDataFrame(rows, 'k STRING, n INT, s STRING')
const values = () =>
  frame()
    .groupByKey('k')
    .mapValues(({ n }) => n ?? 0, 'INT')

const stream = () => {
  const on = virtualSurroundings()
  const numbers = createSession({ surroundings: on }).memoryStream('k STRING, n INT, at TIMESTAMP')
  return { on, numbers }
}
const at = (seconds: number) => new Date(1000 * seconds)

describe('mapValues', () => {
  test('functions of groups see what it makes of a row, plain or with columns, once more if it is called again', async () => {
    const texts = values()
      .mapValues(
        (n) => {
          expectTypeOf(n).toEqualTypeOf<number>()
          return { tens: BigInt(10 * n), as: `${n}` }
        },
        struct({ tens: long, as: string }),
      )
      .flatMapGroups((k, all) => [...all].map(({ tens, as }) => `${k}${tens}${as}`), string)
    expect((await texts.collect()).map(({ value }) => value)).toEqual(['a303', 'a101', 'a202', 'b101'])
  })

  test('keys and counts stay; what is reduced is a value', async () => {
    expect(await values().count().collect()).toEqual([
      { key: 'a', 'count(1)': 3n },
      { key: 'b', 'count(1)': 1n },
    ])
    expect(
      await values()
        .reduceGroups((a, b) => a + b)
        .collect(),
    ).toEqual([
      { key: 'a', value: 6 },
      { key: 'b', value: 1 },
    ])
  })

  test('each side of a cogroup has its own', async () => {
    const sizes = values().cogroup(
      frame().groupByKey('k'),
      (k, ns, all) => [`${k} ${[...ns]} ${[...all].map(({ s }) => s)}`],
      string,
    )
    expect((await sizes.collect()).map(({ value }) => value)).toEqual(['a 3,1,2 x,z,w', 'b 1 y'])
  })

  test('on a stream sums are kept, and a time-out goes by the event time of the rows', async () => {
    const { on, numbers } = stream()
    const grouped = numbers
      .toDF()
      .withWatermark('at', '0 seconds')
      .groupByKey('k')
      .mapValues(({ n }) => n ?? 0, 'INT')
    await testQuery(
      grouped.reduceGroups((a, b) => a + b),
      { on, outputMode: 'update' },
      [
        add(numbers, ['a', 1, at(1)], ['a', 2, at(1)]),
        expectNew(['a', 3]),
        add(numbers, ['a', 4, at(2)]),
        expectNew(['a', 7]),
      ],
    )
    const { on: other, numbers: more } = stream()
    const timed = more
      .toDF()
      .withWatermark('at', '0 seconds')
      .groupByKey('k')
      .mapValues(({ n }) => n ?? 0, 'INT')
    const ended = timed.flatMapGroupsWithState(
      (k, all, state) => {
        if (state.hasTimedOut) return [[k, state.get()]]
        state.update([...all].reduce((a, b) => a + b))
        state.setTimeoutTimestamp(5_000)
        return []
      },
      { output: 'k STRING, n INT', state: 'INT', timeout: 'EventTimeTimeout' },
    )
    await testQuery(ended, { on: other }, [
      add(more, ['a', 1, at(1)], ['a', 2, at(1)]),
      expectNew(),
      add(more, ['b', 9, at(6)]),
      expectNew(['a', 3], ['b', 9]),
    ])
  })

  test('processors see it too, a class and an object, also of their initial state', async () => {
    class Total {
      #sum = 0
      handleInitialState(_: string, value: number) {
        this.#sum += 100 * value
      }
      handleInputRows(k: string, all: Iterable<number>) {
        for (const one of all) this.#sum += one
        return [`${k} ${this.#sum}`]
      }
    }
    const initialState = frame()
      .filter("k = 'b'")
      .groupByKey('k')
      .mapValues(({ n }) => n ?? 0, 'INT')
    for (const processor of [Total, new Total()]) {
      const totals = values().transformWithState(processor, { output: string, initialState })
      expect((await totals.collect()).map(({ value }) => value)).toEqual(['b 101', 'a 107'])
    }
  })

  test('refuses promises, values that are not of the schema, and to make states of an initial state', async () => {
    const later = frame()
      .groupByKey('k')
      .mapValues((async () => 1) as never, 'INT')
    await expect(later.mapGroups((_, all) => [...all].length, 'INT').collect()).rejects.toMatchObject({
      message: expect.stringContaining('must give its value at once'),
    })
    const wrong = frame()
      .groupByKey('k')
      .mapValues(({ s }) => s as never, 'INT')
    await expect(wrong.mapGroups((_, all) => [...all].length, 'INT').collect()).rejects.toThrow('a value given by')
    const counting = () =>
      values().mapGroupsWithState(() => null, { output: 'INT', state: 'INT', initialState: values() })
    expect(condition(counting)).toMatch('MILLRACE_INITIAL_STATE')
  })
})

describe('flatMapSortedGroups', () => {
  const texts = (k: string | null, all: Iterable<{ n: number | null; s: string | null }>) =>
    [...all].map(({ n, s }) => `${k}${n}${s}`)

  test('gives each group’s rows in order, nulls first unless told otherwise', async () => {
    const more = session.createDataFrame(
      [...rows, ['a', null, 'v'] as const, ['a', 1, 'a'] as const],
      'k STRING, n INT, s STRING',
    )
    const groups = more.groupByKey('k')
    const sorted = async (...orders: Parameters<typeof groups.flatMapSortedGroups>[0][]) =>
      (await groups.flatMapSortedGroups(orders.flat(), texts, string).collect()).map(({ value }) => value).sort(byKey)
    const byKey = (one: string | null, other: string | null) =>
      (one?.[0] ?? '') < (other?.[0] ?? '') ? -1 : one?.[0] === other?.[0] ? 0 : 1
    expect(await sorted(col('n').desc())).toEqual(['a3x', 'a2w', 'a1z', 'a1a', 'anullv', 'b1y'])
    expect(await sorted(['n', 's'])).toEqual(['anullv', 'a1a', 'a1z', 'a2w', 'a3x', 'b1y'])
    expect(await sorted('n', col('s').desc())).toEqual(['anullv', 'a1z', 'a1a', 'a2w', 'a3x', 'b1y'])
  })

  test('goes with mapValues, and with a key that a function makes', async () => {
    const odd = frame()
      .groupByKey(({ n }) => (n ?? 0) % 2, 'INT')
      .mapValues(({ k, n }) => `${k}${n}`, string)
      .flatMapSortedGroups(['k', col('n').desc()], (key, all) => [`${key} ${[...all]}`], string)
    expect((await odd.collect()).map(({ value }) => value).sort()).toEqual(['0 a2', '1 a3,a1,b1'])
  })

  test('on a stream sorts the rows of a batch, before the watermark that says they are all', async () => {
    const { on, numbers } = stream()
    const sorted = numbers
      .toDF()
      .withWatermark('at', '0 seconds')
      .groupByKey('k')
      .flatMapSortedGroups(
        col('n').desc(),
        (k, all) => [{ k, ns: [...all].map(({ n }) => n).join() }],
        'k STRING, ns STRING',
      )
    await testQuery(sorted, { on }, [
      add(numbers, ['a', 1, at(1)], ['b', 5, at(9)], ['a', 7, at(2)]),
      expectNew(['a', '7,1'], ['b', '5']),
      add(numbers, ['a', 3, at(10)]),
      expectNew(['a', '3']),
    ])
  })

  test('refuses what cannot be sorted by, as Spark does', () => {
    const groups = session.sql("SELECT 'a' AS k, 1 AS n, map(1, 2) AS m").groupByKey('k' as never)
    const by = (order: never) => () => groups.flatMapSortedGroups(order, () => [], string).schema
    expect(condition(by('m' as never))).toMatch('DATATYPE_MISMATCH.INVALID_ORDERING_TYPE')
    expect(condition(by('zz' as never))).toMatch('UNRESOLVED_COLUMN.WITH_SUGGESTION')
    expect(condition(by(sum('n') as never))).toMatch('UNSUPPORTED_EXPR_FOR_OPERATOR')
  })
})
