import { microsOfNanos } from '../time/micros-of-nanos.ts'
import { LocalDateTime } from './local-date-time.ts'
import { NanosTimestamp } from './nanos-timestamp.ts'

/** A TIMESTAMP_NTZ(7), (8) or (9) in a user's row: a `LocalDateTime` that also keeps the nanoseconds. */
export class NanosDateTime extends LocalDateTime {
  /** Nanoseconds since 1970-01-01T00:00:00 of the same wall clock. */
  readonly nanos: bigint

  constructor(nanos: bigint) {
    super(microsOfNanos(nanos))
    this.nanos = nanos
  }

  /** `2026-01-02T03:04:05.678901234` */
  override toString(): string {
    return new NanosTimestamp(this.nanos).toISOString().replace('Z', '')
  }
}
