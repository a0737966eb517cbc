import { microsOfNanos, nanosWithinMicro } from '../time/micros-of-nanos.ts'
import { Timestamp } from './timestamp.ts'

/** A TIMESTAMP_LTZ(7), (8) or (9) in a user's row: a `Timestamp` that also keeps the nanoseconds. */
export class NanosTimestamp extends Timestamp {
  readonly nanos: bigint

  /** @param nanos nanoseconds since 1970-01-01T00:00:00Z */
  constructor(nanos: bigint) {
    super(microsOfNanos(nanos))
    this.nanos = nanos
  }

  /** `2026-01-02T03:04:05.678901234Z` */
  override toISOString(): string {
    return super.toISOString().replace('Z', `${`${nanosWithinMicro(this.nanos)}`.padStart(3, '0')}Z`)
  }
}
