/** Prints each micro-batch as Spark's console sink does: a frame with the batch's number, then `show()`'s table. */
import type { RecordBatch } from '../../lib/columnar/record-batch.ts'
import { rowAt } from '../../lib/columnar/values.ts'
import { consolePrintAttachment } from '../../lib/connector/attachments.ts'
import type { Connector, ConnectorContext, Sink } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import { Options } from '../../lib/connector/options.ts'
import { showString } from '../../lib/expressions/show-table.ts'
import type { SqlValue } from '../../lib/types/data-type.ts'

const rule = '-------------------------------------------'

/** The `console` format; a sink only. Options: `numRows` (20), `truncate` (true). */
export const consoleConnector: Connector = {
  name: 'console',
  sink: {
    modes: ['append', 'update', 'complete'],
    guarantee: 'none',
    temporaryCheckpoint: true,
    cannot: {
      once: 'a batch that is run again after a crash is printed again',
      replace: 'every batch is printed below the last',
    },
    create(entries, schema, _, context): Sink {
      const options = new Options(entries)
      const numRows = options.whole('numRows', 20, Number.MIN_SAFE_INTEGER)
      const truncate = options.flag('truncate', true)
      const print = printer(context)
      let staged: SqlValue[][] | undefined
      let rows = -1
      return {
        description: 'ConsoleTable',
        get outputRows() {
          return rows
        },
        async write(_epoch, messages) {
          const kept: SqlValue[][] = []
          rows = 0
          await drain(messages, (batch) => {
            rows += batch.selected
            keepRows(batch, numRows, kept)
          })
          staged = kept
        },
        async commit(epoch) {
          if (!staged) return
          const table = showString(schema, staged, { numRows, truncate: truncate ? 20 : 0, zone: context.zone })
          print(`${rule}\nBatch: ${epoch}\n${rule}\n${table}\n`)
          staged = undefined
        },
        async abort() {
          staged = undefined
        },
        stop: async () => {},
      }
    },
  },
  // ConsoleSinkProvider.createRelation: show(), whatever the mode.
  table: {
    create(entries, schema, _partitionBy, _mode, context) {
      const options = new Options(entries)
      const numRows = options.whole('numRows', 20, Number.MIN_SAFE_INTEGER)
      const truncate = options.flag('truncate', true) ? 20 : 0
      const kept: SqlValue[][] = []
      return {
        append: (batch) => keepRows(batch, numRows, kept),
        async finish() {
          printer(context)(`${showString(schema, kept, { numRows, truncate, zone: context.zone })}\n`)
        },
        abandon: async () => {},
      }
    },
  },
}

/** No more rows are kept than are shown, plus one to know that there are more. */
function keepRows(batch: RecordBatch, numRows: number, kept: SqlValue[][]): void {
  for (let at = 0; at < batch.selected && kept.length <= numRows; at++) {
    kept.push(rowAt(batch, batch.selection ? (batch.selection[at] as number) : at))
  }
}

function printer({ attachments }: ConnectorContext): (text: string) => void {
  return (attachments.get(consolePrintAttachment) ?? toStandardOutput) as (text: string) => void
}

function toStandardOutput(text: string): void {
  process.stdout.write(text)
}
