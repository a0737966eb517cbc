/** WITH RECURSIVE: what bounds it, and when it runs. */
import { afterAll, expect, test } from 'vitest'
import { testSession } from '../session/sessions.ts'
import { toRowArray } from './row-array.ts'

const { session } = testSession()
afterAll(() => session.stop())

const counting = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)'

test('a limit that rows pass through unchanged ends an endless query', async () => {
  expect(await toRowArray(session.sql(`${counting} SELECT n * 2 AS m FROM r LIMIT 3`))).toEqual([[2], [4], [6]])
})

test('an endless query is given up after the rounds that the settings allow', async () => {
  session.conf.set('spark.sql.cteRecursionLevelLimit', '5')
  await expect(session.sql(`${counting} SELECT max(n) FROM r`).collect()).rejects.toMatchObject({
    condition: 'RECURSION_LEVEL_LIMIT_EXCEEDED',
    parameters: { levelLimit: '5' },
  })
  session.conf.unset('spark.sql.cteRecursionLevelLimit')
})

test('a query may say itself how many rounds it takes', async () => {
  const rows = session.sql(
    'WITH RECURSIVE r(n) MAX RECURSION LEVEL 300 AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 250) SELECT max(n) FROM r',
  )
  expect(await toRowArray(rows)).toEqual([[250]])
})

test('a query that doubles its rows is given up at the most rows that the settings allow', async () => {
  session.conf.set('spark.sql.cteRecursionRowLimit', '100')
  const doubling = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r, range(2)) SELECT * FROM r'
  await expect(session.sql(doubling).collect()).rejects.toMatchObject({ condition: 'RECURSION_ROW_LIMIT_EXCEEDED' })
  session.conf.unset('spark.sql.cteRecursionRowLimit')
})

test('each action runs it anew, and it may be read twice in one query', async () => {
  const frame = session.sql(
    'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT a.n, b.n AS m FROM r a JOIN r b ON a.n = b.n + 1 ORDER BY 1',
  )
  const wanted = [
    [2, 1],
    [3, 2],
  ]
  expect(await toRowArray(frame)).toEqual(wanted)
  expect(await toRowArray(frame)).toEqual(wanted)
})

test('markers have their values inside of subqueries, in the order of the text', async () => {
  session.createDataFrame([{ a: 1 }, { a: 2 }, { a: 3 }], 'a INT').createOrReplaceTempView('t')
  const sql = 'SELECT a + ? AS b FROM t WHERE a IN (SELECT ? UNION ALL SELECT ?) AND a < ? ORDER BY a'
  expect(await toRowArray(session.sql(sql, [10, 1, 3, 3]))).toEqual([[11]])
  const named =
    'SELECT a FROM t WHERE a > (SELECT min(a) + :n FROM t) AND EXISTS (SELECT 1 FROM t AS i WHERE i.a = t.a - :n)'
  expect(await toRowArray(session.sql(named, { n: 1 }))).toEqual([[3]])
})
