/** Nanoseconds since 1970, which a TIMESTAMP_LTZ(7 to 9) or TIMESTAMP_NTZ of these is, and the microseconds in them. */
import type { Micros } from '../data-type.ts'
import { floorDiv, floorMod } from './calendar.ts'

export const nanosPerMicro = 1_000n

/** The whole microseconds, rounded down: what Spark keeps as `epochMicros`. */
export function microsOfNanos(nanos: bigint): Micros {
  return floorDiv(nanos, nanosPerMicro)
}

/** 0 to 999, beyond the whole microseconds: what Spark keeps as `nanosWithinMicro`. */
export function nanosWithinMicro(nanos: bigint): number {
  return Number(floorMod(nanos, nanosPerMicro))
}

/** How Java prints what Spark keeps of it, where a function prints values as they are kept. */
export function nanosValueText(nanos: bigint): string {
  return `TimestampNanosVal(${microsOfNanos(nanos)}, ${nanosWithinMicro(nanos)})`
}

/** Nanoseconds with the digits behind `precision` (7 to 9) cut off, downwards. */
export function cutNanos(nanos: bigint, precision: number): bigint {
  return precision === 9 ? nanos : nanos - floorMod(nanos, 10n ** BigInt(9 - precision))
}

/** Moves nanoseconds by what moves their microseconds: an offset, an interval. */
export function movedNanos(nanos: bigint, move: (micros: Micros) => Micros): bigint {
  return move(microsOfNanos(nanos)) * nanosPerMicro + floorMod(nanos, nanosPerMicro)
}
