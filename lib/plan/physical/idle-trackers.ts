/**
 * Sources that have fallen silent, so that they do not hold the query's watermark back (Spark has no such thing).
 *
 * A withWatermark node that saw no row for the timeout, in batch time, is left out of the minimum; it comes back with its
 * next row, whose event time never lowers the query's watermark: rows behind it are then late, and counted. Nothing of it
 * is stored: a restarted query counts from its first epoch.
 */
import type { WatermarkTracker } from '../../stream/watermark-tracker.ts'
import type { Micros } from '../../types/data-type.ts'

export class IdleTrackers {
  readonly #timeout: Micros | undefined
  /** Rows a node had seen, and the batch time at which that changed last. */
  readonly #last = new Map<WatermarkTracker, { rows: number; at: Micros }>()

  /** @param timeout µs; undefined = a node is never idle */
  constructor(timeout: Micros | undefined) {
    this.#timeout = timeout
  }

  /** The nodes that count, after an epoch of the given batch time. */
  active(trackers: readonly WatermarkTracker[], batchTime: Micros): readonly WatermarkTracker[] {
    const timeout = this.#timeout
    if (timeout === undefined) return trackers
    return trackers.filter((tracker) => {
      const last = this.#last.get(tracker)
      if (last === undefined || last.rows !== tracker.rows) {
        this.#last.set(tracker, { rows: tracker.rows, at: batchTime })
        return true
      }
      return batchTime - last.at < timeout
    })
  }
}
