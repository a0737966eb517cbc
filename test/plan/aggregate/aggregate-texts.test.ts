/** Names, refusals and edges of aggregate functions, as a real Spark 4.3.0 has them. */
import { expect, test } from 'vitest'
import { Session } from '../../../index.ts'
import { MillraceError } from '../../../lib/errors.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'

const session = Session.builder().master('local').appName('aggregate-texts').getOrCreate()
const frame: AnyFrame = session.createDataFrame(
  [
    [1, 'a'],
    [2, 'b'],
    [null, null],
  ],
  'i INT, s STRING',
)

const refusals: readonly (readonly [text: string, refusal: string])[] = [
  [
    'count()',
    'WRONG_NUM_ARGS.WITH_SUGGESTION: The `count` requires  >= 1 parameters but the actual number is 0. If you have to call this function with 0 parameters, set the legacy configuration "spark.sql.legacy.allowParameterlessCount" to "true".',
  ],
  [
    'count(i) FILTER (WHERE sum(i) > 1)',
    'INVALID_AGGREGATE_FILTER.CONTAINS_AGGREGATE: The FILTER expression "(sum(i) > 1)" in an aggregate function is invalid. Expected a FILTER expression without an aggregation, but found "sum(i)".',
  ],
  [
    'count(i) FILTER (WHERE rand() > 1)',
    'INVALID_AGGREGATE_FILTER.NON_DETERMINISTIC: The FILTER expression "(rand() > 1)" in an aggregate function is invalid. Expected a deterministic FILTER expression.',
  ],
  [
    'collect_set(map(1, 2))',
    'DATATYPE_MISMATCH.UNSUPPORTED_INPUT_TYPE: Cannot resolve "collect_set(map(1, 2))" due to data type mismatch: The input of `collect_set` can\'t be "MAP" or "COLLATED STRING" type data.',
  ],
  [
    'mode(DISTINCT i)',
    'INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED: Invalid function `mode` with WITHIN GROUP. The function does not support DISTINCT with WITHIN GROUP.',
  ],
]

test.each(refusals)('%s is refused', (text, refusal) => {
  let found = 'accepted'
  try {
    frame.selectExpr(text)
  } catch (error) {
    if (!(error instanceof MillraceError)) throw error
    found = `${error.condition}: ${error.message}`
  }
  expect(found).toBe(refusal)
})

test.each([
  ['approx_count_distinct(s, 0.01)', 'approx_count_distinct(s)'],
  ['mode() WITHIN GROUP (ORDER BY i)', 'mode() WITHIN GROUP (ORDER BY i DESC)'],
  ['mode() WITHIN GROUP (ORDER BY i DESC)', 'mode() WITHIN GROUP (ORDER BY i)'],
])('%s is called %s', (text, name) => {
  expect(frame.selectExpr(text).columns).toEqual([name])
})

test('a correlation with what does not vary is null', async () => {
  const same = session.createDataFrame([[2], [2]], 'x DOUBLE').selectExpr('corr(x, x) AS r')
  expect(await same.collect()).toEqual([{ r: null }])
})

test.each([
  ['9223372036854775807', /^overflow. Use 'try_add' to tolerate overflow and return NULL instead./],
  ["INTERVAL '178956970' YEAR", /^Integer overflow while operating with intervals. Use `try_add` to tolerate/],
  ["INTERVAL '106751991' DAY", /^Integer overflow while operating with intervals. Use `try_add` to tolerate/],
])('a sum of two times %s overflows', async (value, message) => {
  await expect(frame.filter('i > 0').selectExpr(`sum(${value})`).collect()).rejects.toThrow(message)
})
