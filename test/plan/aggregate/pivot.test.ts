/** pivot: what a real Spark 4.3.0 gives for the same frame and calls. */
import { describe, expect, test } from 'vitest'
import { col, expr, Session } from '../../../index.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { avg, collectList, count, first, sum } from '../../../lib/expressions/builders/index.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'

const session = Session.builder().master('local').appName('pivot').getOrCreate()
const sales: AnyFrame = session
  .createDataFrame(
    [
      [2012, 'dotNET', 10000, '2024-01-01 00:00:00'],
      [2012, 'Java', 20000, '2024-01-01 01:00:00'],
      [2012, 'dotNET', 5000, '2024-01-01 00:00:00'],
      [2013, 'dotNET', 48000, '2024-01-02 00:00:00'],
      [2013, 'Java', 30000, null],
      [2014, null, 7, null],
    ],
    'year INT NOT NULL, course STRING, earnings INT NOT NULL, text STRING',
  )
  .selectExpr('year', 'course', 'earnings', 'CAST(text AS TIMESTAMP) AS ts')
const byYear = sales.groupBy('year')

async function shown(of: AnyFrame): Promise<readonly unknown[]> {
  const found = await of.collect()
  const number = (one: unknown) => (typeof one === 'bigint' ? Number(one) : one)
  return [of.columns.join(), ...found.map((row) => of.columns.map((name) => number(row[name])))]
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

describe('values that are given', () => {
  test('have a column each, null where they have no rows', async () => {
    expect(await shown(byYear.pivot('course', ['dotNET', 'Java', 'x']).sum('earnings').orderBy('year'))).toEqual([
      'year,dotNET,Java,x',
      [2012, 15000, 20000, null],
      [2013, 48000, 30000, null],
      [2014, null, null, null],
    ])
  })

  test('have a column for each aggregate, which then shows in its name', async () => {
    const two = byYear.pivot('course', ['dotNET', 'Java']).agg(sum('earnings'), avg('earnings').as('a'))
    expect(await shown(two.orderBy('year'))).toEqual([
      'year,dotNET_sum(earnings),dotNET_a,Java_sum(earnings),Java_a',
      [2012, 15000, 7500, 20000, 20000],
      [2013, 48000, 48000, 30000, 30000],
      [2014, null, null, null, null],
    ])
    expect(byYear.pivot('course', ['Java']).agg(sum('earnings').as('a')).columns).toEqual(['year', 'Java'])
  })

  test('may be null, and are cast to the type of the column', async () => {
    expect(await shown(byYear.pivot('course', ['Java', null]).sum('earnings').orderBy('year'))).toEqual([
      'year,Java,null',
      [2012, 20000, null],
      [2013, 30000, null],
      [2014, null, 7],
    ])
    expect(byYear.pivot('course', [1, 2]).sum('earnings').columns).toEqual(['year', '1', '2'])
    expect(refusal(() => sales.groupBy('course').pivot('year', ['2012', 'x']).sum('earnings'))).toMatch(
      /^CAST_INVALID_INPUT: The value 'x' of the type "STRING" cannot be cast to "INT"/,
    )
    expect(refusal(() => byYear.pivot('course', [expr('rand()')]).sum('earnings'))).toMatch(/^NON_LITERAL_PIVOT_VALUES/)
  })

  test('go with keys and filters of all kinds', async () => {
    const key = sales.groupBy(expr('year + 1').as('y')).pivot('course', ['Java']).sum('earnings')
    expect(await shown(key.orderBy('y'))).toEqual(['y,Java', [2013, 20000], [2014, 30000], [2015, null]])
    const filtered = byYear
      .pivot('course', ['Java'])
      .agg(expr('sum(earnings) filter (where earnings > 20000)'), expr('count(distinct earnings)'))
    expect(await shown(filtered.orderBy('year'))).toEqual([
      'year,Java_sum(earnings) FILTER (WHERE (earnings > 20000)),Java_count(DISTINCT earnings)',
      [2012, null, 1],
      [2013, 30000, 1],
      [2014, null, null],
    ])
  })
})

describe('values that are looked up', () => {
  test('come in order, null first', async () => {
    const found = (await byYear.pivot('course')).count()
    expect(await shown(found.orderBy('year'))).toEqual([
      'year,null,Java,dotNET',
      [2012, null, 1, 2],
      [2013, null, 1, 1],
      [2014, 1, null, null],
    ])
    expect(await shown((await sales.groupBy().pivot('course')).sum('earnings'))).toEqual([
      'null,Java,dotNET',
      [7, 50000, 63000],
    ])
  })

  test('are named by their text', async () => {
    const times = (await byYear.pivot('ts')).sum('earnings')
    expect(times.columns).toEqual(['year', 'null', '2024-01-01 00:00:00', '2024-01-01 01:00:00', '2024-01-02 00:00:00'])
    const large = (await byYear.pivot(col('earnings').gt(10000))).sum('earnings')
    expect(await shown(large.orderBy('year'))).toEqual([
      'year,false,true',
      [2012, 15000, 20000],
      [2013, null, 78000],
      [2014, 7, null],
    ])
    expect((await sales.filter('false').groupBy('year').pivot('course')).sum('earnings').columns).toEqual(['year'])
  })

  test('are not too many', async () => {
    session.conf.set('spark.sql.pivotMaxValues', 2)
    try {
      await expect(byYear.pivot('course')).rejects.toThrow(/has more than 2 distinct values/)
    } finally {
      session.conf.unset('spark.sql.pivotMaxValues')
    }
  })
})

test('with aggregates that are no numbers, cells without rows are what an aggregate gives of none', async () => {
  const mixed = (await byYear.pivot('course')).agg(first('earnings'), collectList('earnings'), count('*'))
  expect(await shown(mixed.orderBy('year'))).toEqual([
    'year,null_first(earnings),null_collect_list(earnings),null_count(1),' +
      'Java_first(earnings),Java_collect_list(earnings),Java_count(1),' +
      'dotNET_first(earnings),dotNET_collect_list(earnings),dotNET_count(1)',
    [2012, null, [], 0, 20000, [20000], 1, 10000, [10000, 5000], 2],
    [2013, null, [], 0, 30000, [30000], 1, 48000, [48000], 1],
    [2014, 7, [7], 1, null, [], 0, null, [], 0],
  ])
})

test('refusals', () => {
  expect(refusal(() => sales.rollup('year').pivot('course', ['Java']))).toBe(
    'UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY: The feature is not supported: PIVOT clause following a GROUP BY clause. Consider pushing the GROUP BY into a subquery.',
  )
  expect(refusal(() => byYear.pivot('course', ['Java']).pivot('ts', [null]))).toBe(
    'REPEATED_CLAUSE: The PIVOT clause may be used at most once per SUBQUERY operation.',
  )
  const named = sales.alias('sales').groupBy('year').pivot('course', ['Java'])
  for (const text of ['earnings', 'sum(earnings) + earnings']) {
    expect(refusal(() => named.agg(expr(text)))).toBe(
      "_LEGACY_ERROR_TEMP_1006: Aggregate expression required for pivot, but 'sales.earnings' did not appear in any aggregate function.",
    )
  }
  expect(refusal(() => byYear.pivot('nope', ['Java']).sum('earnings'))).toMatch(/^UNRESOLVED_COLUMN.WITH_SUGGESTION/)
})
