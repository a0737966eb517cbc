/** What else a list of aggregates may have: what a real Spark 4.3.0 gives for the same frame and calls. */
import { describe, expect, test } from 'vitest'
import { col, expr, Session } from '../../../index.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { count, max, sum } from '../../../lib/expressions/builders/index.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'

const session = Session.builder().master('local').appName('select-list').getOrCreate()
const frame: AnyFrame = session.createDataFrame(
  [
    [1, 2n, 'a'],
    [2, 3n, 'b'],
    [null, null, null],
    [1, 7n, 'b'],
  ],
  'i INT, l BIGINT, s STRING',
)
const times: AnyFrame = session
  .createDataFrame(
    [
      [10000, '2024-01-01 00:00:00'],
      [20000, '2024-01-01 01:00:00'],
      [5000, '2024-01-01 00:00:00'],
      [48000, '2024-01-02 00:00:00'],
      [7, null],
    ],
    'earnings INT, text STRING',
  )
  .selectExpr('earnings', 'CAST(text AS TIMESTAMP) AS ts')

async function rows(of: AnyFrame): Promise<readonly string[]> {
  const found = await of.collect()
  return found.map((row) =>
    JSON.stringify(Object.values(row), (_, one) => (typeof one === 'bigint' ? Number(one) : one)),
  )
}

function refusal(make: () => unknown): string {
  try {
    make()
  } catch (error) {
    if (error instanceof MillraceError) return `${error.condition}: ${error.message}`
    throw error
  }
  return 'accepted'
}

const byS = frame.groupBy('s')

describe('a generator among aggregates', () => {
  test('unfolds what the aggregation gives', async () => {
    expect(await rows(byS.agg(expr('explode(collect_list(i))')).orderBy('s', 'col'))).toEqual([
      '["a",1]',
      '["b",1]',
      '["b",2]',
    ])
    const unfolded = byS.agg(expr('posexplode(collect_list(i))'), count('*'))
    expect(unfolded.columns).toEqual(['s', 'pos', 'col', 'count(1)'])
    expect(await rows(unfolded.orderBy('s', 'pos'))).toEqual(['["a",0,1,1]', '["b",0,2,2]', '["b",1,1,2]'])
  })

  test('outer keeps groups that have nothing to unfold', async () => {
    const unfolded = byS.agg(expr('explode_outer(collect_list(i)) AS e'), sum('l').as('q'))
    expect(await rows(unfolded.orderBy('s', 'e'))).toEqual([
      '[null,null,null]',
      '["a",1,2]',
      '["b",1,10]',
      '["b",2,10]',
    ])
  })

  test('may use keys, and stands beside aliases of aliases', async () => {
    const unfolded = byS.agg(expr("explode(array(s, 'z')) AS e"), sum('l').as('q'), expr('q + 1 AS r'))
    expect((await rows(unfolded.orderBy('s', 'e'))).slice(2)).toEqual([
      '["a","a",2,3]',
      '["a","z",2,3]',
      '["b","b",10,11]',
      '["b","z",10,11]',
    ])
  })

  test('stands alone and at the top', () => {
    expect(refusal(() => byS.agg(expr('explode(collect_list(i))'), expr('explode(collect_list(l))')))).toBe(
      'UNSUPPORTED_GENERATOR.MULTI_GENERATOR: The generator is not supported: only one generator allowed per SELECT clause but found 2: "explode(collect_list(i))", "explode(collect_list(l))".',
    )
    expect(refusal(() => byS.agg(expr('explode(collect_list(i)) + 1')))).toBe(
      'UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS: The generator is not supported: nested in expressions "(explode(collect_list(i)) + 1)".',
    )
    expect(refusal(() => byS.agg(expr('sum(explode(array(i)))')))).toBe(
      'UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS: The generator is not supported: nested in expressions "sum(explode(array(i)))".',
    )
  })
})

