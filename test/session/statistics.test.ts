/** `describe`, `summary`, `stat` and the frames drawn by chance. The answers are those that Spark 4.3 gave. */
import { expect, test } from 'vitest'
import type { Session } from '../../lib/session/session.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const people = (session: Session) =>
  session.createDataFrame(
    [
      ['Ada', 36, 1.5, true],
      ['Alan', 41, 2.25, false],
      ['Grace', null, null, null],
      ['Bob', 36, Number.NaN, true],
    ],
    'name STRING, age INT, score DOUBLE, ok BOOLEAN',
  )

const rowsOf = async (frame: { collect(): Promise<object[]> }) => (await frame.collect()).map(Object.values)

test('describe and summary are of numbers and text, as text', async () => {
  const { session } = begin()
  const frame = people(session)
  expect(frame.describe().dtypes).toEqual(['summary', 'name', 'age', 'score'].map((name) => [name, 'string']))
  const five = [
    ['count', '4', '3', '3'],
    ['mean', null, '37.666666666666664', 'NaN'],
    ['stddev', null, '2.8867513459481287', 'NaN'],
    ['min', 'Ada', '36', '1.5'],
  ]
  const max = ['max', 'Grace', '41', 'NaN']
  expect(await rowsOf(frame.describe())).toEqual([...five, max])
  expect(await rowsOf(frame.describe('age'))).toEqual([...five, max].map((row) => [row[0], row[2]]))
  expect(await rowsOf(frame.summary())).toEqual([
    ...five,
    ['25%', null, '36', '1.5'],
    ['50%', null, '36', '2.25'],
    ['75%', null, '41', 'NaN'],
    max,
  ])
  expect(await rowsOf(frame.summary('count', '33%', 'approx_count_distinct', 'count_distinct', '12.5%'))).toEqual([
    ['count', '4', '3', '3'],
    ['33%', null, '36', '1.5'],
    ['approx_count_distinct', '4', '2', '3'],
    ['count_distinct', '4', '2', '3'],
    ['12.5%', null, '36', '1.5'],
  ])
})

test('columns that are neither have no statistics, and no rows have counts alone', async () => {
  const { session } = begin()
  const frame = people(session)
  expect(await rowsOf(frame.describe('ok'))).toEqual([['count'], ['mean'], ['stddev'], ['min'], ['max']])
  expect(await rowsOf(frame.limit(0).describe('name', 'age'))).toEqual([
    ['count', '0', '0'],
    ['mean', null, null],
    ['stddev', null, null],
    ['min', null, null],
    ['max', null, null],
  ])
})

test('each type of number is summarized in its own text, and text as the numbers in it', async () => {
  const { session } = begin()
  const numbers = session
    .range(1, 11)
    .selectExpr('cast(id as decimal(10,2)) d', 'cast(id as byte) b', 'cast(id as float)/3 f', 'id', "'x' s")
  expect(await rowsOf(numbers.summary())).toEqual([
    ['count', '10', '10', '10', '10', '10'],
    ['mean', '5.500000', '5.5', '1.8333333333333333', '5.5', null],
    ['stddev', '3.0276503540974917', '3.0276503540974917', '1.0092167846991638', '3.0276503540974917', null],
    ['min', '1.00', '1', '0.3333333333333333', '1', 'x'],
    ['25%', '3.0', '3', '1.0', '3', null],
    ['50%', '5.0', '5', '1.6666666666666667', '5', null],
    ['75%', '8.0', '8', '2.6666666666666665', '8', null],
    ['max', '10.00', '10', '3.3333333333333335', '10', 'x'],
  ])
  const texts = session.createDataFrame([['5'], ['x'], [null], ['7.5']], 'c STRING')
  expect(await rowsOf(texts.summary())).toEqual([
    ['count', '3'],
    ['mean', '6.25'],
    ['stddev', '1.7677669529663689'],
    ['min', '5'],
    ['25%', '5.0'],
    ['50%', '5.0'],
    ['75%', '7.5'],
    ['max', 'x'],
  ])
})

