import type { Micros } from '../data-type.ts'
import { Timestamp } from './timestamp.ts'

/** A TIMESTAMP_NTZ in a user's row: a date and time of day without zone. */
export class LocalDateTime {
  /** Microseconds since 1970-01-01T00:00:00 of the same wall clock. */
  readonly micros: Micros

  constructor(micros: Micros) {
    this.micros = micros
  }

  /** `2026-01-02T03:04:05.678901` */
  toString(): string {
    return new Timestamp(this.micros).toISOString().replace('Z', '')
  }

  toJSON(): string {
    return this.toString()
  }
}
