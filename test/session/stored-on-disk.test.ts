/** The state of a query is read the same, whether it was in memory or on disk. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { expr } from '../../lib/expressions/builders/index.ts'
import { localFileSystem } from '../../lib/files/local-file-system.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()
const scratch = mkdtempSync(join(tmpdir(), 'millrace-stored-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const batches = [
  [
    ['a', 1, '2024-01-01 00:00:01'],
    ['b', 2, '2024-01-01 00:00:02'],
    ['a', 3, '2024-01-01 00:00:03'],
  ],
  [
    ['a', 4, '2024-01-01 00:00:20'],
    [null, null, '2024-01-01 00:00:21'],
  ],
  [['b', 5, '2024-01-01 00:02:00']],
]

/** What the reader gives of each store, after the last batch. */
async function stored(
  provider: string,
  make: (frame: AnyFrame) => AnyFrame,
  stores: readonly { readonly [name: string]: string }[],
): Promise<unknown[]> {
  const { session } = begin((builder) => builder.surroundings({ files: localFileSystem }))
  session.conf.set('millrace.state.provider', provider)
  const checkpoint = mkdtempSync(join(scratch, 'checkpoint-'))
  const input = session.memoryStream('k STRING, n INT, t TIMESTAMP')
  const writer = make(input.toDF() as AnyFrame)
    .writeStream.format('noop')
    .option('checkpointLocation', checkpoint)
  const query = writer.start()
  for (const rows of batches) {
    input.addData(...rows)
    await query.processAllAvailable()
  }
  await query.stop()
  const seen: unknown[] = []
  for (const options of stores) {
    const reader = session.read.format('statestore')
    for (const [name, value] of Object.entries(options)) reader.option(name, value)
    const frame = reader.load(checkpoint)
    const rows = (await frame.collect()).map((row) =>
      JSON.stringify(row, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)),
    )
    seen.push({ schema: frame.schema.simpleString(), rows: rows.sort() })
  }
  return seen
}

test('a join of two streams', async () => {
  const joined = (frame: AnyFrame): AnyFrame => {
    const left = frame.withWatermark('t', '5 seconds').selectExpr('k AS lk', 't AS lt', 'n AS ln')
    const right = frame.withWatermark('t', '5 seconds').selectExpr('k AS rk', 't AS rt')
    const joins = left as unknown as { join(...args: readonly unknown[]): AnyFrame }
    return joins.join(right, expr('lk = rk AND rt BETWEEN lt AND lt + INTERVAL 1 MINUTE'), 'leftOuter')
  }
  const stores = [
    { joinSide: 'left' },
    { joinSide: 'right' },
    { storeName: 'left-keyToNumValues' },
    { storeName: 'left-keyWithIndexToValue' },
    { storeName: 'right-keyWithIndexToValue' },
  ]
  const inMemory = await stored('memory', joined, stores)
  expect(inMemory[0]).toMatchObject({ rows: expect.arrayContaining([expect.stringContaining('"ln":5')]) })
  expect(await stored('lmdb', joined, stores)).toEqual(inMemory)
})
