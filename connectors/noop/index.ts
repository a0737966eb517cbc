/** Reads everything and keeps nothing: for measuring a query without its sink, and for plans run for their side effects. */
import type { Connector, Sink } from '../../lib/connector/connector.ts'
import { drain } from '../../lib/connector/drain.ts'

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
}
