/** Tables in memory: a source that a program adds rows to, and a sink whose rows it can look at. For tests and notebooks. */
import { memoryStreamAttachment, memoryTableAttachment } from '../../lib/connector/attachments.ts'
import type { Connector } from '../../lib/connector/connector.ts'
import { MemoryStream } from '../../lib/connector/memory-stream.ts'
import { MemoryTable } from '../../lib/connector/memory-table.ts'
import { MillraceError } from '../../lib/errors.ts'
import { MemorySink } from './sink.ts'
import { MemorySource } from './source.ts'

/** The `memory` format. */
export const memory: Connector = {
  name: 'memory',
  source: {
    schema: (_, given, context) => streamOf(context.attachments, given?.names.join(', ')).schema,
    create: (_, __, context) => new MemorySource(streamOf(context.attachments, undefined)),
  },
  sink: {
    modes: ['append', 'update', 'complete'],
    guarantee: 'exactly-once',
    temporaryCheckpoint: true,
    create(_, schema, __, context) {
      if (context.queryName === undefined) {
        throw new MillraceError('_LEGACY_ERROR_TEMP_1297', 'queryName must be specified for memory sink')
      }
      const given = context.attachments.get(memoryTableAttachment)
      const table = given instanceof MemoryTable ? given : new MemoryTable(schema)
      return new MemorySink(table, context.outputMode)
    },
  },
}

function streamOf(attachments: ReadonlyMap<string, unknown>, schema: string | undefined): MemoryStream {
  const stream = attachments.get(memoryStreamAttachment)
  if (stream instanceof MemoryStream) return stream
  throw new MillraceError(
    'MILLRACE_MEMORY_STREAM',
    `Make a memory source with session.memoryStream(schema) and call its toDF(); format('memory') alone has no rows${schema ? `: ${schema}` : ''}`,
  )
}
