import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { consoleConnector } from '../../connectors/console/index.ts'
import { consolePrintAttachment } from '../../lib/connector/attachments.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { commitEpoch, epochOf, freeIo, openSink, sinkContext } from './surroundings.ts'

interface Recorded {
  readonly options: Readonly<Record<string, string>>
  readonly text: string
}
const fixture = new URL('../fixtures/spark/show.json', import.meta.url)
const { console: recorded } = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly console: readonly Recorded[] }
const schema = parseSchema('a INT, b STRING')

/** The three batches of the recording. */
const batches: readonly SqlValue[][][] = [
  [0, 1, 2].map((a) => [a, `row ${a}`]),
  [],
  Array.from({ length: 22 }, (_, a) => [a, `a rather long string of number ${a}`]),
]

test.each(recorded)('prints what Spark prints with the options $options', async ({ options, text }) => {
  let printed = ''
  const attachments = new Map([[consolePrintAttachment, (more: string) => (printed += more)]])
  const sink = await openSink(consoleConnector, options, schema, sinkContext({ attachments }))
  for (const [epoch, rows] of batches.entries()) await commitEpoch(sink, epoch, schema, rows)
  expect(printed).toBe(text)
  expect(sink.outputRows).toBe(22)
})

test('prints an epoch once, when it commits, and nothing of an aborted one', async () => {
  const printed: string[] = []
  const attachments = new Map([[consolePrintAttachment, (text: string) => printed.push(text)]])
  const sink = await openSink(consoleConnector, {}, schema, sinkContext({ attachments }, 'update'))
  await sink.write(0, epochOf(0, schema, [[[1, 'x']]]), freeIo())
  expect(printed).toEqual([])
  await sink.abort(0)
  await sink.commit(0)
  expect(printed).toEqual([])
  await commitEpoch(sink, 0, schema, [[2, 'y']])
  await sink.commit(0)
  expect(printed).toHaveLength(1)
  expect(printed[0]).toContain('|  2|  y|')
})

test('keeps no more rows than it shows', async () => {
  const printed: string[] = []
  const attachments = new Map([[consolePrintAttachment, (text: string) => printed.push(text)]])
  const sink = await openSink(consoleConnector, { numRows: '0' }, schema, sinkContext({ attachments }))
  await commitEpoch(sink, 0, schema, [
    [1, 'x'],
    [2, 'y'],
  ])
  expect(printed[0]?.split('\n').slice(3)).toEqual([
    '+---+---+',
    '|  a|  b|',
    '+---+---+',
    '+---+---+',
    'only showing top 0 rows',
    '',
  ])
})

test.each([{ numRows: 'x' }, { truncate: 'maybe' }])('refuses the option $numRows$truncate', async (options) => {
  await expect(openSink(consoleConnector, options as Record<string, string>, schema, sinkContext({}))).rejects.toThrow(
    'Invalid value',
  )
})
