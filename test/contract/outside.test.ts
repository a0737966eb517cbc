import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createSession } from '../../index.ts'
import {
  committed,
  counter,
  interleave,
  keepMultiples,
  outsideConnector,
  outsideSink,
  runningTotal,
  twice,
} from './outside.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-outside-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const session = createSession({
  register: {
    operators: [keepMultiples, runningTotal, interleave],
    functions: [twice],
    connectors: [outsideConnector, outsideSink],
  },
  surroundings: { print: () => {}, warn: () => {} },
})

test('a source, a sink, operators and a function from outside work like ours, and state survives a restart', async () => {
  const start = () =>
    session.readStream
      .format('ticks')
      .load()
      .filter('n > 1')
      .apply(keepMultiples(2))
      .apply(runningTotal('n'))
      .selectExpr('twice(n) AS n', 'total')
      .writeStream.format('tally')
      .option('checkpointLocation', join(folder, 'checkpoint'))
      .trigger({ availableNow: true })
      .start()
  counter.end = 5
  const first = start()
  await first.awaitTermination()
  counter.end = 8
  const second = start()
  await second.awaitTermination()
  expect([...committed.values()]).toEqual([
    [
      [4n, 2n],
      [8n, 6n],
    ],
    [
      [12n, 12n],
      [16n, 20n],
    ],
  ])
})

test('what is row-wise fuses into one loop, and filters go to the source', () => {
  const frame = session.readStream.format('ticks').load().filter('n > 1').apply(keepMultiples(2))
  expect(frame.explainString()).toContain('PushedFilters: [(n > 1), ((n % 2) = 0)]')
})

test('an operator of two inputs goes on frames', () => {
  const ticks = session.readStream.format('ticks').load()
  expect(ticks.apply(interleave.of(), ticks).explainString()).toContain('Interleave')
})
