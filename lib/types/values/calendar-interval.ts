import type { Micros } from '../data-type.ts'
import { formatCalendarInterval } from '../time/duration.ts'

/** A calendar INTERVAL in a user's row: its months and days have no fixed length. */
export class CalendarInterval {
  readonly months: number
  readonly days: number
  readonly micros: Micros

  constructor(months: number, days: number, micros: Micros) {
    this.months = months
    this.days = days
    this.micros = micros
  }

  /** As CAST AS STRING prints it: `1 years 2 months 3 days 4.5 seconds`. */
  toString(): string {
    return formatCalendarInterval(this)
  }

  toJSON(): string {
    return this.toString()
  }
}
