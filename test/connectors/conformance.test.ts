/** The suites of sources and sinks over the connectors that come with the package. */
import { consoleConnector } from '../../connectors/console/index.ts'
import { fileConnector } from '../../connectors/file/index.ts'
import { type BatchFunction, foreachBatch } from '../../connectors/foreach-batch/index.ts'
import { memory } from '../../connectors/memory/index.ts'
import { noop } from '../../connectors/noop/index.ts'
import { rate } from '../../connectors/rate/index.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import {
  batchFunctionAttachment,
  consolePrintAttachment,
  memoryStreamAttachment,
  memoryTableAttachment,
} from '../../lib/connector/attachments.ts'
import type { Sink, Source } from '../../lib/connector/connector.ts'
import { MemoryStream } from '../../lib/connector/memory-stream.ts'
import { MemoryTable } from '../../lib/connector/memory-table.ts'
import { jsonFormat } from '../../lib/formats/json/json-format.ts'
import { sinkSchema } from '../../lib/testing/conformance/describe-sink.ts'
import { describeSink, describeSource } from '../../lib/testing/vitest.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { CountingFiles } from './counting-files.ts'
import { openSink, openSource, readBatches, sinkContext, sourceContext, writeText } from './surroundings.ts'

const json = fileConnector(jsonFormat)

describeSource('memory', {
  cannot: memory.source?.cannot,
  open: async () => {
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
    }
  },
})

describeSource('rate', {
  cannot: rate.source?.cannot,
  open: async () => {
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
    }
  },
})

describeSource('file', {
  cannot: json.source?.cannot,
  open: async () => {
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
      limit: { limit: { kind: 'files', max: 1 }, rows: 2 },
      damage: async () => files.immediate.remove('/in/1.json'),
    }
  },
})

describeSink('memory', {
  modes: memory.sink?.modes ?? [],
  open: async (mode) => {
    const table = new MemoryTable(sinkSchema)
    const attachments = new Map<string, unknown>([[memoryTableAttachment, table]])
    const open = (): Promise<Sink> => openSink(memory, {}, sinkSchema, sinkContext({ attachments }, mode))
    return {
      sink: await open(),
      reopen: open,
      visible: async () => table.values(),
      traces: () => table.values().map(String),
    }
  },
})

const sinks = { plain: [], partitioned: ['name'] }
for (const [layout, partitionBy] of Object.entries(sinks)) {
  describeSink(`${layout} file`, {
    modes: json.sink?.modes ?? [],
    open: async () => {
      const files = new CountingFiles()
      const open = (): Promise<Sink> =>
        openSink(json, { path: '/out' }, sinkSchema, sinkContext({ files }), partitionBy)
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
          return (await readBatches(reader)).batches.flat()
        },
        traces: () => Object.keys(files.dump()),
      }
    },
  })
}

describeSink('console', {
  modes: consoleConnector.sink?.modes ?? [],
  cannot: consoleConnector.sink?.cannot,
  open: async (mode) => {
    let printed = ''
    const attachments = new Map([[consolePrintAttachment, (text: string) => (printed += text)]])
    const open = (): Promise<Sink> => openSink(consoleConnector, {}, sinkSchema, sinkContext({ attachments }, mode))
    return {
      sink: await open(),
      reopen: open,
      visible: async () =>
        [...printed.matchAll(/^\| +(\d+)\|(.*)\|$/gm)].map(([, id, name]) => [BigInt(id ?? 0), name ?? '']),
    }
  },
})

describeSink('foreachBatch', {
  modes: foreachBatch.sink?.modes ?? [],
  cannot: foreachBatch.sink?.cannot,
  open: async (mode) => {
    const seen: SqlValue[][] = []
    const call: BatchFunction = (batches) => void seen.push(...batches.flatMap(rowsOf))
    const attachments = new Map([[batchFunctionAttachment, call]])
    const open = (): Promise<Sink> => openSink(foreachBatch, {}, sinkSchema, sinkContext({ attachments }, mode))
    return { sink: await open(), reopen: open, visible: async () => seen }
  },
})

describeSink('noop', {
  modes: noop.sink?.modes ?? [],
  cannot: noop.sink?.cannot,
  open: async (mode) => {
    const open = (): Promise<Sink> => openSink(noop, {}, sinkSchema, sinkContext({}, mode))
    return { sink: await open(), reopen: open, visible: async () => [] }
  },
})
