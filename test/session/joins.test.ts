import { describe, expect, test } from 'vitest'
import { col, Session } from '../../index.ts'
import { MillraceError } from '../../lib/errors.ts'

const session = Session.builder().master('local').appName('joins').getOrCreate()
const a = session.createDataFrame(
  [
    [1, 'x'],
    [2, 'y'],
    [null, 'z'],
  ],
  'k INT, s STRING',
)
const b = session.createDataFrame(
  [
    [1, 'p'],
    [1, 'q'],
    [3, 'r'],
  ],
  'k INT, t STRING',
)

describe('columns taken from a frame', () => {
  test('name their side of a join', async () => {
    const joined = a.join(b, a.col('k').eq(b.col('k')), 'full')
    expect(joined.columns).toEqual(['k', 's', 'k', 't'])
    const rows = await joined.select(a.col('k').as('left'), b.col('k').as('right'), 't').collect()
    expect(rows).toEqual([
      { left: 1, right: 1, t: 'p' },
      { left: 1, right: 1, t: 'q' },
      { left: 2, right: null, t: null },
      { left: null, right: null, t: null },
      { left: null, right: 3, t: 'r' },
    ])
  })

  test('are found below filters, aliases and other joins', async () => {
    const joined = a.filter('s <> "q"').join(b.alias('b'), a.col('k').eq(b.col('k')))
    const chosen = joined.filter(b.col('k').isNotNull()).select(b.col('k').as('k'), a.col('s'))
    expect(await chosen.collect()).toEqual([
      { k: 1, s: 'x' },
      { k: 1, s: 'x' },
    ])
    expect(joined.drop(b.col('k')).columns).toEqual(['k', 's', 't'])
    expect(joined.drop('k').columns).toEqual(['s', 't'])
  })

  test('of a frame joined with itself are one of each side', async () => {
    expect(await a.join(a, a.col('k').eq(a.col('k'))).count()).toBe(2)
    const older = a.filter('k > 1')
    const joined = older.join(a, older.col('k').gt(a.col('k')))
    expect(await joined.select(older.col('s').as('older'), a.col('s').as('younger')).collect()).toEqual([
      { older: 'y', younger: 'x' },
    ])
  })

  test('of a frame on both sides are ambiguous', () => {
    const condition = (action: () => unknown): string => {
      try {
        action()
      } catch (error) {
        return error instanceof MillraceError ? error.condition : String(error)
      }
      return ''
    }
    expect(condition(() => a.join(a, a.col('k').gt(a.col('k'))))).toBe('_LEGACY_ERROR_TEMP_1182')
    expect(condition(() => a.join(b, a.col('k').eq(b.col('k'))).select('k' as never))).toBe('AMBIGUOUS_REFERENCE')
  })
})

test('a frame joined twice by name has its key once', async () => {
  const twice = a.join(b, 'k').join(b.withColumnRenamed('t', 'u'), ['k'])
  expect(twice.columns).toEqual(['k', 's', 't', 'u'])
  expect(await twice.count()).toBe(4)
})

describe('key columns that a join by names has merged', () => {
  test('are still there for who names their side', async () => {
    const left = a.join(b, 'k', 'left')
    expect(await left.filter(b.col('k').isNull()).collect()).toEqual([
      { k: 2, s: 'y', t: null },
      { k: null, s: 'z', t: null },
    ])
    const full = a.alias('a').join(b.alias('b'), 'k', 'full')
    expect(await full.select('k', col('a.k').as('left'), col('b.k').as('right')).collect()).toEqual([
      { k: 1, left: 1, right: 1 },
      { k: 1, left: 1, right: 1 },
      { k: 2, left: 2, right: null },
      { k: null, left: null, right: null },
      { k: 3, left: null, right: 3 },
    ])
    expect(full.select('*', col('b.k')).columns).toEqual(['k', 's', 't', 'k'])
    expect(left.filter('t is null').orderBy(b.col('k')).columns).toEqual(['k', 's', 't'])
    expect(() => full.select('k').select(col('b.k'))).toThrow(MillraceError)
  })
})
