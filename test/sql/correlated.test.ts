/** Correlated subqueries give what a loop over the outer rows gives. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { testSession } from '../session/sessions.ts'

const { session } = testSession()
afterAll(() => session.stop())

type Row = { readonly k: number | null; readonly v: number | null }

const rows = fc.array(
  fc.record({ k: fc.option(fc.integer({ min: 0, max: 2 })), v: fc.option(fc.integer({ min: 0, max: 4 })) }),
  { maxLength: 7 },
)

type Value = number | boolean | null

/** What the query gives of an outer row: undefined = no row, a list = rows. */
type Loop = (outer: Row, inner: readonly Row[]) => readonly Value[]

const same = (a: number | null, b: number | null) => a !== null && a === b
const less = (a: number | null, b: number | null) => a !== null && b !== null && a < b
const values = (inner: readonly Row[]) => inner.flatMap(({ v }) => (v === null ? [] : [v]))
const most = (all: readonly number[]) => (all.length === 0 ? null : Math.max(...all))
const total = (all: readonly number[]) => (all.length === 0 ? null : all.reduce((a, b) => a + b, 0))

const forms: readonly (readonly [sql: string, loop: Loop])[] = [
  [
    'SELECT o.k, o.v, (SELECT count(*) FROM i WHERE i.v < o.v) AS x FROM o',
    (o, inner) => [inner.filter((i) => less(i.v, o.v)).length],
  ],
  [
    'SELECT o.k, o.v, (SELECT count(v) * 10 + count(*) FROM i WHERE i.k = o.k) AS x FROM o',
    (o, inner) => {
      const matching = inner.filter((i) => same(i.k, o.k))
      return [values(matching).length * 10 + matching.length]
    },
  ],
  [
    'SELECT o.k, o.v, (SELECT max(v) FROM i WHERE i.k = o.k AND i.v < o.v) AS x FROM o',
    (o, inner) => [most(values(inner.filter((i) => same(i.k, o.k) && less(i.v, o.v))))],
  ],
  [
    'SELECT o.k, o.v, (SELECT sum(v) FROM i WHERE i.k = o.k HAVING count(*) > 1) AS x FROM o',
    (o, inner) => {
      const matching = inner.filter((i) => same(i.k, o.k))
      return [matching.length > 1 ? total(values(matching)) : null]
    },
  ],
  [
    'SELECT o.k, o.v, (SELECT v FROM i WHERE i.k = o.k ORDER BY v DESC LIMIT 1) AS x FROM o',
    (o, inner) => [most(values(inner.filter((i) => same(i.k, o.k))))],
  ],
  [
    'SELECT k, v, 1 AS x FROM o WHERE EXISTS (SELECT 1 FROM i WHERE i.v < o.v AND i.k = o.k)',
    (o, inner) => (inner.some((i) => same(i.k, o.k) && less(i.v, o.v)) ? [1] : []),
  ],
  [
    'SELECT k, v, 1 AS x FROM o WHERE NOT EXISTS (SELECT i.k FROM i WHERE i.k = o.k GROUP BY i.k HAVING count(*) > 1)',
    (o, inner) => (inner.filter((i) => same(i.k, o.k)).length > 1 ? [] : [1]),
  ],
  [
    'SELECT k, v, 1 AS x FROM o WHERE v IN (SELECT max(v) FROM i WHERE i.k = o.k)',
    (o, inner) => (same(o.v, most(values(inner.filter((i) => same(i.k, o.k))))) ? [1] : []),
  ],
  [
    'SELECT k, v, 1 AS x FROM o WHERE v NOT IN (SELECT v FROM i WHERE i.k = o.k)',
    (o, inner) => {
      const matching = inner.filter((i) => same(i.k, o.k))
      const unknown = o.v === null || matching.some((i) => i.v === null)
      return matching.length === 0 || (!unknown && !matching.some((i) => i.v === o.v)) ? [1] : []
    },
  ],
  [
    'SELECT k, v, 1 AS x FROM o WHERE EXISTS (SELECT 1 FROM i WHERE i.k = o.k AND EXISTS (SELECT 1 FROM i j WHERE j.v = i.v AND j.k < o.k))',
    (o, inner) => (inner.some((i) => same(i.k, o.k) && inner.some((j) => same(j.v, i.v) && less(j.k, o.k))) ? [1] : []),
  ],
  [
    'SELECT o.k, o.v, q.x FROM o, LATERAL (SELECT i.v + o.v AS x FROM i WHERE i.k = o.k) q',
    (o, inner) => inner.filter((i) => same(i.k, o.k)).map((i) => (i.v === null || o.v === null ? null : i.v + o.v)),
  ],
  [
    'SELECT o.k, o.v, q.x FROM o LEFT JOIN LATERAL (SELECT i.v AS x FROM i WHERE i.v < o.v) q ON q.x > 0',
    (o, inner) => {
      const found = inner.filter((i) => less(i.v, o.v) && less(0, i.v)).map((i) => i.v)
      return found.length === 0 ? [null] : found
    },
  ],
  [
    'SELECT o.k, o.v, q.x FROM o, LATERAL (SELECT DISTINCT v AS x FROM i WHERE i.k = o.k UNION ALL SELECT o.v) q',
    (o, inner) => [...new Set(inner.filter((i) => same(i.k, o.k)).map((i) => i.v)), o.v],
  ],
  [
    'SELECT o.k, o.v, q.x FROM o, LATERAL (SELECT v AS x FROM i WHERE i.v < o.v ORDER BY v DESC LIMIT 2) q',
    (o, inner) =>
      values(inner.filter((i) => less(i.v, o.v)))
        .sort((a, b) => b - a)
        .slice(0, 2),
  ],
  [
    'SELECT o.k, o.v, q.x FROM o, LATERAL (SELECT v AS x FROM i WHERE i.v < o.v ORDER BY v OFFSET 1) q',
    (o, inner) =>
      values(inner.filter((i) => less(i.v, o.v)))
        .sort((a, b) => a - b)
        .slice(1),
  ],
  [
    'SELECT o.k, o.v, q.x FROM o, LATERAL (SELECT row_number() OVER (ORDER BY i.v) AS x FROM i WHERE i.v < o.v) q',
    (o, inner) => inner.filter((i) => less(i.v, o.v)).map((_, at) => at + 1),
  ],
  [
    'SELECT o.k, o.v, (SELECT q.m FROM (SELECT max(v) AS m FROM i WHERE i.k = o.k) q WHERE q.m > 0) AS x FROM o',
    (o, inner) => {
      const highest = most(values(inner.filter((i) => same(i.k, o.k))))
      return [less(0, highest) ? highest : null]
    },
  ],
  [
    'SELECT o.k, o.v, (SELECT count(*) FROM (SELECT v FROM i WHERE i.k = o.k) q WHERE q.v > 0) AS x FROM o',
    (o, inner) => [inner.filter((i) => same(i.k, o.k) && less(0, i.v)).length],
  ],
  [
    'SELECT o.k, o.v, e.x FROM o LEFT JOIN LATERAL explode(array(o.v, 2)) AS e(x) ON e.x > o.k',
    (o) => {
      const found = [o.v, 2].filter((x) => less(o.k, x))
      return found.length === 0 ? [null] : found
    },
  ],
]

const sorted = (lists: readonly (readonly Value[])[]) => lists.map((one) => JSON.stringify(one)).sort()

for (const [sql, loop] of forms) {
  test(`${sql} gives what a loop gives`, async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (outer, inner) => {
        session.createDataFrame(outer, 'k INT, v INT').createOrReplaceTempView('o')
        session.createDataFrame(inner, 'k INT, v INT').createOrReplaceTempView('i')
        const actual = (await session.sql(sql).collect()).map((row) => {
          const { k, v, x } = row as unknown as { readonly k: Value; readonly v: Value; readonly x: Value | bigint }
          return [k, v, typeof x === 'bigint' ? Number(x) : x]
        })
        const wanted = outer.flatMap((one) => loop(one, inner).map((x) => [one.k, one.v, x]))
        expect(sorted(actual)).toEqual(sorted(wanted))
      }),
      { numRuns: 40 },
    )
  })
}
