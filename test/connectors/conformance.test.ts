/** The suites of sources and sinks over the connectors that come with the package. */
import { fileConnector } from '../../connectors/file/index.ts'
import { memory } from '../../connectors/memory/index.ts'
import { rate } from '../../connectors/rate/index.ts'
import { memoryStreamAttachment, memoryTableAttachment } from '../../lib/connector/attachments.ts'
import type { Sink, Source } from '../../lib/connector/connector.ts'
import { MemoryStream } from '../../lib/connector/memory-stream.ts'
import { MemoryTable } from '../../lib/connector/memory-table.ts'
import { jsonFormat } from '../../lib/formats/json/json-format.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { CountingFiles } from './counting-files.ts'
import { sinkConformance, sinkSchema } from './sink-conformance.ts'
import { sourceConformance } from './source-conformance.ts'
import { openSink, openSource, readBatches, sinkContext, sourceContext, writeText } from './surroundings.ts'

const json = fileConnector(jsonFormat)
const byId = (a: readonly SqlValue[], b: readonly SqlValue[]): number => Number((a[0] as bigint) - (b[0] as bigint))

sourceConformance('memory', async () => {
  const stream = new MemoryStream(parseSchema('a INT, b STRING'))
  const context = sourceContext({ attachments: new Map([[memoryStreamAttachment, stream]]) }, '/ck/sources/0')
  const open = async (): Promise<Source> => memory.source?.create(new Map(), stream.schema, context) as Source
  let added = 0
  return {
    source: await open(),
    add: async () => {
      added += 2
      stream.addData([added, 'even'], [added + 1, null])
    },
    reopen: open,
    openHandles: () => 0,
  }
})

sourceConformance('rate', async () => {
  let nowMs = 1_000_000
  const context = sourceContext({ nowMs: () => nowMs }, '/ck/sources/0')
  const open = (): Promise<Source> => openSource(rate, { rowsPerSecond: '3' }, undefined, context)
  const source = await open()
  const initial = await source.initialOffset()
  return {
    source,
    add: async () => {
      nowMs += 2000
    },
    async reopen() {
      const again = await open()
      if (initial !== null) again.restoreInitial?.(initial)
      return again
    },
    openHandles: () => 0,
  }
})

sourceConformance('file', async () => {
  const files = new CountingFiles()
  await files.makeDirectory('/in')
  const context = sourceContext({ files }, '/ck/sources/0')
  const open = (): Promise<Source> => openSource(json, { path: '/in' }, 'a INT, b STRING', context)
  let added = 0
  return {
    source: await open(),
    async add() {
      added += 1
      await writeText(files, `/in/${added}.json`, `{"a":${added},"b":"x"}\n{"a":${-added}}\n`, added * 1000)
    },
    reopen: open,
    openHandles: () => files.openReaders,
  }
})

sinkConformance('memory', async () => {
  const table = new MemoryTable(sinkSchema)
  const attachments = new Map<string, unknown>([[memoryTableAttachment, table]])
  const open = (): Promise<Sink> => openSink(memory, {}, sinkSchema, sinkContext({ attachments }))
  return {
    sink: await open(),
    reopen: open,
    visible: async () => table.values().sort(byId),
    traces: () => table.values().map(String),
  }
})

const sinks = { plain: [], partitioned: ['name'] }
for (const [layout, partitionBy] of Object.entries(sinks)) {
  sinkConformance(`${layout} file`, async () => {
    const files = new CountingFiles()
    const open = (): Promise<Sink> => openSink(json, { path: '/out' }, sinkSchema, sinkContext({ files }), partitionBy)
    return {
      sink: await open(),
      reopen: open,
      async visible() {
        if (!files.immediate.stat('/out')) return []
        const reader = await openSource(
          json,
          { path: '/out' },
          'id BIGINT, name STRING',
          sourceContext({ files }, undefined),
        )
        return (await readBatches(reader)).batches.flat().sort(byId)
      },
      traces: () => Object.keys(files.dump()),
    }
  })
}