describe('an aggregate named by later ones', () => {
  test('is put in the place of its name', async () => {
    const named = byS.agg(sum('l').as('q'), expr('q + max(i) AS r'), expr('r * 2 AS z'))
    expect(await rows(named.orderBy('s'))).toEqual(['[null,null,null,null]', '["a",2,3,6]', '["b",10,12,24]'])
    const key = frame.groupBy(expr('upper(s)').as('u')).agg(sum('l').as('q'), expr('concat(u, u) AS r'))
    expect(await rows(key.orderBy('u'))).toEqual(['[null,null,null]', '["A",2,"AA"]', '["B",10,"BB"]'])
    expect(byS.agg(sum('l').as('q'), expr('q + 1')).columns).toEqual(['s', 'q', '(lateralAliasReference(q) + 1)'])
  })

  test('comes after the columns of the frame', async () => {
    const shadowing = byS.agg(sum('l').as('l'), expr('max(l) + 1 AS r'))
    expect(await rows(shadowing.orderBy('s'))).toEqual(['[null,null,null]', '["a",2,3]', '["b",10,8]'])
    expect(refusal(() => byS.agg(sum('l').as('i'), expr('i + 1 AS r')))).toMatch(/^MISSING_AGGREGATION: /)
  })

  test('is no argument of another, and is one', () => {
    expect(refusal(() => byS.agg(sum('l').as('q'), max(expr('q + 1')).as('r')))).toBe(
      'UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_AGGREGATE_FUNC: The feature is not supported: Referencing a lateral column alias `q` in the aggregate function "max((lateralAliasReference(q) + 1))".',
    )
    expect(refusal(() => byS.agg(sum('l').as('q'), max('l').as('q'), expr('q + 1 AS r')))).toBe(
      'AMBIGUOUS_LATERAL_COLUMN_ALIAS: Lateral column alias `q` is ambiguous and has 2 matches.',
    )
  })
})

describe('a key that the list leaves out', () => {
  const grouped: AnyFrame = byS.agg(sum('l').as('q'))

  test('can be filtered and ordered by', async () => {
    expect(await rows(grouped.select('q').filter("s = 'b'"))).toEqual(['[10]'])
    expect(await rows((grouped.select('q') as AnyFrame).orderBy(col('s').desc()))).toEqual(['[10]', '[2]', '[null]'])
    const byText = frame.groupBy(expr('upper(s)')).agg(sum('l').as('q'))
    expect(await rows(byText.filter("upper(s) = 'B' AND max(i) = 2"))).toEqual(['["B",10]'])
  })

  test('a column that is no key cannot', () => {
    expect(refusal(() => grouped.filter('i = 1'))).toMatch(/^UNRESOLVED_COLUMN/)
    expect(refusal(() => grouped.orderBy('i'))).toMatch(/^UNRESOLVED_COLUMN/)
  })
})

describe('an order by windows', () => {
  test('has the window in front, and no rows without a time', async () => {
    const ordered = times.orderBy(expr("window(ts, '1 hour')").desc(), 'earnings')
    expect(ordered.columns).toEqual(['window', 'earnings', 'ts'])
    expect(await rows(ordered.select('earnings'))).toEqual(['[48000]', '[20000]', '[5000]', '[10000]'])
  })

  test('gives a row for each window that a time is in', async () => {
    const ordered = times.orderBy(expr("window(ts, '2 hour', '1 hour')"), 'earnings').select('earnings')
    expect(await rows(ordered)).toEqual([5000, 10000, 5000, 10000, 20000, 20000, 48000, 48000].map((one) => `[${one}]`))
    const sessions = times.orderBy(expr("session_window(ts, '1 hour')"), 'earnings')
    expect(sessions.columns).toEqual(['session_window', 'earnings', 'ts'])
    expect(await rows(sessions.select('earnings'))).toEqual(['[5000]', '[10000]', '[20000]', '[48000]'])
  })
})
