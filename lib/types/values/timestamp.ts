import type { Micros } from '../data-type.ts'
import { dayOfMicros, floorMod, isoDate, microsPerDay } from '../time/calendar.ts'

/** Whole milliseconds, rounded down. Rows come by the million: a number's arithmetic is a tenth of a bigint's. */
function msOf(micros: Micros): number {
  const number = Number(micros)
  // Exact up to 2^53, and so is the quotient's floor: it is at least a thousandth below the next whole number.
  if (number <= Number.MAX_SAFE_INTEGER && number >= -Number.MAX_SAFE_INTEGER) return Math.floor(number / 1000)
  return Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n)
}

/** A TIMESTAMP in a user's row: a `Date` (milliseconds, rounded down) that also keeps the microseconds Spark keeps. */
export class Timestamp extends Date {
  readonly micros: Micros

  /** @param micros microseconds since 1970-01-01T00:00:00Z */
  constructor(micros: Micros) {
    super(msOf(micros))
    this.micros = micros
  }

  /** `2026-01-02T03:04:05.678901Z`; years beyond 9999 as ISO 8601 extends them. */
  override toISOString(): string {
    const micros = ((this.micros % 1000n) + 1000n) % 1000n
    return this.#toMillis().replace('Z', `${micros.toString().padStart(3, '0')}Z`)
  }

  /** A `Date` ends in the year 275760, a TIMESTAMP in 294247: beyond, the time of day is that of another day. */
  #toMillis(): string {
    if (!Number.isNaN(this.getTime())) return super.toISOString()
    const time = new Date(msOf(floorMod(this.micros, microsPerDay))).toISOString()
    return `${isoDate(dayOfMicros(this.micros))}${time.slice(time.indexOf('T'))}`
  }

  override toJSON(): string {
    return this.toISOString()
  }
}
