/**
 * Event time: what each `withWatermark` node has seen, and the watermark of a whole query.
 *
 * Spark: event time in µs, watermark in whole milliseconds (floor). A node's watermark is max(event time seen) − delay;
 * the query's is the minimum (or maximum) over its nodes, a node that has seen nothing counting as 0; it never goes
 * back, never below 0, and takes effect in the next epoch (WatermarkTracker.scala; golden `wm-truncation-ms`,
 * `wm-negative-never-back`, `wm-idle-source`).
 */
import type { Micros } from '../types/data-type.ts'
import { microsPerMilli } from '../types/time/calendar.ts'

/** Event times of one epoch at one node; what progress reports under `eventTime`. All in µs. */
export interface EventTimeStats {
  readonly count: number
  readonly min: Micros
  readonly max: Micros
  readonly average: Micros
}

/** How a query with several `withWatermark` nodes makes one watermark of theirs (`multipleWatermarkPolicy`). */
export type WatermarkPolicy = 'min' | 'max'

/** The query's clock as its `withWatermark` stages see it. */
export interface EventTimeClock {
  /** The watermark this epoch runs with. */
  readonly watermark: Micros
  /** Adds a node's tracker. */
  track(tracker: WatermarkTracker): void
}

/** Rounds down to whole milliseconds; also for times before 1970. */
export function floorToMillis(time: Micros): Micros {
  const rest = time % microsPerMilli
  return rest < 0n ? time - rest - microsPerMilli : time - rest
}

/** One `withWatermark` node's view of event time. */
export class WatermarkTracker {
  readonly delay: Micros
  /** Rows seen in this run. */
  rows = 0
  #highest: Micros | undefined
  #count = 0
  #min = 0n
  #max = 0n
  #sum = 0n

  /** @param delay µs that a row may be behind the latest one seen */
  constructor(delay: Micros) {
    this.delay = delay
  }

  /** Counts event times of one batch: their number, minimum, maximum and sum, in µs. */
  observe(count: number, min: Micros, max: Micros, sum: Micros): void {
    if (count === 0) return
    this.rows += count
    if (this.#highest === undefined || max > this.#highest) this.#highest = max
    this.#min = this.#count === 0 || min < this.#min ? min : this.#min
    this.#max = this.#count === 0 || max > this.#max ? max : this.#max
    this.#count += count
    this.#sum += sum
  }

  /** max(event time) − delay in whole milliseconds; undefined before the first row of this run. May be below 0. */
  get watermark(): Micros | undefined {
    return this.#highest === undefined ? undefined : floorToMillis(this.#highest) - floorToMillis(this.delay)
  }

  /** What the node saw since the last call; undefined = no rows. */
  takeStats(): EventTimeStats | undefined {
    if (this.#count === 0) return undefined
    const stats = { count: this.#count, min: this.#min, max: this.#max, average: this.#sum / BigInt(this.#count) }
    this.#count = 0
    this.#sum = 0n
    return stats
  }
}

/**
 * The query's next watermark.
 *
 * @param before the one the last epoch ran with
 * @returns in µs, whole milliseconds; never below `before`
 */
export function nextWatermark(trackers: readonly WatermarkTracker[], policy: WatermarkPolicy, before: Micros): Micros {
  if (trackers.length === 0) return before
  const times = trackers.map((tracker) => tracker.watermark ?? 0n).sort((a, b) => (a < b ? -1 : 1))
  const combined = (policy === 'min' ? times[0] : times[times.length - 1]) as Micros
  return combined > before ? combined : before
}
