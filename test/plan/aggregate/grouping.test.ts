/** GROUP BY over frames: what a real Spark 4.3.0 gives for the same frame and calls. */
import { describe, expect, test } from 'vitest'
import { col, expr, lit, Session } from '../../../index.ts'
import { MillraceError } from '../../../lib/errors.ts'
import { count, sum } from '../../../lib/expressions/builders/index.ts'
import type { AnyFrame } from '../../../lib/session/data-frame.ts'

const session = Session.builder().master('local').appName('grouping').getOrCreate()
const frame: AnyFrame = session.createDataFrame(
  [
    ['a', 1, 2],
    ['a', 3, 0.5],
    ['b', 1, null],
    [null, null, 7],
  ],
  'k STRING, v INT, d DOUBLE',
)

async function rows(of: AnyFrame): Promise<readonly string[]> {
  const found = await of.collect()
  return found
    .map((row) => JSON.stringify(Object.values(row), (_, one) => (typeof one === 'bigint' ? Number(one) : one)))
    .sort()
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

describe('groupBy', () => {
  test('gives the keys and the aggregates, each row of keys once', async () => {
    expect(await rows(frame.groupBy('k').count())).toEqual(['["a",2]', '["b",1]', '[null,1]'])
    const summed = frame.groupBy('k').agg(sum('v').as('s'), expr('sum(v) + count(*)').as('both'))
    expect(await rows(summed)).toEqual(['["a",4,6]', '["b",1,2]', '[null,null,null]'])
  })

  test('names columns as Spark does', () => {
    expect(frame.groupBy('k').agg({ v: 'max', d: 'mean', '*': 'count' }).columns).toEqual([
      'k',
      'max(v)',
      'avg(d)',
      'count(1)',
    ])
    expect(frame.groupBy('k').sum().columns).toEqual(['k', 'sum(v)', 'sum(d)'])
    expect(frame.groupBy('k').count().columns).toEqual(['k', 'count'])
    const grouped = frame.groupBy(expr('v + 1')).agg(expr('v + 1 + sum(d)'), expr('1 + v'))
    expect(grouped.columns).toEqual(['(v + 1)', '((v + 1) + sum(d))', '(1 + v)'])
  })

  test('finds its expressions in the select list, whichever side stands first', async () => {
    const grouped = frame.groupBy(expr('v + 1')).agg(expr('1 + v'), count('*').as('n'))
    expect(await rows(grouped)).toEqual(['[2,2,2]', '[4,4,1]', '[null,null,1]'])
  })

  test('takes an alias as the name of its key', async () => {
    expect(await rows(frame.groupBy(col('k').as('z')).count())).toEqual(['["a",2]', '["b",1]', '[null,1]'])
    expect(frame.groupBy(col('k').as('z')).count().columns).toEqual(['z', 'count'])
  })

  test('by a random number groups by what is shown', async () => {
    const found = await frame.groupBy(expr('rand(1)')).count().collect()
    expect(found.length).toBe(4)
  })

  test('without keys gives one row, also of no rows', async () => {
    expect(await rows(frame.groupBy().count())).toEqual(['[4]'])
    expect(await rows(frame.filter('v > 100').agg(count('*').as('n'), sum('v').as('s')))).toEqual(['[0,null]'])
    expect(await rows(frame.filter('v > 100').groupBy('k').count())).toEqual([])
  })

  test('a filter clause chooses rows of its aggregate alone', async () => {
    const filtered = frame.groupBy('k').agg(expr('count(*) filter (where v > 1)'), expr('count(*)'))
    expect(await rows(filtered)).toEqual(['["a",1,2]', '["b",0,1]', '[null,0,1]'])
  })
})

describe('aggregates outside of an aggregation', () => {
  test('make a select list an aggregation of all rows', async () => {
    expect(await rows(frame.select(sum('v').as('s'), expr('count(*) + 1')))).toEqual(['[5,5]'])
    expect(refusal(() => frame.withColumn('n', count('v')))).toMatch(/^MISSING_GROUP_BY: The query does not include/)
  })

  test('in a filter or order above an aggregation are computed by it', async () => {
    const counted = frame.groupBy('k').count()
    expect(await rows(counted.filter('sum(v) > 1'))).toEqual(['["a",2]'])
    const ordered = await counted.filter('count(*) > 0').orderBy(expr('sum(d)').desc()).collect()
    expect(ordered.map((row) => row.k)).toEqual([null, 'a', 'b'])
    expect(counted.filter('sum(v) > 1').columns).toEqual(['k', 'count'])
    expect(refusal(() => counted.filter('v > 1'))).toMatch(/^UNRESOLVED_COLUMN/)
  })

  test('are refused elsewhere', () => {
    expect(refusal(() => frame.filter('count(*) > 1'))).toBe(
      'INVALID_WHERE_CONDITION: The WHERE condition "(count(1) > 1)" contains invalid expressions: count(1).\n' +
        'Rewrite the query to avoid window functions, aggregate functions, and generator functions in the WHERE clause.',
    )
    expect(refusal(() => frame.orderBy(sum('v')))).toMatch(/^UNSUPPORTED_EXPR_FOR_OPERATOR: The query operator Sort/)
  })
})

describe('rollup, cube and grouping sets', () => {
  test('give a row for each set, keys that are left out null', async () => {
    const pairs = frame.filter('v IS NOT NULL')
    expect(await rows(pairs.rollup('k', 'v').agg(count('k').as('n'), expr('grouping_id()')))).toEqual([
      '["a",1,1,0]',
      '["a",3,1,0]',
      '["a",null,2,1]',
      '["b",1,1,0]',
      '["b",null,1,1]',
      '[null,null,3,3]',
    ])
    expect(await rows(pairs.cube('k', 'v').agg(expr('grouping(k)'), expr('grouping(v)'), sum('v')))).toContain(
      '[null,1,1,0,2]',
    )
    expect(await rows(pairs.groupingSets([['k'], []], 'k', 'v').count())).toEqual([
      '["a",null,2]',
      '["b",null,1]',
      '[null,null,3]',
    ])
  })

  test('a set that is given twice gives its rows twice', async () => {
    expect(await rows(frame.groupingSets([['k'], ['k']], 'k').count())).toEqual([
      '["a",2]',
      '["a",2]',
      '["b",1]',
      '["b",1]',
      '[null,1]',
      '[null,1]',
    ])
  })

  test('aggregates see keys as they were in the row', async () => {
    expect(await rows(frame.filter("k = 'a'").rollup('v').agg(sum('v')))).toEqual(['[1,1]', '[3,3]', '[null,4]'])
  })
})

describe('refusals have the conditions and words of Spark', () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    [
      'MISSING_AGGREGATION: The non-aggregating expression "v" is based on columns which are not participating in the GROUP BY clause.',
      () => frame.groupBy('k').agg(expr('v + 1'), count('*')),
    ],
    ['MISSING_GROUP_BY: ', () => frame.agg(col('v'))],
    [
      'GROUP_BY_AGGREGATE: Aggregate functions are not allowed in GROUP BY, but found sum(v).',
      () => frame.groupBy(sum('v')).count(),
    ],
    [
      'NESTED_AGGREGATE_FUNCTION: It is not allowed to use an aggregate function in the argument of another aggregate function.',
      () => frame.groupBy('k').agg(expr('sum(count(v))')),
    ],
    [
      'AGGREGATE_FUNCTION_WITH_NONDETERMINISTIC_EXPRESSION: Non-deterministic expression "sum(rand())" should not appear',
      () => frame.agg(expr('sum(rand())')),
    ],
    ['UNSUPPORTED_GROUPING_EXPRESSION: ', () => frame.groupBy('k').agg(expr('grouping(k)'))],
    [
      "GROUPING_COLUMN_MISMATCH: Column of grouping (v) can't be found in",
      () => frame.cube('k').agg(expr('grouping(v)')),
    ],
    [
      'GROUPING_ID_COLUMN_MISMATCH: Columns of grouping_id (v) does not match grouping columns (k,v).',
      () => frame.cube('k', 'v').agg(expr('grouping_id(v)')),
    ],
    ['_LEGACY_ERROR_TEMP_1323: "k" is not a numeric column.', () => frame.groupBy('v').sum('k')],
    ['UNRESOLVED_COLUMN.WITH_SUGGESTION: ', () => frame.groupBy('zz').count()],
  ]
  test.each(cases)('%s', (message, make) => {
    expect(refusal(make).slice(0, message.length)).toBe(message)
  })

  test('a list without aggregates is an aggregation, too', async () => {
    expect(await rows(frame.groupBy('k').agg(lit(1).as('one')))).toEqual(['["a",1]', '["b",1]', '[null,1]'])
  })
})
