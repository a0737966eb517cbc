/** noop, foreachBatch, and what is particular to memory. */
import { expect, test } from 'vitest'
import { type BatchFunction, foreachBatch } from '../../connectors/foreach-batch/index.ts'
import { memory } from '../../connectors/memory/index.ts'
import { noop } from '../../connectors/noop/index.ts'
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import {
  batchFunctionAttachment,
  memoryStreamAttachment,
  memoryTableAttachment,
} from '../../lib/connector/attachments.ts'
import type { OutputMode } from '../../lib/connector/connector.ts'
import { MemoryStream } from '../../lib/connector/memory-stream.ts'
import { MemoryTable } from '../../lib/connector/memory-table.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import {
  commitEpoch,
  epochOf,
  freeIo,
  openSink,
  openSource,
  readBatches,
  sinkContext,
  sourceContext,
} from './surroundings.ts'

const schema = parseSchema('a BIGINT, b STRING')

test('noop reads every row and keeps none', async () => {
  const sink = await openSink(noop, {}, schema, sinkContext({}, 'complete'))
  await commitEpoch(sink, 0, schema, [[1n, 'x']])
  const failing = epochOf(1, schema, [[[1n, 'x']]], new Error('upstream broke'))
  await expect(sink.write(1, failing, freeIo())).rejects.toThrow('upstream broke')
})

test('foreachBatch hands over an epoch whole, with its id, in memory that stays', async () => {
  const seen: (readonly [number, readonly RecordBatch[]])[] = []
  const call: BatchFunction = async (batches, batchId) => {
    seen.push([batchId, batches])
  }
  const sink = await openSink(
    foreachBatch,
    {},
    schema,
    sinkContext({ attachments: new Map([[batchFunctionAttachment, call]]) }),
  )
  await sink.write(
    3,
    epochOf(3, schema, [
      [
        [1n, 'x'],
        [2n, 'y'],
      ],
      [[3n, null]],
    ]),
    freeIo(),
  )
  await sink.write(4, epochOf(4, schema, []), freeIo())
  // The lent memory has been overwritten by now.
  expect(seen.map(([id, batches]) => [id, batches.flatMap(rowsOf)])).toEqual([
    [
      3,
      [
        [1n, 'x'],
        [2n, 'y'],
        [3n, null],
      ],
    ],
    [4, []],
  ])
})

test('what foreachBatch’s function throws fails the epoch', async () => {
  const call: BatchFunction = () => {
    throw new Error('not today')
  }
  const sink = await openSink(
    foreachBatch,
    {},
    schema,
    sinkContext({ attachments: new Map([[batchFunctionAttachment, call]]) }),
  )
  await expect(sink.write(0, epochOf(0, schema, []), freeIo())).rejects.toThrow('not today')
})

test.each([
  [
    'append',
    [
      [1n, 'x'],
      [2n, 'y'],
    ],
  ],
  [
    'update',
    [
      [1n, 'x'],
      [2n, 'y'],
    ],
  ],
  ['complete', [[2n, 'y']]],
] as const)('a memory table in mode %s', async (mode: OutputMode, expected) => {
  const table = new MemoryTable(schema)
  const sink = await openSink(
    memory,
    {},
    schema,
    sinkContext({ attachments: new Map([[memoryTableAttachment, table]]) }, mode),
  )
  await commitEpoch(sink, 0, schema, [[1n, 'x']])
  await commitEpoch(sink, 1, schema, [[2n, 'y']])
  expect(table.values()).toEqual(expected)
  expect(table.latest).toBe(1)
})

test('the memory sink wants a query name', async () => {
  const context = { ...sinkContext({}), queryName: undefined }
  await expect(openSink(memory, {}, schema, context)).rejects.toMatchObject({ condition: '_LEGACY_ERROR_TEMP_1297' })
})

test('a memory stream announces additions; every reader sees all of them', async () => {
  const stream = new MemoryStream(schema)
  const context = sourceContext({ attachments: new Map([[memoryStreamAttachment, stream]]) }, '/ck')
  const source = await openSource(memory, {}, undefined, context)
  let hints = 0
  const subscription = source.changes$?.subscribe(() => {
    hints += 1
  })
  stream.addData([1n, 'x'])
  stream.addData({ a: 2n, b: 'y' }, { a: 3n, b: null })
  subscription?.unsubscribe()
  expect(hints).toBe(2)
  expect((await readBatches(source)).batches).toEqual([
    [
      [1n, 'x'],
      [2n, 'y'],
      [3n, null],
    ],
  ])
  const other = await openSource(memory, {}, undefined, context)
  expect((await readBatches(other, 0)).batches).toEqual([
    [
      [2n, 'y'],
      [3n, null],
    ],
  ])
})

test('format("memory") without a stream says how to make one', async () => {
  await expect(openSource(memory, {}, undefined, sourceContext({}, '/ck'))).rejects.toThrow(
    'session.memoryStream(schema)',
  )
})
