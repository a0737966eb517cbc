/** Casts to DATE, TIMESTAMP and TIMESTAMP_NTZ, and to timestamps of nanoseconds. */
import type { DataType, Micros, SqlValue } from '../../types/data-type.ts'
import { dayOfMicros, microsPerDay, microsPerSecond } from '../../types/time/calendar.ts'
import { cutNanos, movedNanos } from '../../types/time/micros-of-nanos.ts'
import { parseDate, parseNanosTimestamp, parseTimestamp, parseTimestampNtz } from '../../types/time/text.ts'
import type { Zone } from '../../types/time/zone.ts'
import { doubleType } from '../../types/types.ts'
import { type Cast, type CastPair, type Clock, invalidInput, timestampOverflow } from './cast-mode.ts'

/** The result of a reader of text, or what a malformed text means in this mode. */
function read(pair: CastPair, parse: (text: string, clock?: Clock) => number | bigint | undefined): Cast {
  return (value, clock) => {
    const parsed = parse(value as string, clock)
    if (parsed !== undefined) return parsed
    if (pair.mode === 'ansi') throw invalidInput(value, pair.from, pair.to)
    return null
  }
}

/** A cast to DATE. */
export function toDate(pair: CastPair, zone: Zone): Cast {
  switch (pair.from.kind) {
    case 'timestamp':
      return (value) => zone.dayAt(value as bigint)
    case 'timestamp_ntz':
      return (value) => dayOfMicros(value as bigint)
    default:
      return read(pair, (text) => parseDate(text))
  }
}

/** A cast to TIMESTAMP_NTZ. */
export function toTimestampNtz(pair: CastPair, zone: Zone): Cast {
  switch (pair.from.kind) {
    case 'date':
      return (value) => BigInt(value as number) * microsPerDay
    case 'timestamp':
      return (value) => zone.toLocal(value as bigint)
    default:
      return read(pair, (text) => parseTimestampNtz(text))
  }
}

type NanosType = DataType & { readonly kind: 'timestamp_nanos' }

/** A cast of text to a timestamp of nanoseconds. */
export function readNanos(pair: CastPair, to: NanosType, zone: Zone): Cast {
  return read(pair, (text, clock) => parseNanosTimestamp(text, to, zone, clock && (() => clock.batchTime)))
}

/** A cast from one timestamp of nanoseconds to another: digits are cut off downwards. */
export function betweenNanos(from: NanosType, to: NanosType, zone: Zone): Cast {
  const move = from.local === to.local ? (micros: Micros) => micros : to.local ? zone.toLocal : zone.toInstant
  return (value) => cutNanos(movedNanos(value as bigint, move), to.precision)
}

/** A cast to TIMESTAMP; numbers are seconds. */
export function toTimestamp(pair: CastPair, zone: Zone): Cast {
  const { from } = pair
  switch (from.kind) {
    case 'date':
      return (value) => zone.startOfDay(value as number)
    case 'timestamp_ntz':
      return (value) => zone.toInstant(value as bigint)
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
      return (value) => clamped(BigInt(value as number | bigint) * microsPerSecond)
    case 'boolean':
      // Without ANSI only, and a microsecond it is.
      return (value) => (value === true ? 1n : 0n)
    case 'float':
    case 'double':
      return (value) => fromDouble(value as number, pair)
    case 'decimal': {
      const divisor = 10n ** BigInt(from.scale)
      return (value) => BigInt.asIntN(64, ((value as bigint) * microsPerSecond) / divisor)
    }
    default:
      return read(pair, (text, clock) => parseTimestamp(text, zone, clock && (() => clock.batchTime)))
  }
}

const longest = 9_223_372_036_854_775_807n

/** `TimeUnit.SECONDS.toMicros`: what is too large is the limit. */
function clamped(micros: bigint): bigint {
  return micros > longest ? longest : micros < -longest - 1n ? -longest - 1n : micros
}

function fromDouble(value: number, { to, mode }: CastPair): SqlValue {
  if (!Number.isFinite(value)) {
    if (mode === 'ansi') throw invalidInput(value, doubleType, to)
    return null
  }
  const micros = value * 1e6
  if (mode !== 'legacy' && !(Math.floor(micros) <= 2 ** 63 && Math.ceil(micros) >= -(2 ** 63))) {
    if (mode === 'ansi') throw timestampOverflow(micros)
    return null
  }
  // Without ANSI too large a number of seconds is the last instant, and it may be infinite in microseconds.
  if (!Number.isFinite(micros)) return micros > 0 ? longest : -longest - 1n
  return clamped(BigInt(Math.trunc(micros)))
}
