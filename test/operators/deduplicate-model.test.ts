/** Deduplication over random epochs gives what a set of keys gives, a row at a time, however batches are cut. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dropDuplicates, dropDuplicatesWithinWatermark } from '../../operators/index.ts'
import { epochLines, type RandomEpoch, randomEpochs } from './random-epochs.ts'
import { type EpochResult, runEpochs } from './stateful-stage.ts'

interface Row {
  readonly k: string | null
  readonly n: number
  readonly ts: number | null
}

const header = 'k:string n:long ts:timestamp!5'
const line = ({ k, n, ts }: Row): string => `${k} ${n} ${ts}`
const row = fc.record<Row>({
  k: fc.constantFrom('a', 'b', null),
  n: fc.constantFrom(1, 2),
  ts: fc.option(fc.integer({ min: -1, max: 30 }), { freq: 6 }),
})

type Keys = readonly (keyof Row)[]

/** Spark's StreamingDeduplicateExec and its sibling within the watermark. */
function model(epochs: readonly RandomEpoch<Row>[], keys: Keys, within: boolean): readonly EpochResult[] {
  const seen = new Map<string, number | null>()
  let lateAt = 0
  return epochs.map(({ rows, watermark }) => {
    const onTime = rows.filter(({ ts }) => ts === null || ts > lateAt)
    const fresh = onTime.filter((one) => {
      const key = JSON.stringify(keys.map((name) => one[name]))
      if (seen.has(key)) return false
      seen.set(key, within ? (one.ts ?? 0) + 5 : keys.includes('ts') ? one.ts : null)
      return true
    })
    const before = seen.size
    for (const [key, time] of seen) if (time !== null && time <= watermark) seen.delete(key)
    lateAt = watermark
    return {
      rows: fresh.map(line).sort(),
      metrics: {
        rowsTotal: seen.size,
        rowsUpdated: fresh.length,
        rowsRemoved: before - seen.size,
        rowsDroppedByWatermark: rows.length - onTime.length,
      },
    }
  })
}

const variants: readonly (readonly [string, Keys, boolean])[] = [
  ['keys without the event time', ['k'], false],
  ['keys with the event time', ['k', 'ts'], false],
  ['all columns', ['k', 'n', 'ts'], false],
  ['keys within the watermark', ['k'], true],
  ['all columns within the watermark', ['k', 'n', 'ts'], true],
]

describe.each(variants)('%s', (_, keys, within) => {
  const operator = within ? dropDuplicatesWithinWatermark : dropDuplicates
  const run = { definition: operator.definition, options: operator.optionsOf(...keys) }

  test('give what a set of keys gives, in batches of any size, restarted and killed anywhere', () => {
    const scenario = fc.record({
      epochs: randomEpochs(row, 12),
      restarts: fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
      reruns: fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
    })
    fc.assert(
      fc.property(scenario, ({ epochs, restarts, reruns }) => {
        const expected = model(epochs, keys, within)
        for (const size of [1, 2, 7, 1000]) {
          expect(runEpochs(run, header, epochLines(epochs, line, size))).toEqual(expected)
        }
        expect(runEpochs(run, header, epochLines(epochs, line, 3), restarts, reruns)).toEqual(expected)
      }),
      { numRuns: 100 },
    )
  })
})