test('a statistic or a column that is not there is refused', () => {
  const { session } = begin()
  const frame = people(session)
  for (const one of ['foo', 'foo%']) {
    expect(() => frame.summary(one)).toThrow(`The statistic '${one}' is not recognized. Valid statistics include`)
  }
  expect(() => frame.summary('133%')).toThrow('requirement failed: Percentiles must be in the range [0, 1]')
  expect(() => frame.describe('nope' as never)).toThrow(/`nope` cannot be resolved/)
})

test('approxQuantile gives values of the column, exact ones without error', async () => {
  const { session } = begin()
  const frame = people(session)
  expect(await frame.approxQuantile('age', [0, 0.5, 1], 0)).toEqual([36, 36, 41])
  expect(await frame.approxQuantile(['age', 'score'], [0.25, 0.5], 0.1)).toEqual([
    [36, 36],
    [1.5, 1.5],
  ])
  expect(await frame.limit(0).approxQuantile('age', [0.5], 0.1)).toEqual([])
  expect(await frame.limit(0).stat.approxQuantile(['age', 'score'], [0.5], 0.1)).toEqual([[], []])
  expect(await session.range(1000).approxQuantile('id', [0.1, 0.5, 0.9], 0.01)).toEqual([92, 497, 890])
  expect(await session.range(1000).approxQuantile('id', [0.1, 0.5, 0.9], 0)).toEqual([99, 499, 899])
  expect(await session.range(3000).approxQuantile('id', [0.1, 0.25, 0.5, 0.77, 0.9], 0.05)).toEqual([
    371, 609, 1365, 2234, 2565,
  ])
  expect(await session.range(5).selectExpr('cast(id as decimal(10,2)) d').approxQuantile('d', [0.5], 0)).toEqual([2])
  expect(() => frame.approxQuantile('name', [0.5], 0.1)).toThrow(
    'requirement failed: Quantile calculation for column name with data type StringType is not supported.',
  )
  expect(() => frame.approxQuantile('age', [1.5], 0.1)).toThrow(/percentile should be in the range \[0\.0, 1\.0\]/)
  expect(() => frame.approxQuantile('age', [0.5], -1)).toThrow(/Relative Error must be non-negative/)
})

test('freqItems finds what is often there', async () => {
  const { session } = begin()
  const frame = people(session)
  const sets = async (of: { collect(): Promise<object[]> }) =>
    (await rowsOf(of)).flat().map((one) => new Set(one as unknown[]))
  const some = frame.freqItems(['name', 'age'])
  expect(some.dtypes).toEqual([
    ['name_freqItems', 'array<string>'],
    ['age_freqItems', 'array<int>'],
  ])
  expect(await sets(some)).toEqual([new Set(['Ada', 'Alan', 'Grace', 'Bob']), new Set([36, 41, null])])
  expect(await sets(frame.freqItems(['age'], 0.4))).toEqual([new Set([36])])
  expect(await sets(session.range(300).selectExpr('id % 7 AS k').freqItems(['k'], 0.3))).toEqual([new Set()])
  const two = session.range(50).selectExpr('id * id % 10 AS k', 'cast(id % 3 AS STRING) AS t')
  expect(await sets(two.freqItems(['k', 't'], 0.34))).toEqual([new Set([1n, 4n]), new Set(['0', '1'])])
  expect(await sets(two.freqItems(['k', 't'], 0.2))).toEqual([new Set([1n, 4n, 6n, 9n]), new Set(['0', '1', '2'])])
  expect(await sets(session.range(0).freqItems(['id']))).toEqual([new Set()])
  expect(() => frame.freqItems(['age'], 0.00001)).toThrow(/Support must be in \[1e-4, 1\]/)
})

