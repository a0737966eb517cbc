import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rate } from '../../connectors/rate/index.ts'
import { valueAtSecond } from '../../connectors/rate/ramp.ts'
import type { Source } from '../../lib/connector/connector.ts'
import { evaluation, everyColumn, openSource, readRows, sourceContext } from './surroundings.ts'

interface Recorded {
  readonly options: Readonly<Record<string, string>>
  readonly startMs: number
  readonly offsets: readonly number[]
  /** (microseconds, value) of each batch, the first 60. */
  readonly batches: readonly (readonly (readonly [number, number])[])[]
}
const fixture = new URL('../fixtures/spark/file-source.json', import.meta.url)
const { rate: recorded } = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly rate: readonly Recorded[] }

function open(options: Readonly<Record<string, string>>, nowMs: () => number = () => 0): Promise<Source> {
  return openSource(rate, options, undefined, sourceContext({ nowMs }, '/ck/sources/0'))
}

test.each(recorded)('gives the rows that Spark gave with $options', async ({ options, startMs, offsets, batches }) => {
  const source = await open(options)
  source.restoreInitial?.(startMs)
  const scan = source.open(everyColumn(source), evaluation)
  let rows = 0
  for (const [at, batch] of batches.entries()) {
    const read = await readRows(scan, offsets[at - 1] ?? null, offsets[at] as number)
    expect(read.slice(0, 60)).toEqual(batch.map(([micros, value]) => [BigInt(micros), BigInt(value)]))
    rows += read.length
  }
  expect(rows).toBeGreaterThan(3)
})

test('its offset is the whole seconds since the start, which a restart takes up', async () => {
  let nowMs = 10_000
  const source = await open({}, () => nowMs)
  expect(await source.initialOffset()).toBe(10_000)
  expect(await source.latestOffset(null, { kind: 'all' })).toBe(0)
  nowMs = 12_999
  expect(await source.latestOffset(0, { kind: 'all' })).toBe(2)
  const again = await open({}, () => nowMs)
  again.restoreInitial?.(10_000)
  nowMs = 13_000
  expect(await again.latestOffset(2, { kind: 'all' })).toBe(3)
  // A clock that was set back gives nothing twice.
  nowMs = 11_000
  expect(await again.latestOffset(3, { kind: 'all' })).toBe(3)
})

test('a batch larger than a vector is cut and complete', async () => {
  const source = await open({ rowsPerSecond: '20000' })
  source.restoreInitial?.(0)
  const rows = await readRows(source.open({ columns: [1], filters: [], dictionary: [] }, evaluation), 0, 1)
  expect(rows).toHaveLength(20_000)
  expect(rows.every((row, at) => row[0] === BigInt(at))).toBe(true)
})

test.each([
  [{ rowsPerSecond: '0' }, "Invalid value '0'. The option 'rowsPerSecond' must be positive"],
  [{ rowsPerSecond: 'x' }, 'For input string: "x"'],
  [{ rampUpTime: '-1' }, "Invalid value '-1'. The option 'rampUpTime' must not be negative"],
  [{ numPartitions: '0' }, "Invalid value '0'. The option 'numPartitions' must be positive"],
])('refuses %o as Spark does', async (options, message) => {
  await expect(open(options as Record<string, string>)).rejects.toThrow(message)
})

test('has a schema of its own', async () => {
  const opened = openSource(rate, {}, 'a INT', sourceContext({}, undefined))
  await expect(opened).rejects.toMatchObject({ condition: '_LEGACY_ERROR_TEMP_2242' })
})

interface RecordedRun {
  readonly options: Readonly<Record<string, string>>
  readonly startMs: number
  readonly description: string
  readonly first: readonly RecordedBatch[]
  readonly restarted: readonly RecordedBatch[]
}
interface RecordedBatch {
  readonly offsets: readonly [number | null, number]
  readonly rows: readonly (readonly [number, number])[]
}
const serverless = new URL('../fixtures/spark/serverless-sources.json', import.meta.url)
const { rate: runs, valueAtSecond: values } = JSON.parse(readFileSync(serverless, 'utf8')) as {
  readonly rate: readonly RecordedRun[]
  readonly valueAtSecond: readonly {
    readonly rowsPerSecond: number
    readonly rampUpTimeSeconds: number
    readonly values: readonly number[]
  }[]
}

test.each(runs)(
  'second by second, ramping up and after a restart, it gives what Spark gave with $options',
  async (run) => {
    for (const batches of [run.first, run.restarted]) {
      const source = await open(run.options)
      expect(source.description).toBe(run.description)
      source.restoreInitial?.(run.startMs)
      const scan = source.open(everyColumn(source), evaluation)
      expect(batches.length).toBeGreaterThan(2)
      for (const { offsets, rows } of batches) {
        const expected = rows.map(([micros, value]) => [BigInt(micros), BigInt(value)])
        expect(await readRows(scan, ...offsets)).toEqual(expected)
      }
    }
  },
)

test.each(values)(
  '$rowsPerSecond rows a second over a ramp of $rampUpTimeSeconds s: Spark’s values of each second',
  async (one) => {
    const ramp = { rowsPerSecond: one.rowsPerSecond, rampUpSeconds: one.rampUpTimeSeconds }
    expect(one.values.map((_, second) => valueAtSecond(second, ramp))).toEqual(one.values)
  },
)
