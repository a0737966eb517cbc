/** Generates `rowsPerSecond` rows a second of (timestamp, value): Spark's rate source, value for value. */
import type { Connector, OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { MillraceError } from '../../lib/errors.ts'
import { Schema } from '../../lib/types/schema.ts'
import { field, longType, timestampType } from '../../lib/types/types.ts'
import type { Ramp } from './ramp.ts'
import { RateSource } from './source.ts'

const schema = new Schema([field('timestamp', timestampType), field('value', longType)])

/** The `rate` format; a source only. Options: `rowsPerSecond` (1), `rampUpTime` (0s), `numPartitions` (checked and printed, not used). */
export const rate: Connector = {
  name: 'rate',
  source: {
    schema(_, given) {
      if (given === undefined) return schema
      throw new MillraceError(
        '_LEGACY_ERROR_TEMP_2242',
        'RateStreamProvider source does not support user-specified schema.',
      )
    },
    create(entries, _, context) {
      const { partitions, ...ramp } = rampOf(entries)
      return new RateSource(ramp, schema, () => context.nowMs(), partitions)
    },
  },
}

/** @throws MILLRACE_OPTION_INVALID with Spark's texts, INCORRECT_RAMP_UP_RATE when the ramp's last value is no safe integer */
function rampOf(entries: OptionMap): Ramp & { readonly partitions: number | undefined } {
  const options = new Options(entries)
  const partitions = whole(options, 'numPartitions')
  if (partitions !== undefined && partitions <= 0) throw refused('numPartitions', partitions, 'must be positive')
  const rowsPerSecond = whole(options, 'rowsPerSecond') ?? 1
  if (rowsPerSecond <= 0) throw refused('rowsPerSecond', rowsPerSecond, 'must be positive')
  const text = options.text('rampUpTime') ?? '0s'
  if (/^\s*-/.test(text)) throw refused('rampUpTime', text, 'must not be negative')
  const rampUpSeconds = Math.floor(options.durationMs('rampUpTime', 0, 1000) / 1000)
  const maxSeconds = Math.floor(Number.MAX_SAFE_INTEGER / rowsPerSecond)
  if (rampUpSeconds > maxSeconds) throw incorrectRampUp(rowsPerSecond, maxSeconds, rampUpSeconds)
  return { rowsPerSecond, rampUpSeconds, partitions }
}

function whole(options: Options, name: string): number | undefined {
  const text = options.text(name)
  if (text === undefined) return undefined
  if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  throw new MillraceError('MILLRACE_OPTION_INVALID', `For input string: "${text}" (option ${name})`)
}

function refused(name: string, value: string | number, rule: string): MillraceError {
  return new MillraceError('MILLRACE_OPTION_INVALID', `Invalid value '${value}'. The option '${name}' ${rule}`)
}

function incorrectRampUp(rowsPerSecond: number, maxSeconds: number, rampUpTimeSeconds: number): MillraceError {
  return new MillraceError(
    'INCORRECT_RAMP_UP_RATE',
    `Max offset with ${rowsPerSecond} rowsPerSecond is ${maxSeconds}, but 'rampUpTimeSeconds' is ${rampUpTimeSeconds}.`,
    { sqlState: '22003', parameters: { rowsPerSecond: String(rowsPerSecond), maxSeconds: String(maxSeconds) } },
  )
}
