/** Hands each row to the program: open, process, close of Spark's ForeachWriter. */
import { rowWriterAttachment } from '../../lib/connector/attachments.ts'
import type { Connector } from '../../lib/connector/connector.ts'
import type { RowWriter } from '../../lib/connector/row-writer.ts'
import { invariant } from '../../lib/errors.ts'
import { ForeachSink } from './sink.ts'

/** The `foreach` sink: at least once, exactly once if the writer skips epochs that it has. */
export const foreach: Connector = {
  name: 'foreach',
  sink: {
    modes: ['append', 'update', 'complete'],
    guarantee: 'at-least-once',
    temporaryCheckpoint: true,
    cannot: {
      stage: 'the writer gets the rows before the batch commits',
      once: 'a batch that is run again is given again, with its epoch id',
      replace: 'the writer gets every table and decides',
    },
    create(_, schema, __, context) {
      const writer = context.attachments.get(rowWriterAttachment) as RowWriter | undefined
      invariant(writer, 'foreach without a writer')
      return new ForeachSink(schema, writer)
    },
  },
}
