// The connector: a light value. What it needs to run is loaded when its format is first used.
import { MillraceError } from 'millrace'

/** The `sqlite` format: `session.registerConnector(sqlite)`. */
export const sqlite = {
  name: 'sqlite',
  source: {
    schema(_options, given) {
      if (given) return given
      throw new MillraceError(
        'SQLITE_SCHEMA',
        'Give the columns to read: readStream.format("sqlite").schema("id BIGINT, …")',
      )
    },
    async create(options, schema) {
      const { SqliteSource } = await import('./source.js')
      return new SqliteSource(options, schema)
    },
  },
  sink: {
    modes: ['append', 'update', 'complete'],
    guarantee: 'exactly-once',
    temporaryCheckpoint: false,
    async create(options, schema, _partitionBy, context) {
      const { SqliteSink } = await import('./sink.js')
      return new SqliteSink(options, schema, context)
    },
  },
}
