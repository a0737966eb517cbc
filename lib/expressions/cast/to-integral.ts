/** Casts to TINYINT, SMALLINT, INT and BIGINT. */
import type { SqlValue } from '../../types/data-type.ts'
import { floorDiv, microsPerSecond } from '../../types/time/calendar.ts'
import type { Zone } from '../../types/time/zone.ts'
import { type Cast, type CastPair, castOverflow, invalidInput } from './cast-mode.ts'
import { parseWhole } from './text-to-number.ts'
import { intervalUnits } from './to-interval.ts'

const bits: { readonly [kind: string]: number } = { byte: 8, short: 16, int: 32, long: 64 }

/** Makes the internal value of an integral type: longs are bigints, the narrower ones numbers. */
const made = (value: bigint, width: number): SqlValue => (width === 64 ? value : Number(value))

/** A cast to an integral type from any type that Spark allows; the session's zone is for messages. */
export function toIntegral(pair: CastPair, zone: Zone): Cast {
  const { from, to, mode } = pair
  const width = bits[to.kind] as number
  const fits = (value: bigint) => BigInt.asIntN(width, value) === value
  const fail = (value: SqlValue): SqlValue => {
    if (mode === 'ansi') throw castOverflow(value, from, to, zone)
    return null
  }
  /** Without ANSI the low bits stay. */
  const narrow = (value: bigint, given: SqlValue): SqlValue => {
    if (fits(value)) return made(value, width)
    return mode === 'legacy' ? made(BigInt.asIntN(width, value), width) : fail(given)
  }
  switch (from.kind) {
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return (value) => narrow(BigInt(value as number | bigint), value)
    case 'boolean':
      return (value) => made(value === true ? 1n : 0n, width)
    case 'string':
    case 'char':
    case 'varchar':
      return textCast(pair, width)
    case 'float':
    case 'double':
      return mode === 'legacy'
        ? (value) => saturated(value as number, width)
        : (value) => exact(value as number, width, fail)
    case 'decimal': {
      const divisor = 10n ** BigInt(from.scale)
      // Decimal.toLong takes the low 64 bits first.
      return (value) => narrow((value as bigint) / divisor, value)
    }
    case 'timestamp':
      return (value) => {
        const seconds = floorDiv(value as bigint, microsPerSecond)
        // Null without ANSI, where numbers would wrap.
        return fits(seconds) ? made(seconds, width) : fail(value)
      }
    case 'day_time_interval':
    case 'year_month_interval':
      return (value) => {
        const { unscaled, scale } = intervalUnits(value as bigint | number, from)
        const units = unscaled / 10n ** BigInt(scale)
        // Spark raises without ANSI too.
        if (fits(units)) return made(units, width)
        if (mode === 'try') return null
        throw castOverflow(value, from, to)
      }
    default:
      return () => null
  }
}

function textCast({ from, to, mode }: CastPair, width: number): Cast {
  return (value) => {
    const whole = parseWhole(value as string, mode === 'legacy')
    if (whole !== undefined && BigInt.asIntN(width, whole) === whole) return made(whole, width)
    if (mode === 'ansi') throw invalidInput(value, from, to)
    return null
  }
}

/** ANSI: the number without its fraction must lie in the range. */
function exact(value: number, width: number, fail: (value: SqlValue) => SqlValue): SqlValue {
  const limit = 2 ** (width - 1)
  // The largest long is no double: Spark compares with it after its conversion, which rounds up.
  const highest = width === 64 ? limit : limit - 1
  if (!(Math.floor(value) <= highest && Math.ceil(value) >= -limit)) return fail(value)
  return saturated(value, width)
}

/** Java's narrowing of a double: NaN is 0, what is too large is the limit; byte and short take the low bits of that int. */
function saturated(value: number, width: number): SqlValue {
  if (Number.isNaN(value)) return made(0n, width)
  const limit = 2 ** (width === 64 ? 63 : 31)
  const whole = Math.trunc(value)
  const most = width === 64 ? 9_223_372_036_854_775_807n : 2_147_483_647n
  const clamped = whole >= limit ? most : whole <= -limit ? -most - 1n : BigInt(whole)
  return made(BigInt.asIntN(width, clamped), width)
}
