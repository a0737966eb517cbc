/** Subqueries over static frames: IN, EXISTS and scalar ones, with and without columns of the query around them. */
import { afterAll, describe, expect, test } from 'vitest'
import { int, string, struct } from '../../lib/types/typed/struct.ts'
import { testSession } from '../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())
const view = (name: string, rows: readonly (readonly unknown[])[], schema: string) =>
  session.createDataFrame(rows as never, schema).createOrReplaceTempView(name)
view(
  'a',
  [
    [1, 'x', 1],
    [2, 'y', 2],
    [null, 'z', 3],
    [3, 'w', null],
  ],
  'k INT, s STRING, v DOUBLE',
)
view(
  'b',
  [
    [1n, 'p', 1],
    [1n, 'q', 2],
    [3n, 'r', 3],
  ],
  'k BIGINT, t STRING, w INT',
)
view(
  'n',
  [
    [1n, 'p', 1],
    [null, 'q', 2],
  ],
  'k BIGINT, t STRING, w INT',
)
view('e', [], 'k BIGINT, t STRING, w INT')

/** Values of the rows, in the order of `a`. */
const values = async (sql: string) => (await session.sql(sql).collect()).map((row) => Object.values(row))

describe('a condition', () => {
  test.each([
    ['k IN (SELECT k FROM b)', [1, 3]],
    ['k NOT IN (SELECT k FROM b)', [2]],
    // A null in the list: whether a value is not in it is not known.
    ['k NOT IN (SELECT k FROM n)', []],
    ['k NOT IN (SELECT k FROM e)', [1, 2, null, 3]],
    ['(k, v) IN (SELECT k, w FROM b)', [1]],
    ['(k, v) NOT IN (SELECT k, w FROM b)', [2]],
    ['k IN (SELECT w FROM b UNION ALL SELECT 2)', [1, 2, 3]],
    ['EXISTS (SELECT * FROM e)', []],
    ['NOT EXISTS (SELECT * FROM e)', [1, 2, null, 3]],
    ['EXISTS (SELECT 1 FROM b WHERE b.k = a.k)', [1, 3]],
    ['NOT EXISTS (SELECT 1 FROM b WHERE b.k = a.k AND w > 1)', [2, null]],
    ['k IN (SELECT k FROM b WHERE w > v)', [1]],
    ['EXISTS (SELECT 1 FROM a x WHERE x.k > a.k)', [1, 2]],
    ['k IN (SELECT k FROM b WHERE EXISTS (SELECT 1 FROM n WHERE n.k = b.k))', [1]],
    ['v >= (SELECT w FROM b WHERE w = 2)', [2, null]],
    ['v >= (SELECT w FROM e)', []],
    ['k = 2 OR k IN (SELECT k FROM b)', [1, 2, 3]],
    ['NOT (k IN (SELECT k FROM b) AND v < 2)', [2, null]],
    ['NOT (EXISTS (SELECT 1 FROM b WHERE b.k = a.k) OR v < 2)', [2, null]],
  ])('%s holds for the rows of SQL', async (condition, keys) => {
    expect(await values(`SELECT k FROM a WHERE ${condition}`)).toEqual(keys.map((key) => [key]))
  })

  test('with a subquery of two rows where one value is wanted is refused when it runs', async () => {
    await expect(values('SELECT k FROM a WHERE v >= (SELECT w FROM b)')).rejects.toThrow(
      expect.objectContaining({ condition: 'SCALAR_SUBQUERY_TOO_MANY_ROWS' }),
    )
  })

  test.each([
    ['k IN (SELECT k, w FROM b)', 'DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH'],
    ['v > (SELECT k, w FROM b)', 'INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN'],
    ['k IN (SELECT nope FROM b)', 'UNRESOLVED_COLUMN.WITH_SUGGESTION'],
    ['EXISTS (SELECT 1 FROM b WHERE nope = k)', 'UNRESOLVED_COLUMN.WITH_SUGGESTION'],
  ])('%s is refused with %s', (condition, error) => {
    expect(() => session.sql(`SELECT k FROM a WHERE ${condition}`)).toThrow(
      expect.objectContaining({ condition: error }),
    )
  })
})

test('subqueries in a select list are columns', async () => {
  expect(await values('SELECT k, (SELECT w FROM b WHERE w = 2) + 1 FROM a WHERE k < 3')).toEqual([
    [1, 3],
    [2, 3],
  ])
  expect(session.sql('SELECT *, (SELECT w FROM b WHERE w = 2) FROM a').columns).toEqual([
    ...['k', 's', 'v', 'scalarsubquery()'],
  ])
})

test('a stream is filtered by what a static frame holds', async () => {
  const stream = session.memoryStream(struct({ k: int, s: string }))
  stream.toDF().createOrReplaceTempView('events')
  const frame = session.sql('SELECT s FROM events WHERE k IN (SELECT k FROM b) AND k < (SELECT w FROM b WHERE w = 3)')
  const query = frame.writeStream.format('memory').queryName('filtered').start()
  stream.addData([1, 'one'], [2, 'two'], [3, 'three'])
  await query.processAllAvailable()
  stream.addData([1, 'again'])
  await query.processAllAvailable()
  await query.stop()
  expect(await values('SELECT * FROM filtered')).toEqual([['one'], ['again']])
})
