/** Reads everything and keeps nothing: for measuring a query without its sink, and for plans run for their side effects. */
import type { Connector, Sink } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'
import { MillraceError } from '../../lib/errors.ts'

/** The `noop` format; a sink only. */
export const noop: Connector = {
  name: 'noop',
  sink: {
    modes: ['append', 'update', 'complete'],
    guarantee: 'none',
    temporaryCheckpoint: true,
    cannot: { keep: 'rows are counted and forgotten' },
    create(): Sink {
      let rows = -1
      return {
        description: 'NoopTable',
        get outputRows() {
          return rows
        },
        write(_, messages) {
          rows = 0
          return drain(messages, (batch) => {
            rows += batch.selected
          })
        },
        commit: async () => {},
        abort: async () => {},
        stop: async () => {},
      }
    },
  },
  table: {
    create(_, __, ___, mode) {
      if (mode === 'error' || mode === 'ignore') throw refusedMode(mode === 'error' ? 'ErrorIfExists' : 'Ignore')
      return { append: () => {}, finish: async () => {}, abandon: async () => {} }
    },
  },
}

/** Spark: a table of DataSource V2 is appended to or truncated; whether it is there, it cannot say. */
function refusedMode(mode: string): MillraceError {
  return new MillraceError(
    'UNSUPPORTED_DATA_SOURCE_SAVE_MODE',
    `The data source "noop" cannot be written in the "${mode}" mode. Please use either the "Append" or "Overwrite" mode instead.`,
    { sqlState: '0A000', parameters: { source: 'noop', createMode: `"${mode}"` } },
  )
}
