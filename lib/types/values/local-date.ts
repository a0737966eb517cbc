import { isoDate } from '../time/calendar.ts'

/** A DATE in a user's row: a day of the proleptic Gregorian calendar, without time or zone. */
export class LocalDate {
  /** Days since 1970-01-01. */
  readonly days: number

  constructor(days: number) {
    this.days = days
  }

  /** `2026-01-02`; years beyond 9999 and before 0 with a sign and six digits or more, as ISO 8601 extends them. */
  toString(): string {
    return isoDate(this.days)
  }

  toJSON(): string {
    return this.toString()
  }

  valueOf(): number {
    return this.days
  }
}
