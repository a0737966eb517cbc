import type { Micros } from '../data-type.ts'

/** A TIMESTAMP in a user's row: a `Date` (milliseconds, rounded down) that also keeps the microseconds Spark keeps. */
export class Timestamp extends Date {
  readonly micros: Micros

  /** @param micros microseconds since 1970-01-01T00:00:00Z */
  constructor(micros: Micros) {
    super(Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n))
    this.micros = micros
  }

  /** `2026-01-02T03:04:05.678901Z`; years beyond 9999 as ISO 8601 extends them. */
  override toISOString(): string {
    const micros = ((this.micros % 1000n) + 1000n) % 1000n
    return super.toISOString().replace('Z', `${micros.toString().padStart(3, '0')}Z`)
  }

  override toJSON(): string {
    return this.toISOString()
  }
}
