import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rateMicroBatch } from '../../connectors/rate-micro-batch/index.ts'
import type { Offset } from '../../lib/connector/connector.ts'
import { evaluation, everyColumn, openSource, readBatches, readRows, sourceContext } from './surroundings.ts'

interface Run {
  readonly batches: readonly (readonly [number, readonly (readonly [number, number])[]])[]
  readonly sources: readonly { readonly description: string; readonly endOffset: Offset }[]
  readonly log: readonly string[]
}
interface Recorded {
  readonly options: Readonly<Record<string, string>>
  readonly trigger: Readonly<Record<string, unknown>>
  readonly first: Run
  readonly second: Run
}
const fixture = new URL('../fixtures/spark/serverless-sources.json', import.meta.url)
const { rateMicroBatch: recorded, refusals } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  readonly rateMicroBatch: readonly Recorded[]
  readonly refusals: Readonly<Record<string, readonly [string, string, string | null]>>
}
const all = { kind: 'all' } as const
const open = (options: Readonly<Record<string, string>>, schema?: string) =>
  openSource(rateMicroBatch, options, schema, sourceContext({}, '/ck/sources/0'))

test.each(recorded)(
  'gives Spark’s rows and offsets with $options, also after a restart',
  async ({ options, first, second }) => {
    const ends = first.log.map((line) => JSON.parse(line) as Offset)
    for (const run of [first, second]) {
      const source = await open(options)
      const scan = source.open(everyColumn(source), evaluation)
      for (const [epoch, rows] of run.batches) {
        const start = epoch === 0 ? null : placeOf(epoch, options)
        const end = await source.latestOffset(start, all)
        expect(end).toEqual(placeOf(epoch + 1, options))
        if (run === first && ends[epoch] !== undefined) expect(end).toEqual(ends[epoch])
        const expected = rows.map(([micros, value]) => [BigInt(micros), BigInt(value)])
        expect(await readRows(scan, start, end as Offset)).toEqual(expected)
      }
    }
    const source = await open({ numPartitions: '2', ...options })
    expect(source.description).toBe(first.sources[0]?.description)
  },
)

/** Where so many batches end. */
function placeOf(batches: number, options: Readonly<Record<string, string>>): Offset {
  const { rowsPerBatch = '', startTimestamp = '0', advanceMillisPerBatch = '1000' } = options
  return {
    offset: batches * Number(rowsPerBatch),
    timestamp: Number(startTimestamp) + batches * Number(advanceMillisPerBatch),
  }
}

test('what is available now is one batch, also of a large number of rows', async () => {
  const source = await open({ rowsPerBatch: '20000' })
  await source.prepareForAvailableNow?.()
  const { batches } = await readBatches(source)
  expect(batches.map((rows) => [rows.length, rows.at(-1)])).toEqual([[20_000, [0n, 19_999n]]])
})

test.each([
  ['rmb none', {}, undefined],
  ['rmb zero', { rowsPerBatch: '0' }, undefined],
  ['rmb neg start', { rowsPerBatch: '1', startTimestamp: '-1' }, undefined],
  ['rmb neg adv', { rowsPerBatch: '1', advanceMillisPerBatch: '-1' }, undefined],
  ['rmb parts', { rowsPerBatch: '1', numPartitions: '0' }, undefined],
  ['rmb text', { rowsPerBatch: 'x' }, undefined],
  ['rmb schema', { rowsPerBatch: '1' }, 'a INT'],
] as const)('refuses as Spark does: %s', async (name, options, schema) => {
  const [, message] = refusals[name] as readonly [string, string, string | null]
  await expect(open(options as Readonly<Record<string, string>>, schema)).rejects.toThrow(message)
})
