/** Session variables outside of what the golden cases show: frames, streams, values that a query gives. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { expr } from '../../lib/expressions/column-functions.ts'
import type { Session } from '../../lib/session/session.ts'
import { testSession } from './sessions.ts'

let session: Session
beforeEach(() => {
  session = testSession().session
  session.sql('DECLARE x INT DEFAULT 2')
  session.range(4).createOrReplaceTempView('t')
})
afterEach(() => session.stop())

test('methods of frames know variables too; a column hides one', async () => {
  const frame = session.range(4)
  expect(await frame.filter('id < x').count()).toBe(2)
  expect(await frame.selectExpr('x', 'id + session.x AS n').collect()).toContainEqual({ x: 2, n: 5n })
  expect(await frame.withColumn('x', expr('id * 10')).filter('x > 10').count()).toBe(2)
  expect(await frame.groupBy(expr('x')).count().collect()).toEqual([{ x: 2, count: 4n }])
})

test('a frame keeps the value that a variable had when it was made', async () => {
  const sql = session.sql('SELECT id FROM t WHERE id < x')
  const method = session.range(4).filter('id < x')
  session.sql('SET VAR x = 3')
  expect(await sql.count()).toBe(2)
  expect(await method.count()).toBe(2)
  expect(await session.sql('SELECT id FROM t WHERE id < x').count()).toBe(3)
})

test('a stream keeps the value too', async () => {
  const stream = session.memoryStream('n INT')
  stream.toDF().createOrReplaceTempView('s')
  const query = session
    .sql('SELECT n FROM s WHERE n < x')
    .writeStream.format('memory')
    .queryName('kept')
    .outputMode('append')
    .start()
  stream.addData([1], [2])
  await query.processAllAvailable()
  session.sql('SET VAR x = 10')
  stream.addData([1], [5])
  await query.processAllAvailable()
  await query.stop()
  expect(await session.table('kept').collect()).toEqual([{ n: 1 }, { n: 1 }])
})

test('values that need no reading are there at once', async () => {
  session.sql('DECLARE y STRING')
  session.sql("SET VAR (x, y) = (SELECT 3, 'b')")
  session.sql("EXECUTE IMMEDIATE 'SELECT ? + 1' INTO x USING x")
  session.sql('SET VAR x = x + 10, y = x')
  expect(await session.sql('SELECT x, y').collect()).toEqual([{ x: 14, y: '14' }])
})

test('while a query is read for its value a variable cannot be named', async () => {
  const set = session.sql('SET VAR x = (SELECT CAST(max(id) AS INT) FROM t)')
  expect(() => session.sql('SELECT x')).toThrow(expect.objectContaining({ condition: 'MILLRACE_VARIABLE_COMING' }))
  expect(await session.sql('SELECT x FROM (SELECT 1 AS x)').collect()).toEqual([{ x: 1 }])
  expect(await set.collect()).toEqual([])
  expect(await session.sql('SELECT x').collect()).toEqual([{ x: 3 }])
})

test('a failure that nobody waited for is heard at the next use; one that was heard leaves the former value', async () => {
  const set = session.sql('SET VAR (x) = (SELECT id FROM t)')
  await expect(set.collect()).rejects.toMatchObject({ condition: 'ROW_SUBQUERY_TOO_MANY_ROWS' })
  expect(await session.sql('SELECT x').collect()).toEqual([{ x: 2 }])
  session.sql('SET VAR (x) = (SELECT id FROM t)')
  await session.range(1).collect()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(() => session.sql('SELECT x')).toThrow(expect.objectContaining({ condition: 'ROW_SUBQUERY_TOO_MANY_ROWS' }))
  session.sql('SET VAR x = 7')
  expect(await session.sql('SELECT x').collect()).toEqual([{ x: 7 }])
})

test('sessions have variables of their own', () => {
  expect(() => session.newSession().sql('SELECT x')).toThrow(
    expect.objectContaining({ condition: 'UNRESOLVED_COLUMN.WITHOUT_SUGGESTION' }),
  )
})

test('a value by default is computed anew by SET … = DEFAULT', async () => {
  session.sql('DECLARE y = x + 1')
  session.sql('SET VAR x = 10')
  session.sql('SET VAR y = DEFAULT')
  expect(await session.sql('SELECT y').collect()).toEqual([{ y: 11 }])
})

test('a stream gives no value', () => {
  session.memoryStream('n INT').toDF().createOrReplaceTempView('s')
  expect(() => session.sql('SET VAR (x) = (SELECT n FROM s)')).toThrow(
    expect.objectContaining({ message: expect.stringContaining('streaming') }),
  )
})
