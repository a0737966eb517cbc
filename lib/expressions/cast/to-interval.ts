/** Casts to the interval types, and intervals as numbers. */
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { parseCalendarInterval } from '../../types/time/duration.ts'
import { intervalFields, parseDayTimeInterval, parseYearMonthInterval } from '../../types/time/interval-text.ts'
import { type Cast, type CastPair, castOverflow, invalidInput, yearsOverflow } from './cast-mode.ts'
import type { BigDecimal } from './text-to-number.ts'

type DayTime = DataType & { readonly kind: 'day_time_interval' }
type YearMonth = DataType & { readonly kind: 'year_month_interval' }

const fieldMicros = [86_400_000_000n, 3_600_000_000n, 60_000_000n, 1_000_000n]

/** An interval in units of the last field of its type: seconds with six decimals, the other units cut. */
export function intervalUnits(value: bigint | number, type: DayTime | YearMonth): BigDecimal {
  if (type.kind === 'year_month_interval') {
    return { unscaled: BigInt(type.to === 0 ? Math.trunc(Number(value) / 12) : value), scale: 0 }
  }
  if (type.to === 3) return { unscaled: BigInt(value), scale: 6 }
  return { unscaled: BigInt(value) / (fieldMicros[type.to] as bigint), scale: 0 }
}

/** A cast to INTERVAL DAY TO SECOND and its narrower forms. */
export function toDayTime(pair: CastPair): Cast {
  const { from, mode } = pair
  const to = pair.to as DayTime
  const unit = fieldMicros[to.to] as bigint
  const checked = (micros: bigint, given: SqlValue): SqlValue => {
    if (BigInt.asIntN(64, micros) === micros) return micros
    // Spark raises without ANSI too.
    if (mode === 'try') return null
    throw castOverflow(given, from, to)
  }
  switch (from.kind) {
    case 'day_time_interval':
      return (value) => ((value as bigint) / unit) * unit
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return (value) => checked(BigInt(value as number | bigint) * unit, value)
    case 'decimal': {
      const { scale } = from
      return (value) => checked(scaled((value as bigint) * unit, scale), value)
    }
    default:
      return fromText(pair, (text) => parseDayTimeInterval(text, to.from, to.to))
  }
}

/** A cast to INTERVAL YEAR TO MONTH and its narrower forms. */
export function toYearMonth(pair: CastPair): Cast {
  const { from, mode } = pair
  const to = pair.to as YearMonth
  const unit = to.to === 0 ? 12n : 1n
  const checked = (months: bigint, given: SqlValue, units: bigint): SqlValue => {
    if (BigInt.asIntN(32, months) === months) return Number(months)
    if (mode === 'try') return null
    if (from.kind !== 'decimal' && BigInt.asIntN(32, units) === units) throw yearsOverflow(Number(units), to)
    throw castOverflow(given, from, to)
  }
  switch (from.kind) {
    case 'year_month_interval':
      return (value) => Math.trunc((value as number) / Number(unit)) * Number(unit)
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return (value) => checked(BigInt(value as number | bigint) * unit, value, BigInt(value as number | bigint))
    case 'decimal': {
      const { scale } = from
      return (value) => checked(scaled((value as bigint) * unit, scale), value, 0n)
    }
    default:
      return fromText(pair, (text) => parseYearMonthInterval(text, to.from, to.to))
  }
}

/** A cast to INTERVAL: `[months, days, micros]`. */
export function toCalendarInterval({ from, to, mode }: CastPair): Cast {
  return (value) => {
    const parsed = parseCalendarInterval(value as string)
    if (parsed) return [parsed.months, parsed.days, parsed.micros]
    if (mode === 'ansi') throw invalidInput(value, from, to)
    return null
  }
}

/** value / 10^scale, half up. */
function scaled(value: bigint, scale: number): bigint {
  const divisor = 10n ** BigInt(scale)
  const rest = value % divisor
  const whole = value / divisor
  if ((rest < 0n ? -rest : rest) * 2n < divisor || rest === 0n) return whole
  return whole + (value < 0n ? -1n : 1n)
}

/** A malformed interval raises without ANSI too; only TRY_CAST gives null. */
function fromText({ from, to, mode }: CastPair, parse: (text: string) => SqlValue | undefined): Cast {
  void from
  return (value) => {
    const parsed = parse(value as string)
    if (parsed !== undefined) return parsed
    if (mode === 'try') return null
    throw unmatched(value as string, to as DayTime | YearMonth)
  }
}

/** INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING */
function unmatched(text: string, to: DayTime | YearMonth): MillraceError {
  const names = to.kind === 'day_time_interval' ? intervalFields.day_time : intervalFields.year_month
  const fields = to.from === to.to ? `${names[to.from]}` : `${names[to.from]} TO ${names[to.to]}`
  const message =
    `Error parsing '${text}' to interval. Please ensure that the value provided is in a valid format for defining an ` +
    'interval. You can reference the documentation for the correct format. ' +
    `Interval string does not match the format of INTERVAL ${fields}.`
  return new MillraceError('INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING', message, {
    sqlState: '22006',
    parameters: { input: text },
  })
}

