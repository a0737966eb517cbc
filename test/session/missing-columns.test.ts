/** Columns that a condition or an order names though a select before has left them out; each case as a real Spark has it. */
import { afterAll, expect, test } from 'vitest'
import { col } from '../../lib/expressions/column-functions.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { testSession } from './sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const frame = session.createDataFrame(
  [
    ['a', 1, 'p'],
    ['b', 2, 'q'],
  ],
  's STRING, v DOUBLE, k STRING',
) as AnyFrame

test.each<readonly [string, (frame: AnyFrame) => AnyFrame, readonly (readonly unknown[])[]]>([
  ['select', (f) => f.select('s').where('v > 1'), [['b']]],
  ['select of a star', (f) => f.select('*').drop('v').select('*').where('v > 1'), [['b', 'q']]],
  ['drop', (f) => f.drop('v').where('v > 1'), [['b', 'q']]],
  ['drop of several', (f) => f.drop('v', 'k').where("v > 1 OR k = 'p'"), [['a'], ['b']]],
  ['rename', (f) => f.withColumnRenamed('v', 'w').where('v > 1'), [['b', 2, 'q']]],
  ['toDF', (f) => f.toDF('a', 'b', 'c').where('v > 1'), [['b', 2, 'q']]],
  ['limit', (f) => f.select('s').limit(5).where('v > 1'), [['b']]],
  ['withColumn', (f) => f.select('s').withColumn('x', col('s')).where('v > 1'), [['b', 'b']]],
  ['two selects', (f) => f.select('s', 'k').select('s').where('v > 1'), [['b']]],
  ['a column of the same name', (f) => f.select(col('v').times(10).as('v')).where('v > 15'), [[20]]],
  [
    'a column of the same name, qualified',
    (f) => f.alias('a').select(col('v').times(10).as('v')).where('a.v > 1'),
    [[20]],
  ],
  ['orderBy', (f) => (f.select('s') as AnyFrame).orderBy(col('v').desc()), [['b'], ['a']]],
])('%s: what the next step misses is carried along', async (_, change, rows) => {
  const changed = change(frame)
  expect((await changed.collect()).map((row) => Object.values(row))).toEqual(rows)
  expect(changed.columns).toHaveLength(rows[0]?.length ?? 0)
})

test.each<readonly [string, (frame: AnyFrame) => AnyFrame]>([
  ['behind an alias', (f) => f.select('s').alias('q').where('v > 1')],
  ['for a select', (f) => (f.select('s') as AnyFrame).select('v')],
  ['for withColumn', (f) => (f.select('s') as AnyFrame).withColumn('x', col('v'))],
  ['behind a union', (f) => f.select('s').union(f.select('s')).where('v > 1')],
  ['that are nowhere', (f) => f.select('s').where('nope > 1')],
])('columns %s are not looked for', (_, change) => {
  expect(() => change(frame)).toThrow(expect.objectContaining({ condition: 'UNRESOLVED_COLUMN.WITH_SUGGESTION' }))
})

test.each<readonly [sql: string, columns: readonly string[], row: readonly unknown[]]>([
  [
    "SELECT v + 1 AS n, n + 1, upper(s) AS u, concat(u, '!') FROM t",
    ['n', '(lateralAliasReference(n) + 1)', 'u', 'concat(lateralAliasReference(u), !)'],
    [2, 3, 'A', 'A!'],
  ],
  ['SELECT v AS x, x + 1 AS y, y + 1 AS z FROM t', ['x', 'y', 'z'], [1, 2, 3]],
  ['SELECT v + 1 AS v, v + 1 AS c FROM t', ['v', 'c'], [2, 2]],
  ["SELECT named_struct('f', 1) AS q, q.f FROM t", ['q', 'f'], [{ f: 1 }, 1]],
  ['SELECT *, v AS n, n + 1 AS m FROM t', ['s', 'v', 'k', 'n', 'm'], ['a', 1, 'p', 1, 2]],
  ['SELECT rand() AS r, r = r AS same, r - r AS z FROM t', ['r', 'same', 'z'], [expect.any(Number), true, 0]],
])('an item may name an earlier one: %s', async (sql, columns, row) => {
  frame.createOrReplaceTempView('t')
  const selected = session.sql(sql)
  expect(selected.columns).toEqual(columns)
  expect(Object.values((await selected.first()) ?? {})).toEqual(row)
})

test('an item cannot name a later one, nor one of two', () => {
  frame.createOrReplaceTempView('t')
  const refused = (condition: string) => expect.objectContaining({ condition })
  expect(() => session.sql('SELECT n + 1, 1 AS n FROM t')).toThrow(refused('UNRESOLVED_COLUMN.WITH_SUGGESTION'))
  expect(() => session.sql('SELECT v AS n FROM t WHERE n = 1')).toThrow(refused('UNRESOLVED_COLUMN.WITH_SUGGESTION'))
  expect(() => session.sql('SELECT 1 AS n, 2 AS n, n + 1 FROM t')).toThrow(refused('AMBIGUOUS_LATERAL_COLUMN_ALIAS'))
})
