/** Generates `rowsPerSecond` rows a second of (timestamp, value): Spark's rate source, value for value. */
import type { Connector } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, longType, timestampType } from '../../lib/types/types.ts'
import { RateSource } from './source.ts'

const schema = new Schema([field('timestamp', timestampType), field('value', longType)])

/** The `rate` format; a source only. */
export const rate: Connector = {
  name: 'rate',
  source: {
    schema(_, given) {
      if (given === undefined) return schema
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_1194',
        'The rate source has a schema of its own (timestamp TIMESTAMP, value LONG); leave .schema(…) out',
      )
    },
    create(entries, _, context) {
      const options = new Options(entries)
      const rowsPerSecond = options.positive('rowsPerSecond') ?? 1
      const rampUpSeconds = Math.floor(options.durationMs('rampUpTime', 0) / 1000)
      return new RateSource({ rowsPerSecond, rampUpSeconds }, schema, () => context.nowMs())
    },
  },
}
