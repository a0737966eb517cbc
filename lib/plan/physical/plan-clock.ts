/** A running plan's clock of event time. */
import type { EventTimeClock, WatermarkTracker } from '../../stream/watermark-tracker.ts'
import type { Micros } from '../../types/data-type.ts'

/** The driver's watermark, set for each epoch, and the trackers of the plan's withWatermark stages. */
export class PlanClock implements EventTimeClock {
  watermark: Micros
  readonly trackers: WatermarkTracker[] = []

  /** @param watermark µs: what the plan starts with */
  constructor(watermark: Micros) {
    this.watermark = watermark
  }

  track(tracker: WatermarkTracker): void {
    this.trackers.push(tracker)
  }
}
