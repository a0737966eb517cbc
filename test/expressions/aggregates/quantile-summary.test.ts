import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { QuantileSummary } from '../../../lib/expressions/aggregates/accumulators/quantile-summary.ts'

interface Recorded {
  readonly percentages: readonly number[]
  readonly runs: readonly {
    readonly relativeError: number
    readonly count: number
    /** Whether the numbers came in three summaries that were merged. */
    readonly merged: boolean
    readonly answers: readonly number[]
  }[]
}

const recorded: Recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/spark/quantile-summaries.json', import.meta.url), 'utf8'),
)

/** The numbers that were recorded with: a linear congruential generator, begun with how many there are. */
function* numbers(count: number): Generator<number> {
  let seed = BigInt(count)
  for (let i = 0; i < count; i++) {
    seed = BigInt.asIntN(32, (seed * 1103515245n + 12345n) & 0x7fffffffn)
    yield Number((seed >> 8n) % 1000003n)
  }
}

test.each(recorded.runs)('answers as Spark over $count numbers, error $relativeError, merged: $merged', (run) => {
  let part = new QuantileSummary(run.relativeError)
  const whole = new QuantileSummary(run.relativeError)
  const third = Math.floor(run.count / 3)
  let at = 0
  for (const number of numbers(run.count)) {
    part.insert(number)
    if (run.merged && at % (third + 1) === third) {
      whole.merge(part)
      part = new QuantileSummary(run.relativeError)
    }
    at += 1
  }
  whole.merge(part)
  const asked = run.merged ? whole : part
  expect(asked.query(recorded.percentages)).toEqual(run.answers)
})
