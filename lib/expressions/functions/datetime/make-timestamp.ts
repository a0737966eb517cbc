/** make_timestamp and try_make_timestamp, as definitions. */
import type { SqlValue } from '../../../types/data-type.ts'
import { daysOf, microsPerDay } from '../../../types/time/calendar.ts'
import { zone } from '../../../types/time/zone.ts'
import { decimalType, timestampType } from '../../../types/types.ts'
import { signature } from '../../binder/signature.ts'
import type { BoundCall, ScalarFunction } from '../../scalar-function.ts'
import { dateFailure } from '../make-date.ts'
import { fieldOutOfBounds } from './datetime-errors.ts'
import { type ZoneData, zoneData } from './zone-of.ts'

type Fields = readonly [year: number, month: number, day: number, hour: number, minute: number, micros: number]

/** Wall-clock microseconds, or what is wrong in Java's words. Second 60 without a fraction is the next minute's 0. */
function localTime([year, month, day, hour, minute, micros]: Fields): bigint | string {
  const days = daysOf(year, month, day)
  if (days === undefined) return dateFailure(year, month, day)
  if (hour < 0 || hour > 23) return `Invalid value for HourOfDay (valid values 0 - 23): ${hour}`
  if (minute < 0 || minute > 59) return `Invalid value for MinuteOfHour (valid values 0 - 59): ${minute}`
  if (micros > 60_000_000) return `The fraction of sec must be zero. Valid range is [0, 60]`
  if (micros < 0) return `Invalid value for SecondOfMinute (valid values 0 - 59): ${Math.floor(micros / 1_000_000)}`
  return BigInt(days) * microsPerDay + BigInt((hour * 60 + minute) * 60_000_000 + micros)
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
  const local = localTime([year, month, day, hour, minute, Number(seconds)])
  if (typeof local === 'bigint') return zone(zoneId ?? data.zone).toInstant(local)
  if (lenient || !data.ansi) return null
  throw fieldOutOfBounds(local, 'WITH_SUGGESTION')
}

/** @param lenient null for fields out of range */
export function makeTimestampFunction(
  name: string,
  aliases: readonly string[],
  lenient: boolean,
  summary: string,
): ScalarFunction {
  return {
    name,
    aliases,
    summary,
    bind: signature({
      takes: ['int', 'int', 'int', 'int', 'int', decimalType(16, 6), 'string'],
      optional: 1,
      gives: timestampType,
      nullable: (args, context) => lenient || !context.ansi || args.some((arg) => arg.nullable),
      data: zoneData,
    }),
    evaluate: (args, call) => make(args, call, lenient),
  }
}
