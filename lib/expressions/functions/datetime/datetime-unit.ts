/** Units of timestampadd and timestampdiff. */
import { MillraceError } from '../../../errors.ts'

/** A length that is months, or days, or microseconds. */
export interface DatetimeUnit {
  readonly months: number
  readonly days: number
  readonly micros: bigint
}

const unit = (months: number, days: number, micros: bigint): DatetimeUnit => ({ months, days, micros })

const units: ReadonlyMap<string, DatetimeUnit> = new Map([
  ['MICROSECOND', unit(0, 0, 1n)],
  ['MILLISECOND', unit(0, 0, 1_000n)],
  ['SECOND', unit(0, 0, 1_000_000n)],
  ['MINUTE', unit(0, 0, 60_000_000n)],
  ['HOUR', unit(0, 0, 3_600_000_000n)],
  ['DAY', unit(0, 1, 0n)],
  ['DAYOFYEAR', unit(0, 1, 0n)],
  ['WEEK', unit(0, 7, 0n)],
  ['MONTH', unit(1, 0, 0n)],
  ['QUARTER', unit(3, 0, 0n)],
  ['YEAR', unit(12, 0, 0n)],
])

/** @throws INVALID_PARAMETER_VALUE.DATETIME_UNIT */
export function datetimeUnit(name: string, functionName: string): DatetimeUnit {
  const known = units.get(name.toUpperCase())
  if (known) return known
  throw new MillraceError(
    'INVALID_PARAMETER_VALUE.DATETIME_UNIT',
    `The value of parameter(s) \`unit\` in \`${functionName}\` is invalid: expects one of the units without quotes ` +
      `YEAR, QUARTER, MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, but got the string literal '${name}'.`,
    { sqlState: '22023' },
  )
}
