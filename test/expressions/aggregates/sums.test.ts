import { describe, expect, test } from 'vitest'
import { aggregateOf, Running } from './running.ts'

describe('sum', () => {
  test('of integers is exact beyond 2^53', () => {
    const rows = [[2n ** 53n], [1n], [-3n], [null], [2n ** 62n]]
    expect(aggregateOf('sum(v)', 'v BIGINT', rows)).toBe(2n ** 53n - 2n + 2n ** 62n)
    expect(aggregateOf('sum(v)', 'v INT', [[2 ** 31 - 1], [2 ** 31 - 1], [null], [-5]])).toBe(2n ** 32n - 7n)
  })
  test('of decimals and doubles', () => {
    expect(aggregateOf('sum(v)', 'v DECIMAL(38,2)', [[10n ** 37n], [-3n], [10n ** 30n]])).toBe(
      10n ** 37n + 10n ** 30n - 3n,
    )
    expect(aggregateOf('avg(v)', 'v DECIMAL(10,2)', [[100n], [-3n], [5n]])).toBe(340000n)
    expect(aggregateOf('sum(v)', 'v DOUBLE', [[1.5], [-3], [null]])).toBe(-1.5)
    expect(aggregateOf('avg(v)', 'v BIGINT', [[1n], [4n], [null]])).toBe(2.5)
    expect(aggregateOf('max(v)', 'v STRING', [['a'], ['bc'], [null], ['b']])).toBe('bc')
    expect(aggregateOf('min(v)', 'v BIGINT', [[1n], [-4n], [null], [5n]])).toBe(-4n)
    expect(aggregateOf('max(struct(v, 1))', 'v BIGINT', [[1n], [-4n], [null], [5n]])).toEqual([5n, 1])
    expect(aggregateOf('count(*)', 'v BIGINT', [[1n], [-4n], [null], [5n]])).toBe(4n)
    expect(aggregateOf('count(v) FILTER (WHERE v > 0)', 'v BIGINT', [[1n], [-4n], [null], [5n]])).toBe(2n)
    expect(new Running('count(*)', 'v INT').bound.text).toBe('count(1)')
  })
})
