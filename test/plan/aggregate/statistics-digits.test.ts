/** Statistics round where those of a Spark 4.3.0 do that has one partition, which has nothing to merge. */
import { expect, test } from 'vitest'
import { Session } from '../../../index.ts'

const session = Session.builder().master('local').appName('statistics').getOrCreate()

const moments: readonly (readonly [function_: string, values: readonly number[], result: number])[] = [
  ['skewness', [-10, -20, 100, 1000], 1.1135657469022011],
  ['skewness', [-1000, -100, 10, 20], -1.113565746902201],
  ['kurtosis', [-10, -20, 100, 1000], -0.7014368047529609],
  ['kurtosis', [1, 10, 100, 10, 1], 0.19432323191698986],
]

test.each(moments)('%s of %j', async (name, values, result) => {
  const frame = session.createDataFrame(
    values.map((one) => [one]),
    'c DOUBLE',
  )
  expect(Object.values((await frame.selectExpr(`${name}(c)`).collect())[0] ?? {})).toEqual([result])
})

const all = ['regr_sxy', 'regr_sxx', 'regr_syy', 'covar_pop', 'corr', 'regr_slope', 'regr_r2']
const pairs: readonly (readonly [rows: readonly (readonly (number | null)[])[], results: readonly number[]])[] = [
  [
    [
      [1, 2],
      [2, 2],
      [2, 3],
      [2, 4],
    ],
    [0.7499999999999998, 2.75, 0.75, 0.18749999999999994, 0.5222329678670934, 0.2727272727272727, 0.2727272727272726],
  ],
  [
    [
      [1, 2],
      [2, null],
      [2, 3],
      [2, 4],
    ],
    [1, 2, 0.6666666666666667, 0.3333333333333333, 0.8660254037844387, 0.49999999999999994, 0.7500000000000001],
  ],
]

test.each(pairs)('pairs %j', async (rows, results) => {
  const frame = session.createDataFrame(
    rows.map((one) => [...one]),
    'y DOUBLE, x DOUBLE',
  )
  const found = await frame.selectExpr(...all.map((name) => `${name}(y, x)`)).collect()
  expect(Object.values(found[0] ?? {})).toEqual(results)
})
