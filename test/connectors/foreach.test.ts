import { expect, test } from 'vitest'
import { foreach } from '../../connectors/foreach/index.ts'
import { PoisoningPool } from '../../lib/columnar/poisoning-pool.ts'
import { rowWriterAttachment } from '../../lib/connector/attachments.ts'
import type { Sink } from '../../lib/connector/connector.ts'
import type { RowWriter } from '../../lib/connector/row-writer.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { stoppedSessions } from '../session/sessions.ts'
import { epochOf, freeIo, openSink, sinkContext } from './surroundings.ts'

const begin = stoppedSessions()
const schema = parseSchema('n BIGINT')
const sinkOf = (writer: RowWriter): Promise<Sink> =>
  openSink(foreach, {}, schema, sinkContext({ attachments: new Map([[rowWriterAttachment, writer]]) }))

/** Notes every call. */
function noting(log: unknown[], change: Partial<RowWriter> = {}): RowWriter {
  return {
    open: (...ids) => void log.push(['open', ...ids]),
    process: ({ n }) => void log.push(n),
    close: (error) => void log.push(['close', error?.message ?? null]),
    ...change,
  }
}

test('each epoch is opened with partition 0 and its id, its rows come in order, and it is closed', async () => {
  const log: unknown[] = []
  const sink = await sinkOf(noting(log))
  await sink.write(7, epochOf(7, schema, [[[1n], [2n]], [[3n]]]), freeIo())
  await sink.commit(7)
  await sink.write(8, epochOf(8, schema, []), freeIo())
  expect(log).toEqual([['open', 0, 7], 1n, 2n, 3n, ['close', null], ['open', 0, 8], ['close', null]])
})

test('an async writer gets one row after another, from memory that is still there', async () => {
  const log: string[] = []
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve))
  const sink = await sinkOf({
    open: async () => pause(),
    async process({ n }) {
      log.push(`begin ${n}`)
      await pause()
      log.push(`end ${n}`)
    },
    async close() {
      await pause()
      log.push('closed')
    },
  })
  const pool = new PoisoningPool()
  await sink.write(0, epochOf(0, schema, [[[1n], [2n]], [[3n]]]), freeIo(pool))
  expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3', 'closed'])
  expect(pool.retainedBytes).toBe(0)
})

test('open that gives false skips the rows; close is called all the same', async () => {
  const log: unknown[] = []
  const sink = await sinkOf(noting(log, { open: async () => false }))
  await sink.write(0, epochOf(0, schema, [[[1n]]]), freeIo())
  expect(log).toEqual([['close', null]])
})

test.each([
  [
    'at once',
    () => {
      throw new Error('not this row')
    },
  ],
  [
    'later',
    async () => {
      throw new Error('not this row')
    },
  ],
] as const)('what process throws %s goes to close, and fails the epoch', async (_, process) => {
  const log: unknown[] = []
  const sink = await sinkOf(noting(log, { process }))
  const written = sink.write(0, epochOf(0, schema, [[[1n], [2n]], [[3n]]]), freeIo())
  await expect(written).rejects.toMatchObject({ condition: 'FOREACH_USER_FUNCTION_ERROR', sqlState: '39000' })
  await expect(written).rejects.toThrow(
    'An error occurred in the user provided function in foreach sink. Reason: not this row',
  )
  expect(log).toEqual([
    ['open', 0, 0],
    ['close', 'not this row'],
  ])
})

test('what fails upstream goes to close under Spark’s words, and fails the epoch as it is', async () => {
  const log: unknown[] = []
  const sink = await sinkOf(noting(log))
  const failing = epochOf(0, schema, [[[1n]]], new Error('upstream broke'))
  await expect(sink.write(0, failing, freeIo())).rejects.toThrow('upstream broke')
  expect(log.at(-1)).toEqual(['close', 'Foreach writer has been aborted due to a task failure'])
})

test('what open throws fails the epoch without a close', async () => {
  const log: unknown[] = []
  const sink = await sinkOf(
    noting(log, {
      open: () => {
        throw new Error('no connection')
      },
    }),
  )
  await expect(sink.write(0, epochOf(0, schema, [[[1n]]]), freeIo())).rejects.toThrow('Reason: no connection')
  expect(log).toEqual([])
})

test('a query hands its rows to a function, or to a writer that skips what it has had', async () => {
  const { session } = begin()
  const numbers = session.memoryStream('n BIGINT')
  numbers.addData({ n: 1n }, { n: 2n })
  const seen: unknown[] = []
  await numbers
    .toDF()
    .writeStream.foreach((row) => void seen.push(row))
    .trigger({ availableNow: true })
    .start()
    .awaitTermination()
  expect(seen).toEqual([{ n: 1n }, { n: 2n }])
  const log: unknown[] = []
  const had = new Set([0])
  await numbers
    .toDF()
    .writeStream.foreach(noting(log, { open: (_, epoch) => !had.has(epoch) }))
    .trigger({ availableNow: true })
    .start()
    .awaitTermination()
  expect(log).toEqual([['close', null]])
})

test('what a writer throws ends the query', async () => {
  const { session } = begin()
  const numbers = session.memoryStream('n BIGINT')
  numbers.addData({ n: 1n })
  const query = numbers
    .toDF()
    .writeStream.foreach(() => Promise.reject(new Error('not this row')))
    .start()
  await expect(query.awaitTermination()).rejects.toThrow('not this row')
})

test.each([[null], [{}], [{ process: 1 }], [{ process: () => {}, open: true }]])('refuses %o', (writer) => {
  const { session } = begin()
  const { writeStream } = session.memoryStream('n BIGINT').toDF()
  expect(() => writeStream.foreach(writer as unknown as () => void)).toThrow(/foreach/)
})

test('folders by column are none of its business', () => {
  const { session } = begin()
  const { writeStream } = session.memoryStream('n BIGINT').toDF()
  expect(() =>
    writeStream
      .partitionBy('n')
      .foreach(() => {})
      .start(),
  ).toThrow("'foreach' does not support partitioning.")
})
