/**
 * Dates and times by the default formats, `yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]`, for generated writers: the date part and
 * the offset are kept as bytes and only compared, since neighbouring rows mostly share them.
 */
import { civilDate } from '../../types/time/calendar.ts'
import { offsetId, type Zone } from '../../types/time/zone.ts'

/** Offsets are looked up once per quarter of an hour, within which they hardly ever change. */
const bucketMs = 900_000

/** State of a timestamp column's writer; generated code reads the fields. */
export class ClockText {
  /** The day in `first`, `second`, `third`: `yyyy`, `-MM-`, `ddT` as little-endian words. */
  day = -0x80000000
  first = 0
  second = 0
  third = 0
  /** Whether `setOffset` must be asked for instants outside the bucket. */
  readonly varies: boolean
  /** Start of the quarter of an hour that `offset` belongs to, in milliseconds; NaN at first. */
  bucket = Number.NaN
  /** Milliseconds to add to an instant. */
  offset = 0
  /** The offset's text and the closing quote. */
  suffix: Uint8Array = Uint8Array.of(34)
  readonly #zone: Zone | undefined

  /** @param zone undefined for readings without a zone (TIMESTAMP_NTZ, DATE) */
  constructor(zone: Zone | undefined) {
    this.#zone = zone
    this.varies = zone !== undefined && zone.fixed === undefined
    if (zone !== undefined && !this.varies) this.setOffset(0)
  }

  /** Sets the day, whose year must lie in 1 to 9999; false otherwise. */
  setDay(day: number): boolean {
    const { year, month, day: date } = civilDate(day)
    if (year < 1 || year > 9999) return false
    const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}T`
    this.first = word(text, 0)
    this.second = word(text, 4)
    this.third = word(text, 8)
    this.day = day
    return true
  }

  /** Sets the offset at an instant (milliseconds); false when it changes within the quarter of an hour. */
  setOffset(instant: number): boolean {
    const bucket = Math.floor(instant / bucketMs) * bucketMs
    const zone = this.#zone as Zone
    const offset = zone.offsetAt(BigInt(bucket) * 1000n)
    if (zone.fixed === undefined && zone.offsetAt(BigInt(bucket + bucketMs - 1) * 1000n) !== offset) return false
    this.bucket = bucket
    this.offset = Number(offset / 1000n)
    this.suffix = new TextEncoder().encode(`${offsetId(Number(offset / 1_000_000n))}"`)
    return true
  }
}

/** Whether an instant (milliseconds) is outside the quarter of an hour that the offset is known for. */
export const leavesBucket = (instant: number, bucket: number): boolean =>
  !(instant >= bucket && instant < bucket + bucketMs)

const word = (text: string, at: number): number => {
  let value = 0
  for (let i = 0; i < 4 && at + i < text.length; i++) value |= text.charCodeAt(at + i) << (8 * i)
  return value
}
