/** Frames turned on their side, and rows as text. The answers are those that Spark 4.3 gave. */
import { expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()

const rowsOf = async (frame: { collect(): Promise<object[]> }) => (await frame.collect()).map(Object.values)

test('unpivot makes a row of each column, of the type that they have in common', async () => {
  const { session } = begin()
  const frame = session.createDataFrame(
    [
      [1, 2, '5'],
      [2, null, 'x'],
    ],
    'a INT, b DOUBLE, c STRING',
  )
  const some = frame.unpivot('a', ['b', 'a'], 'k', 'v')
  expect(some.dtypes).toEqual([
    ['a', 'int'],
    ['k', 'string'],
    ['v', 'double'],
  ])
  expect(some.schema.fields.map((one) => one.nullable)).toEqual([true, false, true])
  expect(await rowsOf(some)).toEqual([
    [1, 'b', 2],
    [1, 'a', 1],
    [2, 'b', null],
    [2, 'a', 2],
  ])
  expect(await rowsOf(frame.drop('c').melt(['a'], null, 'k', 'v'))).toEqual([
    [1, 'b', 2],
    [2, 'b', null],
  ])
  expect(await rowsOf(frame.limit(1).unpivot([], ['a', 'b'], 'k', 'v'))).toEqual([
    ['a', 1],
    ['b', 2],
  ])
  expect(await rowsOf(frame.limit(1).unpivot('c', [col('a'), col('b').plus(1).as('b')], 'k', 'v'))).toEqual([
    ['5', 'a', 1],
    ['5', 'b', 3],
  ])
  expect(() => frame.unpivot('a', ['b', 'c'], 'k', 'v')).toThrow(
    'Unpivot value columns must share a least common type, some types do not: ["DOUBLE" (`b`), "STRING" (`c`)].',
  )
  expect(() => frame.select('a').unpivot('a', undefined, 'k', 'v')).toThrow(
    'At least one value column needs to be specified for UNPIVOT, all columns specified as ids.',
  )
})

test('toJSON leaves nulls out, foreachPartition has all rows', async () => {
  const { session } = begin()
  const frame = session.createDataFrame(
    [
      ['Ada', 36, 1.5, true],
      ['Grace', null, null, null],
      ['Bob', 36, Number.NaN, true],
    ],
    'name STRING, age INT, score DOUBLE, ok BOOLEAN',
  )
  expect(await frame.toJSON().collect()).toEqual([
    { value: '{"name":"Ada","age":36,"score":1.5,"ok":true}' },
    { value: '{"name":"Grace"}' },
    { value: '{"name":"Bob","age":36,"score":"NaN","ok":true}' },
  ])
  const names: unknown[] = []
  await frame.foreachPartition(async (rows) => {
    for await (const row of rows) names.push(row.name)
  })
  expect(names).toEqual(['Ada', 'Grace', 'Bob'])
})

test('transpose makes columns of the rows', async () => {
  const { session } = begin()
  const frame = session.createDataFrame(
    [
      ['5', 1, 2],
      ['x', 2, null],
      [null, 3, 7],
      ['7.5', 4, 4],
    ],
    'c STRING, a INT, b DOUBLE',
  )
  const turned = await frame.transpose()
  expect(turned.dtypes).toEqual(['key', '5', '7.5', 'x'].map((name, at) => [name, at === 0 ? 'string' : 'double']))
  expect((await turned.collect()).map((row) => ['key', '5', '7.5', 'x'].map((name) => row[name]))).toEqual([
    ['a', 1, 4, 2],
    ['b', 2, 4, null],
  ])
  const index = await frame.select('a').transpose()
  expect(index.columns).toEqual(['key', '1', '2', '3', '4'])
  expect(await index.collect()).toEqual([])
  expect(await (await frame.select('a', 'b').limit(0).transpose()).collect()).toEqual([{ key: 'b' }])
  expect(
    (
      await session
        .createDataFrame(
          [
            [10, 1],
            [9, 3],
          ],
          'i INT, a INT',
        )
        .transpose()
    ).columns,
  ).toEqual(['key', '9', '10'])
  await expect(frame.transpose('a')).rejects.toThrow(
    'Transpose requires non-index columns to share a least common type, but "STRING" and "DOUBLE" do not.',
  )
  await expect(session.range(501).transpose()).rejects.toMatchObject({ condition: 'TRANSPOSE_EXCEED_ROW_LIMIT' })
  await expect(session.range(1).selectExpr('array(1) AS i', '1 AS a').transpose()).rejects.toMatchObject({
    condition: 'TRANSPOSE_INVALID_INDEX_COLUMN',
  })
})
