/** Functions that SQL made, outside of what the golden cases show. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Session } from '../../lib/session/session.ts'
import { testSession } from './sessions.ts'

let session: Session
beforeEach(() => {
  session = testSession().session
  session.sql('CREATE TEMPORARY FUNCTION twice(a BIGINT) RETURNS BIGINT RETURN a * 2')
})
afterEach(() => session.stop())

test('texts of frames know them, and a frame keeps the body that there was', async () => {
  const frame = session.range(3).selectExpr('twice(id) AS n').filter('twice(n) > 4')
  session.sql('CREATE OR REPLACE TEMPORARY FUNCTION twice(a BIGINT) RETURNS BIGINT RETURN 0')
  expect(await frame.collect()).toEqual([{ n: 4n }])
  expect(await session.range(3).selectExpr('twice(id) AS n').distinct().collect()).toEqual([{ n: 0n }])
  session.sql('DROP TEMPORARY FUNCTION twice')
  expect(await frame.count()).toBe(1)
  expect(() => session.range(3).selectExpr('twice(id)')).toThrow(
    expect.objectContaining({ condition: 'UNRESOLVED_ROUTINE' }),
  )
})

test('they run over streams and below aggregates', async () => {
  const stream = session.memoryStream('n BIGINT')
  stream.toDF().createOrReplaceTempView('s')
  const query = session
    .sql('SELECT twice(n) AS k, sum(twice(n)) AS s FROM s GROUP BY twice(n)')
    .writeStream.format('memory')
    .queryName('twices')
    .outputMode('complete')
    .start()
  stream.addData([1], [2], [2])
  await query.processAllAvailable()
  await query.stop()
  expect(await session.table('twices').orderBy('k').collect()).toEqual([
    { k: 2n, s: 2n },
    { k: 4n, s: 8n },
  ])
})

test('a non-deterministic call in a body is one of its own', async () => {
  session.sql('CREATE TEMPORARY FUNCTION chance() RETURNS DOUBLE RETURN rand()')
  const [row] = await session.sql('SELECT chance() AS a, chance() AS b, rand() AS c').collect()
  expect(new Set(Object.values(row ?? {})).size).toBe(3)
})

test.each([
  ['CREATE TEMPORARY FUNCTION f(a INT) RETURNS INT RETURN (SELECT a)', 'a subquery in the body of a function'],
  ['CREATE TEMPORARY FUNCTION f(a INT) RETURNS TABLE (b INT) RETURN SELECT a', 'CREATE FUNCTION of tables'],
  ["CREATE TEMPORARY FUNCTION f AS 'some.Class'", 'CREATE FUNCTION of a class'],
  ['CREATE FUNCTION f(a INT) RETURNS INT RETURN a', 'CREATE FUNCTION'],
])('%s is refused by name', (sql, named) => {
  expect(() => session.sql(sql)).toThrow(
    expect.objectContaining({ condition: 'MILLRACE_SQL_NOT_YET', message: expect.stringContaining(named) }),
  )
})

test('a function of the program is no function of SQL', () => {
  session.udf.register('own', (n: number) => n + 1, 'int', { takes: ['int'] })
  const refused = (sql: string, condition: string) =>
    expect(() => session.sql(sql), sql).toThrow(expect.objectContaining({ condition }))
  refused('CREATE TEMPORARY FUNCTION own(a INT) RETURNS INT RETURN a', 'ROUTINE_ALREADY_EXISTS')
  refused(
    'CREATE OR REPLACE TEMPORARY FUNCTION own(a INT) RETURNS INT RETURN a',
    'USER_DEFINED_FUNCTIONS.CANNOT_REPLACE_NON_SQL_UDF_WITH_SQL_UDF',
  )
  refused('DROP TEMPORARY FUNCTION own', 'MILLRACE_NOT_SUPPORTED')
})
