/** make_timestamp and try_make_timestamp, as definitions. */
import { MillraceError } from '../../../errors.ts'
import type { SqlValue } from '../../../types/data-type.ts'
import { daysOf, microsPerDay } from '../../../types/time/calendar.ts'
import { zone } from '../../../types/time/zone.ts'
import { decimalType, timestampType } from '../../../types/types.ts'
import { castArgument, exactArgument, signature } from '../../binder/signature.ts'
import type { Bound } from '../../bound.ts'
import { boundText } from '../../bound-text.ts'
import { callText } from '../../call-text.ts'
import type { BindContext, BoundCall, BoundParts, ScalarFunction } from '../../scalar-function.ts'
import { dateFailure } from '../make-date.ts'
import { fieldOutOfBounds } from './datetime-errors.ts'
import { type ZoneData, zoneData } from './zone-of.ts'

/** What `localTime` takes: whole numbers, and the seconds with their fraction in microseconds. */
export type Fields = readonly [year: number, month: number, day: number, hour: number, minute: number, micros: number]

/** What `localTime` gives for a second 60 with a fraction. */
const fractionFailure = 'fraction'

/** Wall-clock microseconds, or what is wrong in Java's words. Second 60 without a fraction is the next minute's 0. */
export function localTime([year, month, day, hour, minute, micros]: Fields): bigint | string {
  const days = daysOf(year, month, day)
  if (days === undefined) return dateFailure(year, month, day)
  if (hour < 0 || hour > 23) return `Invalid value for HourOfDay (valid values 0 - 23): ${hour}`
  if (minute < 0 || minute > 59) return `Invalid value for MinuteOfHour (valid values 0 - 59): ${minute}`
  if (micros < 0 || micros >= 61_000_000)
    return `Invalid value for SecondOfMinute (valid values 0 - 59): ${Math.floor(micros / 1_000_000)}`
  if (micros > 60_000_000) return fractionFailure
  return BigInt(days) * microsPerDay + BigInt((hour * 60 + minute) * 60_000_000 + micros)
}

/** The error of what `localTime` found. */
export function timeOutOfBounds(failure: string, micros: number): MillraceError {
  if (failure !== fractionFailure) return fieldOutOfBounds(failure, 'WITHOUT_SUGGESTION')
  const seconds = micros / 1_000_000
  return new MillraceError(
    'INVALID_FRACTION_OF_SECOND',
    `Valid range for seconds is [0, 60] (inclusive), but the provided value is ${seconds}. To avoid this error, use ` +
      '`try_make_timestamp`, which returns NULL on error.\nIf you do not want to use the session default timestamp ' +
      'version of this function, use `try_make_timestamp_ntz` or `try_make_timestamp_ltz`.',
    { sqlState: '22023' },
  )
}

function make(args: readonly unknown[], call: BoundCall, lenient: boolean): SqlValue {
  const [year, month, day, hour, minute, seconds, zoneId] = args as readonly [
    number,
    number,
    number,
    number,
    number,
    bigint,
    string | undefined,
  ]
  const data = call.data as ZoneData
  const micros = Number(seconds)
  const local = localTime([year, month, day, hour, minute, micros])
  if (typeof local === 'bigint') return zone(zoneId ?? data.zone).toInstant(local)
  if (lenient || !data.ansi) return null
  throw timeOutOfBounds(local, micros)
}

/** `make_timestamp(date[, time[, zone]])`; there is no TIME but as a literal. */
function bindDay(args: readonly Bound[], context: BindContext): BoundParts {
  const cast = args.map((arg, at) =>
    at === 1 ? exactArgument(arg, at, 'time', context) : castArgument(arg, at, at === 0 ? 'date' : 'string', context),
  )
  return {
    args: cast,
    type: timestampType,
    nullable: cast.some((arg) => arg.nullable),
    data: zoneData(cast, context),
    text: callText('make_timestamp', args.map(boundText)),
  }
}

const nanosPerMicro = 1000n

function ofDay([days, time = 0n, zoneId]: readonly unknown[], call: BoundCall): SqlValue {
  const local = BigInt(days as number) * microsPerDay + (time as bigint) / nanosPerMicro
  return zone((zoneId as string | undefined) ?? (call.data as ZoneData).zone).toInstant(local)
}

/** @param lenient null for fields out of range */
export function makeTimestampFunction(
  name: string,
  aliases: readonly string[],
  lenient: boolean,
  summary: string,
): ScalarFunction {
  const bindFields = signature({
    takes: ['int', 'int', 'int', 'int', 'int', decimalType(16, 6), 'string'],
    optional: 1,
    gives: timestampType,
    nullable: (args, context) => lenient || !context.ansi || args.some((arg) => arg.nullable),
    data: zoneData,
  })
  return {
    name,
    aliases,
    summary,
    bind: (args, context) =>
      args.length > (context.name.endsWith('_ltz') ? 1 : 0) && args.length <= 3
        ? bindDay(args, context)
        : bindFields(args, context),
    evaluate: (args, call) => (call.args.length <= 3 ? ofDay(args, call) : make(args, call, lenient)),
  }
}
