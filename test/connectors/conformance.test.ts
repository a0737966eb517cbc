/** The suites of sources and sinks over the connectors that come with the package. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { consoleConnector } from '../../connectors/console/index.ts'
import { fileConnector } from '../../connectors/file/index.ts'
import { foreach } from '../../connectors/foreach/index.ts'
import { type BatchFunction, foreachBatch } from '../../connectors/foreach-batch/index.ts'
import { builtinConnectors } from '../../connectors/index.ts'
import { memory } from '../../connectors/memory/index.ts'
import { noop } from '../../connectors/noop/index.ts'
import { rate } from '../../connectors/rate/index.ts'
import { rateMicroBatch } from '../../connectors/rate-micro-batch/index.ts'
import { rows } from '../../connectors/rows/index.ts'
import { socket } from '../../connectors/socket/index.ts'
import { rowsOf } from '../../lib/columnar/values.ts'
import {
  arrivingRowsAttachment,
  batchFunctionAttachment,
  consolePrintAttachment,
  memoryStreamAttachment,
  memoryTableAttachment,
  rowWriterAttachment,
} from '../../lib/connector/attachments.ts'
import type { Sink, Source } from '../../lib/connector/connector.ts'
import { MemoryStream } from '../../lib/connector/memory-stream.ts'
import { MemoryTable } from '../../lib/connector/memory-table.ts'
import type { RowWriter } from '../../lib/connector/row-writer.ts'
import { jsonFormat } from '../../lib/formats/json/json-format.ts'
import { Subject } from '../../lib/stream/rx.ts'
import { sinkSchema } from '../../lib/testing/conformance/describe-sink.ts'
import { describeSink, describeSource } from '../../lib/testing/vitest.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'
import { parseSchema } from '../../lib/types/ddl/ddl.ts'
import { CountingFiles } from './counting-files.ts'
import { openSink, openSource, readBatches, sinkContext, sourceContext, writeText } from './surroundings.ts'
import { listen } from './text-server.ts'

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
    const options = { path: '/in', recursiveFileLookup: 'true' }
    const open = (): Promise<Source> => openSource(json, options, 'a INT, b STRING', context)
    let added = 0
    const addTo = async (folder: string): Promise<void> => {
      added += 1
      await writeText(files, `${folder}/${added}.json`, `{"a":${added},"b":"x"}\n{"a":${-added}}\n`, added * 1000)
    }
    return {
      source: await open(),
      add: () => addTo('/in'),
      async grow() {
        await files.makeDirectory('/in/more')
        await addTo('/in/more')
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

describeSource('rate-micro-batch', {
  cannot: rateMicroBatch.source?.cannot,
  open: async () => {
    const open = (): Promise<Source> =>
      openSource(rateMicroBatch, { rowsPerBatch: '3' }, undefined, sourceContext({}, '/ck/sources/0'))
    return { source: await open(), add: async () => {}, reopen: open }
  },
})

describeSource('socket', {
  cannot: socket.source?.cannot,
  open: async () => {
    const peer = await listen()
    const open = (): Promise<Source> =>
      openSource(socket, { host: '127.0.0.1', port: String(peer.port) }, undefined, sourceContext({}, '/ck/sources/0'))
    const source = await open()
    let added = 0
    return {
      source,
      async add() {
        added += 1
        const came = arrival(source)
        peer.send(`line ${added}\n`)
        await came
      },
      reopen: open,
      close: () => peer.close(),
    }
  },
})

for (const form of ['observable', 'iterable']) {
  describeSource(`rows (${form})`, {
    cannot: rows.source?.cannot,
    open: async () => {
      const schema = parseSchema('a INT, b STRING')
      const rows$ = new Subject<unknown>()
      const from = form === 'iterable' ? iterable(rows$) : rows$
      const attachments = new Map([[arrivingRowsAttachment, { schema, from, maxRows: 100 }]])
      const open = (): Promise<Source> =>
        openSource(rows, {}, undefined, sourceContext({ attachments }, '/ck/sources/0'))
      const source = await open()
      let added = 0
      return {
        source,
        async add() {
          added += 1
          const came = arrival(source)
          rows$.next({ a: added, b: added % 2 ? 'odd' : null })
          await came
        },
        reopen: open,
      }
    },
  })
}

/** Resolves with the next row of a source. */
function arrival(source: Source): Promise<void> {
  return new Promise((resolve) => {
    const subscription = source.changes$?.subscribe(() => {
      subscription?.unsubscribe()
      resolve()
    })
  })
}

/** What an Observable emits while it is iterated. */
function iterable(rows$: Subject<unknown>): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]() {
      const waiting: unknown[] = []
      let wake = () => {}
      const subscription = rows$.subscribe((row) => {
        waiting.push(row)
        wake()
      })
      return {
        async next() {
          while (waiting.length === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
          return { done: false, value: waiting.shift() }
        },
        async return() {
          subscription.unsubscribe()
          return { done: true, value: undefined }
        },
      }
    },
  }
}

describeSink('foreach', {
  modes: foreach.sink?.modes ?? [],
  cannot: foreach.sink?.cannot,
  open: async (mode) => {
    const seen: SqlValue[][] = []
    const writer: RowWriter = { process: ({ id, name }) => void seen.push([id as bigint, name as string]) }
    const attachments = new Map([[rowWriterAttachment, writer]])
    const open = (): Promise<Sink> => openSink(foreach, {}, sinkSchema, sinkContext({ attachments }, mode))
    return { sink: await open(), reopen: open, visible: async () => seen }
  },
})

test('every connector that comes with the package has its suites here', () => {
  const text = readFileSync(new URL(import.meta.url), 'utf8')
  const has = (kind: string, name: string) =>
    text.includes(`describe${kind}('${name}'`) || text.includes(`describe${kind}(\`${name}`)
  const files = ['csv', 'json', 'text']
  const missing = builtinConnectors.filter(({ name, source, sink }) => {
    const isFile = files.includes(name)
    const sourceName = name === 'rows' ? 'rows (' : isFile ? 'file' : name
    return (source && !has('Source', sourceName)) || (sink && !isFile && !has('Sink', name))
  })
  expect(missing.map(({ name }) => name)).toEqual([])
})
