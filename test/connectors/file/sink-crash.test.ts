/** The file sink when the machine loses power, the process dies or the disk fails at any single change of the disk. */
import { describe, expect, test } from 'vitest'
import { fileConnector } from '../../../connectors/file/index.ts'
import { type Failure, SimulatedFileSystem } from '../../../lib/files/simulated-file-system.ts'
import { jsonFormat } from '../../../lib/formats/json/json-format.ts'
import type { SqlValue } from '../../../lib/types/data-type.ts'
import { parseSchema } from '../../../lib/types/ddl/ddl.ts'
import { commitEpoch, openSink, openSource, readBatches, sinkContext, sourceContext } from '../surroundings.ts'

const json = fileConnector(jsonFormat)
const schema = parseSchema('id BIGINT, kind STRING')
const kinds = ['a/b', null, '%', 'two words', '..']
/** Two compactions at an interval of three. */
const epochs = 7
const conf = { 'spark.sql.streaming.fileSink.log.compactInterval': '3' }

/** Epoch 2 has no rows. A second attempt spreads them over other partitions: plans need not be deterministic. */
function rowsOfEpoch(epoch: number, attempt: number): SqlValue[][] {
  if (epoch === 2) return []
  return [0, 1, 2].map((at) => [BigInt(epoch * 10 + at), kinds[(epoch + at + attempt) % kinds.length] as string | null])
}

const expectedIds = Array.from({ length: epochs }, (_, epoch) => rowsOfEpoch(epoch, 0)).flatMap((rows) =>
  rows.map((row) => row[0]),
)

interface Layout {
  readonly name: string
  readonly partitionBy: readonly string[]
}
const layouts: readonly Layout[] = [
  { name: 'one directory', partitionBy: [] },
  { name: 'partitions', partitionBy: ['kind'] },
]

/** Goes on where the sink's log ends, as a query does after its recovery. */
async function runOn(files: SimulatedFileSystem, { partitionBy }: Layout, attempt = 0): Promise<void> {
  const sink = await openSink(json, { path: '/data/out' }, schema, sinkContext({ files, conf }), partitionBy)
  const from = ((await sink.latestCommitted?.()) ?? -1) + 1
  // The last committed epoch is run again: its commit may not have reached the checkpoint.
  for (let epoch = Math.max(0, from - 1); epoch < epochs; epoch++) {
    try {
      await commitEpoch(sink, epoch, schema, rowsOfEpoch(epoch, attempt))
    } catch (error) {
      await sink.abort(epoch).catch(() => {})
      throw error
    }
  }
  await sink.stop()
}

async function readBack(files: SimulatedFileSystem, useLog: boolean): Promise<SqlValue[][]> {
  const context = sourceContext(
    { files, conf: { 'spark.sql.streaming.fileStreamSink.ignoreMetadata': String(!useLog) } },
    undefined,
  )
  const source = await openSource(json, { path: '/data/out' }, 'id BIGINT, kind STRING', context)
  const { batches } = await readBatches(source)
  return batches.flat().sort((a, b) => Number((a[0] as bigint) - (b[0] as bigint)))
}

/** Each row once, whether a reader goes by the log or by the files it finds; nothing that waits. */
async function check(files: SimulatedFileSystem): Promise<void> {
  const logged = await readBack(files, true)
  expect(logged.map((row) => row[0])).toEqual(expectedIds)
  expect(await readBack(files, false)).toEqual(logged)
  expect(Object.keys(files.dump()).filter((path) => path.includes('/_millrace_staging-'))).toEqual([])
}

/** Which unsynced changes reach the disk all the same. */
const survivals: Readonly<Record<string, (seed: number) => () => boolean>> = {
  'nothing unsynced survives': () => () => false,
  'everything unsynced survives': () => () => true,
  'some of what was not synced survives': (seed) => {
    let state = seed * 2_654_435_761 + 1
    return () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
      return ((state >>> 16) & 1) === 1
    }
  },
}

/** Runs the whole job once per change, which fails; `recover` makes the machine ready for the next attempt. */
async function atEveryChange(
  layout: Layout,
  failure: Failure,
  recover: (files: SimulatedFileSystem, at: number) => void,
): Promise<number> {
  for (let at = 0; ; at++) {
    const files = new SimulatedFileSystem()
    files.failAt(at, failure)
    const failed = await runOn(files, layout).then(
      () => false,
      () => true,
    )
    if (!failed && files.powered && files.operations.changes <= at) return at
    recover(files, at)
    await runOn(files, layout, 1)
    await check(files)
  }
}

describe.each(layouts)('the file sink into $name', (layout) => {
  test('writes every row once when nothing fails', async () => {
    const files = new SimulatedFileSystem()
    await runOn(files, layout)
    await check(files)
  })

  test.each(Object.keys(survivals))('survives a power cut at every change: %s', async (name) => {
    const points = await atEveryChange(layout, 'powerCut', (files, at) => files.restart(survivals[name]?.(at)))
    expect(points).toBeGreaterThan(60)
  })

  test('survives the death of the process at every change', async () => {
    const points = await atEveryChange(layout, 'powerCut', (files) => {
      files.restart(() => true)
      files.killProcess()
    })
    expect(points).toBeGreaterThan(60)
  })

  test('survives two power cuts, the second during recovery', async () => {
    for (let at = 3; at < 150; at += 11) {
      for (const again of [0, 2, 5, 14]) {
        const files = new SimulatedFileSystem()
        files.failAt(at, 'powerCut')
        await runOn(files, layout).catch(() => {})
        files.restart(survivals['some of what was not synced survives']?.(at))
        files.failAt(again, 'powerCut')
        await runOn(files, layout, 1).catch(() => {})
        files.restart(survivals['some of what was not synced survives']?.(at + again))
        await runOn(files, layout, 2)
        await check(files)
      }
    }
  })

  test.each(['ENOSPC', 'EACCES', 'EIO'] as const)(
    'loses nothing when a change fails with %s, and says where',
    async (code) => {
      const errors: unknown[] = []
      for (let at = 0; ; at++) {
        const files = new SimulatedFileSystem()
        files.failAt(at, code)
        const error = await runOn(files, layout).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        if (error === undefined && files.operations.changes <= at) break
        if (error !== undefined) errors.push(error)
        files.heal()
        await runOn(files, layout)
        await check(files)
      }
      expect(errors.length).toBeGreaterThan(60)
      for (const error of errors) expect(String(error)).toMatch(/ \/.*\(E(NOSPC|ACCES|IO)\)$/s)
    },
  )

  test('goes on after a disk that stayed full for a while', async () => {
    const files = new SimulatedFileSystem()
    files.failAt(40, 'ENOSPC', true)
    await expect(runOn(files, layout)).rejects.toThrow('ENOSPC')
    await expect(runOn(files, layout)).rejects.toThrow('ENOSPC')
    files.heal()
    await runOn(files, layout, 1)
    await check(files)
  })
})
