/** Lines of text from a TCP connection: Spark's socket source, for trying things out. */
import type { Connector } from '../../lib/connector/connector.ts'
import { MillraceError } from '../../lib/errors.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, stringType, timestampType } from '../../lib/types/types.ts'
import { socketOptions } from './options.ts'

const lines = new Schema([field('value', stringType)])
const timedLines = new Schema([field('value', stringType), field('timestamp', timestampType)])

/** The `socket` format; a source only. Options: `host`, `port`, `includeTimestamp`, `numPartitions` (without meaning here). */
export const socket: Connector = {
  name: 'socket',
  source: {
    cannot: { restart: 'what a peer has sent is not sent again' },
    schema(entries, given, context, streaming) {
      if (!streaming) {
        throw new MillraceError('_LEGACY_ERROR_TEMP_1135', 'socket is not a valid Spark SQL Data Source.')
      }
      context.warn('The socket source should not be used for production applications! It does not support recovery.')
      const { includeTimestamp } = socketOptions(entries)
      if (given !== undefined) {
        throw new MillraceError(
          '_LEGACY_ERROR_TEMP_2242',
          'TextSocketSourceProvider source does not support user-specified schema.',
        )
      }
      return includeTimestamp ? timedLines : lines
    },
    async create(entries, schema, context) {
      const { openSocketSource } = await import('./source.ts')
      return openSocketSource(socketOptions(entries), schema, context)
    },
  },
}
