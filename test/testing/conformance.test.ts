/** The suites themselves: connectors that do everything pass, and each that is broken in one way is caught by name. */
import { expect, test } from 'vitest'
import { describeSink } from '../../lib/testing/conformance/describe-sink.ts'
import { describeSource } from '../../lib/testing/conformance/describe-source.ts'
import type { Suite } from '../../lib/testing/conformance/suite.ts'
import { numbers, type SinkFault, type SourceFault, table } from './broken-connectors.ts'
import { type PartitionFault, partitions } from './broken-partitions.ts'

/** Names of the checks that fail. */
async function failures(suite: Suite): Promise<readonly string[]> {
  const failed: string[] = []
  for (const { name, run } of suite.checks) await run().catch(() => failed.push(name))
  return failed
}

const source = (fault?: SourceFault) => describeSource('numbers', { open: async () => numbers(fault) })
const modes = ['append', 'update', 'complete'] as const
const sink = (fault?: SinkFault) =>
  describeSink('table', { modes, open: async (mode) => table(mode === 'complete', fault) })

test('a source and a sink that do everything pass', async () => {
  expect(await failures(source())).toEqual([])
  expect(await failures(sink())).toEqual([])
  expect(await failures(describeSource('partitions', { open: async () => partitions() }))).toEqual([])
})

const partitionFaults: readonly PartitionFault[] = [
  'new partition from its end',
  'new partition unseen',
  'new partition in old ranges',
]

test.each(partitionFaults)('a source with the fault "%s" is caught', async (fault) => {
  expect(await failures(describeSource('partitions', { open: async () => partitions(fault) }))).toEqual([
    'partitions that come later are read from their first row, and change nothing of earlier ranges',
  ])
})

const sourceFaults: readonly (readonly [SourceFault, string])[] = [
  ['unstable re-read', 'a range gives the same rows every time'],
  ['lost range', 'ranges join without gap or overlap however they are cut'],
  ['overlap', 'ranges join without gap or overlap however they are cut'],
  ['leaked handle', 'a reader without room gets one batch, and leaving it frees handles and memory'],
  ['memory kept', 'no handle and no memory is held after the last row'],
  ['no back pressure', 'a reader without room gets one batch, and leaving it frees handles and memory'],
  ['limit ignored', 'reading keeps within a limit and gives everything in the end'],
  ['offset that is no JSON', 'offsets survive JSON'],
  ['starts anew', 'a restarted query reads the same ranges, and goes on'],
  ['commit drops too much', 'a commit takes nothing from later ranges'],
  ['error swallowed', 'what cannot be read ends the query, which names the offsets'],
  ['freeze ignored', 'an end that was frozen is never passed'],
  ['second stop fails', 'it stops twice'],
]

test.each(sourceFaults)('a source with the fault "%s" is caught', async (fault, check) => {
  expect(await failures(source(fault))).toContain(check)
})

const sinkFaults: readonly (readonly [SinkFault, string])[] = [
  ['double commit', 'a second commit of an epoch does nothing'],
  ['early visibility', 'staged rows are invisible until the commit'],
  ['lost epoch', 'a crash between any two calls loses and repeats nothing'],
  ['abort keeps', 'an aborted epoch leaves nothing, and its next attempt counts'],
  ['memory of its own only', 'a crash between any two calls loses and repeats nothing'],
  ['appends in complete mode', 'in complete mode a reader sees what Spark’s would'],
  ['swallows failures', 'an epoch whose rows fail is refused and leaves nothing'],
  ['counts wrong', 'every row arrives'],
]

test.each(sinkFaults)('a sink with the fault "%s" is caught', async (fault, check) => {
  expect(await failures(sink(fault))).toContain(check)
})

test('an inability is declared with its reason, and a declaration that is not true fails', async () => {
  const open = async () => numbers('starts anew')
  const declared = describeSource('numbers', { open, cannot: { restart: 'nothing is kept' } })
  expect(await failures(declared)).toEqual([])
  expect(declared.checks.map(({ name }) => name).filter((name) => name.includes('nothing is kept'))).toHaveLength(1)
  const untrue = describeSource('numbers', { open: async () => numbers(), cannot: { idle: 'it never rests' } })
  expect(await failures(untrue)).toEqual([
    'cannot, as declared (it never rests): there is nothing new when nothing came',
  ])
})
