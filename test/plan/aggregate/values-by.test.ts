/** max_by and min_by of several rows: what a real Spark 4.3.0 gives. */
import { expect, test } from 'vitest'
import { Session } from '../../../index.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { maxBy, minBy } from '../../../lib/expressions/builders/index.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'

const session = Session.builder().master('local').appName('values-by').getOrCreate()
const frame: AnyFrame = session.createDataFrame(
  [
    [1, 2n, 'a', 1.5],
    [2, 3n, 'b', 2.5],
    [null, null, null, null],
    [1, 7n, 'b', 0.5],
  ],
  'i INT, l BIGINT, s STRING, x DOUBLE',
)

const values = async (of: AnyFrame): Promise<unknown[][]> => (await of.collect()).map((row) => Object.values(row))

function refusal(text: string): string {
  try {
    frame.selectExpr(text)
  } catch (error) {
    if (error instanceof MillraceError) return `${error.condition}: ${error.message}`
    throw error
  }
  return 'accepted'
}

test('gives the values of so many rows, in order', async () => {
  const several = frame.selectExpr('max_by(s, l, 2)', 'min_by(s, l, 2)', 'max_by(s, l, 10)', 'max_by(s, l, 1 + 1)')
  expect(several.columns).toEqual(['max_by(s, l, 2)', 'min_by(s, l, 2)', 'max_by(s, l, 10)', 'max_by(s, l, (1 + 1))'])
  expect(await values(several)).toEqual([
    [
      ['b', 'b'],
      ['a', 'b'],
      ['b', 'b', 'a'],
      ['b', 'b'],
    ],
  ])
  expect(await values(frame.selectExpr("max_by(i, l, '1')"))).toEqual([[[1]]])
})

test('goes by groups and values of all kinds, null where no row has an order', async () => {
  const grouped = frame.groupBy('s').agg(maxBy('i', 'l', 2).as('high'), minBy('i', 'l', 2).as('low'))
  expect(await values(grouped.orderBy('s'))).toEqual([
    [null, null, null],
    ['a', [1], [1]],
    ['b', [1, 2], [2, 1]],
  ])
  expect(await values(frame.filter('l IS NULL').selectExpr('max_by(s, l, 3)'))).toEqual([[null]])
  expect(await values(frame.selectExpr('max_by(struct(s, i), struct(l), 2)', 'min_by(array(i), x, 2)'))).toEqual([
    [
      [
        { s: 'b', i: 1 },
        { s: 'b', i: 2 },
      ],
      [[1], [1]],
    ],
  ])
})

test('takes a whole number from 1 to 100,000 that is a constant', () => {
  for (const k of ['0', '-1', '100001']) {
    expect(refusal(`max_by(s, l, ${k})`)).toBe(
      `DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE: Cannot resolve "max_by(s, l, ${k})" due to data type mismatch: The \`k\` must be between [1, 100000] (current value = ${k}).`,
    )
  }
  expect(refusal('max_by(s, l, NULL)')).toMatch(/current value = 0/)
  expect(refusal('max_by(s, l, i)')).toMatch(
    /^DATATYPE_MISMATCH.NON_FOLDABLE_INPUT: .*the input k should be a foldable/,
  )
  expect(refusal('max_by(s, l, 100000)')).toBe('accepted')
  expect(refusal("max_by(s, l, 'x')")).toMatch(/^CAST_INVALID_INPUT/)
  expect(refusal('max_by(s, map(1, 2), 2)')).toMatch(/^DATATYPE_MISMATCH.INVALID_ORDERING_TYPE/)
  expect(refusal('max_by(s)')).toMatch(/^WRONG_NUM_ARGS.WITHOUT_SUGGESTION: The `max_by` requires \[2, 3\] parameters/)
})
