/** A DATE in a user's row: a day of the proleptic Gregorian calendar, without time or zone. */
export class LocalDate {
  /** Days since 1970-01-01. */
  readonly days: number

  constructor(days: number) {
    this.days = days
  }

  /** `2026-01-02` */
  toString(): string {
    return new Date(this.days * 86_400_000).toISOString().replace(/T.*/, '')
  }

  toJSON(): string {
    return this.toString()
  }

  valueOf(): number {
    return this.days
  }
}
