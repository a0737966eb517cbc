/** Prints each micro-batch as Spark's console sink does: a frame with the batch's number, then `show()`'s table. */
import { rowAt } from '../../lib/columnar/values.ts'
import { consolePrintAttachment } from '../../lib/connector/attachments.ts'
import type { Connector, Sink } from '../../lib/connector/connector.ts'
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
      const print = (context.attachments.get(consolePrintAttachment) ?? toStandardOutput) as (text: string) => void
      // No more rows are kept than are shown, plus one to know that there are more.
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
            for (let at = 0; at < batch.selected && kept.length <= numRows; at++) {
              kept.push(rowAt(batch, batch.selection ? (batch.selection[at] as number) : at))
            }
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
}

function toStandardOutput(text: string): void {
  process.stdout.write(text)
}
