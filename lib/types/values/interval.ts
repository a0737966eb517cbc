import type { Micros } from '../data-type.ts'

/** An INTERVAL DAY TO SECOND in a user's row. */
export class DayTimeInterval {
  readonly micros: Micros

  /** @param micros length in microseconds, negative for backwards */
  constructor(micros: Micros) {
    this.micros = micros
  }

  /** ISO 8601 in seconds: `PT93784.5S`. */
  toString(): string {
    const magnitude = this.micros < 0n ? -this.micros : this.micros
    const fraction = (magnitude % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
    return `${this.micros < 0n ? '-' : ''}PT${magnitude / 1_000_000n}${fraction ? `.${fraction}` : ''}S`
  }

  toJSON(): string {
    return this.toString()
  }
}

/** An INTERVAL YEAR TO MONTH in a user's row. */
export class YearMonthInterval {
  readonly months: number

  constructor(months: number) {
    this.months = months
  }

  /** ISO 8601: `P1Y2M`, a leading minus for backwards. */
  toString(): string {
    const magnitude = Math.abs(this.months)
    return `${this.months < 0 ? '-' : ''}P${Math.trunc(magnitude / 12)}Y${magnitude % 12}M`
  }

  toJSON(): string {
    return this.toString()
  }
}
