/** Casts to the interval types, and intervals as numbers. */
import { MillraceError } from '../../errors.ts'
import type { DataType, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { parseCalendarInterval } from '../../types/time/duration.ts'
import { parseDayTimeInterval, parseYearMonthInterval } from '../../types/time/interval-text.ts'
import { type Cast, type CastPair, castOverflow, yearsOverflow } from './cast-mode.ts'
import { type BigDecimal, trimAll } from './text-to-number.ts'

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
      // The other units are cut; a fraction of a second stays.
      return to.to === 3 ? (value) => value : (value) => ((value as bigint) / unit) * unit
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
      return fromText(pair, (text) => parseYearMonthInterval(withoutZeros(text), to.from, to.to))
  }
}

/** Zeros before a number of years or months count for nothing, however many. */
const withoutZeros = (text: string) => text.replace(/(?<!\d)0+(?=\d)/g, '')

/** A cast to INTERVAL: `[months, days, micros]`; what cannot be read is null, with ANSI too. */
export function toCalendarInterval(): Cast {
  return (value) => {
    const parsed = parseCalendarInterval(value as string)
    return parsed ? [parsed.months, parsed.days, parsed.micros] : null
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

const ascii = /^[\0-\x7f]*$/

/** A malformed interval raises without ANSI too; only TRY_CAST gives null. */
function fromText({ to, mode }: CastPair, parse: (text: string) => SqlValue | undefined): Cast {
  return (value) => {
    const text = value as string
    // Java's patterns and trim know neither blanks nor digits beyond ASCII.
    const parsed = ascii.test(text) ? parse(text) : undefined
    if (parsed !== undefined) return parsed
    if (mode === 'try') return null
    throw malformed(text, to as DayTime | YearMonth)
  }
}

const guide =
  'Please ensure that the value provided is in a valid format for defining an interval. ' +
  'You can reference the documentation for the correct format.'

/** INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING[_WITH_NOTICE], or INTERVAL_PARSING for too many years or months. */
function malformed(text: string, to: DayTime | YearMonth): MillraceError {
  const dayTime = to.kind === 'day_time_interval'
  const tooLarge = !dayTime && (to.from === to.to ? /^[+-]?\d+$/ : /^[+-]?\d+-\d{1,2}$/).test(trimAll(text))
  const subclass = tooLarge ? 'INTERVAL_PARSING' : `UNMATCHED_FORMAT_STRING${dayTime ? '_WITH_NOTICE' : ''}`
  const detail = tooLarge ? 'Error parsing interval year-month string.' : unmatched(text, to)
  const message = `Error parsing '${text}' to interval. ${guide} ${detail}`
  return new MillraceError(`INVALID_INTERVAL_FORMAT.${subclass}`, message, {
    sqlState: '22006',
    parameters: { input: text },
  })
}

function unmatched(text: string, to: DayTime | YearMonth): string {
  const dayTime = to.kind === 'day_time_interval'
  const name = typeSql(to)
  const letters = dayTime ? ['d', ' h', ':m', ':s.n'] : ['y', '-m']
  const form = letters
    .slice(to.from, to.to + 1)
    .join('')
    .replace(/^[ :-]/, '')
  const fields = name.replace('INTERVAL ', '')
  const notice = dayTime
    ? ' Set "spark.sql.legacy.fromDayTimeString.enabled" to "true" to restore the behavior before Spark 3.0.'
    : ''
  return (
    `Interval string does not match ${dayTime ? 'day-time' : 'year-month'} format of \`[+|-]${form}\`, ` +
    `\`INTERVAL [+|-]'[+|-]${form}' ${fields}\` when cast to ${name.toLowerCase()}: ${text}.${notice}`
  )
}