test('randomSplit puts each row into one frame, for a seed into that of Spark', async () => {
  const { session } = begin()
  const split = (
    frame: { randomSplit(weights: number[], seed: number): { collect(): Promise<object[]> }[] },
    weights: number[],
  ) => Promise.all(frame.randomSplit(weights, 7).map(async (one) => (await rowsOf(one)).flat().map(Number)))
  expect(await split(session.range(20), [1, 2])).toEqual([
    [0, 6, 8, 11, 13],
    [1, 2, 3, 4, 5, 7, 9, 10, 12, 14, 15, 16, 17, 18, 19],
  ])
  const shuffled = session.createDataFrame(
    Array.from({ length: 20 }, (_, at) => [(at * 7) % 20]),
    'id INT',
  )
  expect(await split(shuffled, [1, 2, 1])).toEqual([
    [8, 11, 13],
    [0, 1, 3, 4, 6, 12, 15, 17, 19],
    [2, 5, 7, 9, 10, 14, 16, 18],
  ])
  const mixed = session.createDataFrame(
    [
      ['x', 1, null],
      ['a', 5, 2.5],
      [null, 3, 1.5],
      ['m', 2, 0.5],
      ['b', 4, 9.5],
    ],
    's STRING, drawn INT, d DOUBLE',
  )
  const parts = mixed.randomSplit([0.5, 0.5], 42)
  expect(parts.map((one) => one.columns)).toEqual([mixed.columns, mixed.columns])
  expect(await Promise.all(parts.map(async (one) => (await one.collect()).map((row) => row.drawn)))).toEqual([
    [2],
    [3, 5, 4, 1],
  ])
  expect(() => mixed.randomSplit([-1, 2])).toThrow(/Weights must be nonnegative, but got \[-1,2\]/)
  expect(() => mixed.randomSplit([0])).toThrow(/Sum of weights must be positive/)
})

test('sampleBy draws by the value of a column, for a seed the rows of Spark', async () => {
  const { session } = begin()
  const thirty = session.range(30).selectExpr('id', 'id % 3 AS k')
  const fractions = new Map([
    [0, 0.5],
    [1, 1],
  ])
  expect((await thirty.sampleBy('k', fractions, 3).collect()).map((row) => Number(row.id))).toEqual([
    0, 1, 4, 7, 10, 13, 15, 16, 19, 22, 25, 27, 28,
  ])
  expect(() => thirty.stat.sampleBy('k', new Map([[0, 1.5]]))).toThrow(
    'Fractions must be in [0, 1], but got Map(0 -> 1.5).',
  )
})

test('corr and cov are of two columns, a null counting as 0', async () => {
  const { session } = begin()
  const make = (...rows: (number | null)[][]) => session.createDataFrame(rows, 'a INT, b DOUBLE')
  const full = make([1, 2], [2, 3.5], [3, 1], [4, 8])
  expect(await full.stat.corr('a', 'b')).toBe(0.6470984341213211)
  expect(await full.cov('a', 'b')).toBe(2.5833333333333335)
  const gap = make([1, 2], [2, null], [3, 7], [4, 4])
  expect(await gap.corr('a', 'b')).toBe(0.562039011517252)
  expect(await gap.cov('a', 'b')).toBe(2.1666666666666665)
  expect(await make([1, 2], [2, null], [4, 4]).cov('a', 'b')).toBe(2)
  for (const few of [full.limit(0), full.limit(1)]) {
    expect(await few.corr('a', 'b')).toBeNaN()
    expect(await few.cov('a', 'b')).toBe(0)
  }
  expect(await make([1, 2], [1, 3]).corr('a', 'b')).toBeNaN()
  expect(await people(session).cov('age', 'score')).toBeNaN()
  await expect(people(session).corr('name', 'age')).rejects.toThrow(
    'requirement failed: Currently correlation calculation for columns with dataType string not supported.',
  )
  await expect(full.corr('a', 'b', 'spearman')).rejects.toThrow(/Pearson Correlation/)
})

test('crosstab counts pairs of values', async () => {
  const { session } = begin()
  const frame = session.createDataFrame(
    [
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'a'],
      [3, null],
      [null, 'b'],
    ],
    'k INT, v STRING',
  )
  const table = await frame.crosstab('k', 'v')
  expect(table.columns).toEqual(['k_v', 'a', 'b', 'null'])
  expect(await rowsOf(table.orderBy('k_v'))).toEqual([
    ['1', 1n, 1n, 0n],
    ['2', 2n, 0n, 0n],
    ['3', 0n, 0n, 1n],
    ['null', 0n, 1n, 0n],
  ])
  const turned = await frame.stat.crosstab('v', 'k')
  expect(turned.columns).toEqual(['v_k', '1', '2', '3', 'null'])
  const none = await session.range(0).selectExpr('id AS a', 'id AS b').crosstab('a', 'b')
  expect(none.columns).toEqual(['a_b'])
  expect(await none.collect()).toEqual([])
})
