/** SQL and the methods of a frame say the same: their analyzed plans are equal. */
import { afterAll, expect, test } from 'vitest'
import { col, lit } from '../../index.ts'
import { count, sum } from '../../lib/expressions/builders/index.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { testSession } from '../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

const t = session.createDataFrame([['a', 1]], 'k STRING, v INT')
const u = session.createDataFrame([['a', 2]], 'k STRING, w INT')
t.createOrReplaceTempView('t')
u.createOrReplaceTempView('u')
const [a, b] = [t.alias('t'), u.alias('u')]

const pairs: readonly (readonly [sql: string, frame: () => AnyFrame])[] = [
  ['SELECT k, sum(v) AS s FROM t GROUP BY k', () => a.groupBy('k').agg(sum('v').as('s'))],
  ['SELECT k, count(*) AS n FROM t GROUP BY ROLLUP(k)', () => a.rollup('k').agg(count('*').as('n'))],
  ['SELECT k, count(*) AS n FROM t GROUP BY CUBE(k)', () => a.cube('k').agg(count('*').as('n'))],
  [
    'SELECT k, sum(v) AS s FROM t GROUP BY k HAVING s > 1',
    () =>
      a
        .groupBy('k')
        .agg(sum('v').as('s'))
        .where(col('s').gt(lit(1))),
  ],
  ['SELECT DISTINCT k FROM t', () => a.select('k').distinct()],
  ['SELECT * FROM t JOIN u USING (k)', () => a.join(b, 'k').select('*')],
  ['SELECT * FROM t NATURAL LEFT JOIN u', () => a.join(b, 'k', 'left').select('*')],
  ['SELECT * FROM t LEFT ANTI JOIN u USING (k)', () => a.join(b, 'k', 'left_anti').select('*')],
  ['SELECT * FROM t FULL JOIN u ON v = w', () => a.join(b, col('v').eq(col('w')), 'full').select('*')],
  ['SELECT * FROM t CROSS JOIN u', () => a.crossJoin(b).select('*')],
  ['SELECT k FROM t UNION SELECT k FROM u', () => a.select('k').union(b.select('k')).distinct()],
  ['SELECT v FROM t ORDER BY v DESC LIMIT 1', () => a.select('v').orderBy(col('v').desc()).limit(1)],
]

for (const [sql, frame] of pairs) {
  test(`${sql} has the plan of the frame`, () => {
    expect(session.sql(sql).explainString()).toBe(frame().explainString())
  })
}
