/** Gives the same number of rows to every micro-batch: Spark's rate-micro-batch source, value for value. */
import type { Connector, OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, longType, timestampType } from '../../lib/types/types.ts'
import { type RateMicroBatchOptions, RateMicroBatchSource } from './source.ts'

const schema = new Schema([field('timestamp', timestampType), field('value', longType)])

/**
 * The `rate-micro-batch` format; a source only. Options: `rowsPerBatch` (required), `startTimestamp` (0),
 * `advanceMillisPerBatch` (1000), `numPartitions` (checked, not used).
 */
export const rateMicroBatch: Connector = {
  name: 'rate-micro-batch',
  source: {
    cannot: { idle: 'every trigger has its batch' },
    schema(entries, given, _, streaming) {
      if (!streaming) {
        throw new MillraceError('_LEGACY_ERROR_TEMP_1135', 'rate-micro-batch is not a valid Spark SQL Data Source.')
      }
      optionsOf(entries)
      if (given === undefined) return schema
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_2242',
        'RatePerMicroBatchProvider source does not support user-specified schema.',
      )
    },
    create: (entries) => new RateMicroBatchSource(schema, optionsOf(entries)),
  },
}

/** @throws MILLRACE_OPTION_INVALID with Spark's texts */
function optionsOf(entries: OptionMap): RateMicroBatchOptions {
  const options = new Options(entries)
  const rowsPerBatch = whole(options, 'rowsPerBatch', 0)
  if (rowsPerBatch <= 0) throw refused('rowsPerBatch', rowsPerBatch, 'must be positive')
  const partitions = whole(options, 'numPartitions', undefined)
  if (partitions !== undefined && partitions <= 0) throw refused('numPartitions', partitions, 'must be positive')
  const startMs = whole(options, 'startTimestamp', 0)
  if (startMs < 0) throw refused('startTimestamp', startMs, 'must be non-negative')
  const advanceMs = whole(options, 'advanceMillisPerBatch', 1000)
  if (advanceMs < 0) throw refused('advanceMillisPerBatch', advanceMs, 'must be non-negative')
  return { rowsPerBatch, partitions, startMs, advanceMs }
}

function whole<F extends number | undefined>(options: Options, name: string, fallback: F): number | F {
  const text = options.text(name)
  if (text === undefined) return fallback
  if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  throw new MillraceError('MILLRACE_OPTION_INVALID', `For input string: "${text}" (option ${name})`)
}

function refused(name: string, value: number, rule: string): MillraceError {
  return new MillraceError('MILLRACE_OPTION_INVALID', `Invalid value '${value}'. The option '${name}' ${rule}`)
}
