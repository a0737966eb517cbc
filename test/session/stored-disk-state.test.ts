/** Who reads state from a checkpoint sees the same, whether it was in memory or on disk. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { collectList, count, sessionWindow } from '../../lib/expressions/builders/index.ts'
import { localFileSystem } from '../../lib/files/local-file-system.ts'
import type { AnyFrame } from '../../lib/session/data-frame.ts'
import { stoppedSessions } from './sessions.ts'

const begin = stoppedSessions()
const scratch = mkdtempSync(join(tmpdir(), 'millrace-stored-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const batches = [
  [
    ['a', 1, '2024-01-01 00:00:20'],
    ['a', 2, '2024-01-01 00:00:50'],
    ['b', 3, '2024-01-01 00:00:21'],
  ],
  [
    // Begins earlier, joins two, ends a third.
    ['b', 4, '2024-01-01 00:00:15'],
    ['a', 5, '2024-01-01 00:00:35'],
    [null, 6, '2024-01-01 00:00:41'],
  ],
]
const shapes: { readonly [name: string]: (frame: AnyFrame) => AnyFrame } = {
  groups: (frame) => frame.groupBy('k').agg(count('*').as('c'), collectList('n').as('all')) as AnyFrame,
  sessions: (frame) =>
    frame
      .groupBy(sessionWindow('t', '15 seconds'), 'k')
      .agg(count('*').as('c'), collectList('n').as('all')) as AnyFrame,
  'seen keys': (frame) => frame.dropDuplicates('k'),
}

test.each(Object.keys(shapes))('%s: all rows, those of an earlier batch, and what changed', async (name) => {
  const seen = []
  for (const provider of ['memory', 'lmdb']) {
    const { session } = begin((builder) => builder.surroundings({ files: localFileSystem }))
    session.conf.set('millrace.state.provider', provider)
    const checkpoint = mkdtempSync(join(scratch, 'checkpoint-'))
    const input = session.memoryStream('k STRING, n INT, t TIMESTAMP')
    const frame = (input.toDF() as AnyFrame).withWatermark('t', '20 seconds')
    const query = (shapes[name] as (typeof shapes)[string])(frame)
      .writeStream.format('noop')
      .outputMode(name === 'sessions' ? 'append' : 'update')
      .option('checkpointLocation', checkpoint)
      .start()
    for (const rows of batches) {
      input.addData(...rows)
      await query.processAllAvailable()
    }
    await query.stop()
    const files = readdirSync(checkpoint, { recursive: true, encoding: 'utf8' })
    expect(files.some((path) => path.endsWith('data.mdb'))).toBe(provider === 'lmdb')
    const read = async (options: { readonly [option: string]: string | number | boolean }) => {
      const reader = session.read.format('statestore')
      for (const [option, value] of Object.entries(options)) reader.option(option, value)
      const rows = await reader.load(checkpoint).collect()
      return rows.map((row) => JSON.stringify(row, (_, one) => (typeof one === 'bigint' ? `${one}` : one))).sort()
    }
    const whole = await read({})
    expect(whole.length).toBeGreaterThan(2)
    seen.push([whole, await read({ batchId: 0 }), await read({ readChangeFeed: true, changeStartBatchId: 0 })])
  }
  expect(seen[1]).toEqual(seen[0])
})
