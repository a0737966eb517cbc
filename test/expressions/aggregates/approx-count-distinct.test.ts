import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aggregateOf, Running } from './running.ts'

interface Recorded {
  readonly relativeError: number
  /** How many values there were, and Spark's estimate. */
  readonly estimates: readonly (readonly [number, number])[]
}

const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('../../fixtures/spark/distinct-estimates.json', import.meta.url), 'utf8'),
)

/** Value n of the recorded ones is a BIGINT, an INT or a STRING, in turn. */
const kinds = [
  { ddl: 'v BIGINT', value: (n: number) => BigInt(n * 7919) },
  { ddl: 'v INT', value: (n: number) => n },
  { ddl: 'v STRING', value: (n: number) => `value ${n}` },
]

test.each(recorded)('estimates what Spark does with an error of $relativeError', ({ relativeError, estimates }) => {
  const runs = kinds.map(({ ddl, value }) => {
    const running = new Running(`approx_count_distinct(v, ${relativeError})`, ddl)
    return { running, value, accumulator: running.start(1) }
  })
  const zero = Int32Array.of(0)
  let from = 0
  for (const [count, estimate] of estimates) {
    const [{ running }] = runs as [(typeof runs)[0], ...typeof runs]
    const whole = running.start(1)
    for (const [kind, one] of runs.entries()) {
      const rows = []
      for (let n = from; n < count; n++) if (n % 3 === kind) rows.push([one.value(n)])
      one.running.add(one.accumulator, rows, new Array(rows.length).fill(0))
      whole.merge(zero, one.accumulator, zero, 1)
    }
    from = count
    expect(running.finish(whole, 1), `${count} values`).toEqual([BigInt(estimate)])
  }
})

test('NaN is one value, and so is zero', () => {
  const rows = [[0], [-0], [Number.NaN], [Number.NaN], [null], [1]]
  expect(aggregateOf('approx_count_distinct(v)', 'v DOUBLE', rows)).toBe(3n)
  expect(aggregateOf('approx_count_distinct(v)', 'v FLOAT', rows)).toBe(3n)
})

test('values of all other types are told apart', () => {
  expect(aggregateOf('approx_count_distinct(v)', 'v DECIMAL(38,0)', [[1n], [2n], [1n], [null]])).toBe(2n)
  expect(aggregateOf('approx_count_distinct(v)', 'v BOOLEAN', [[true], [false], [true]])).toBe(2n)
  expect(aggregateOf('approx_count_distinct(v)', 'v ARRAY<INT>', [[[1, 2]], [[2]], [[1, 2]], [null]])).toBe(2n)
})
