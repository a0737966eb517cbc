/** A running plan's clock of event time. */
import type { EventTimeClock, WatermarkTracker } from '../../stream/watermark-tracker.ts'
import type { Micros } from '../../types/data-type.ts'

/** The driver's watermark, set for each epoch, and the trackers of the plan's withWatermark stages. */
export class PlanClock {
  watermark: Micros
  readonly #places: (WatermarkTracker | undefined)[] = []

  /** @param watermark µs: what the plan starts with */
  constructor(watermark: Micros) {
    this.watermark = watermark
  }

  /** In the order of the plan, downstream first, first inputs before second ones. */
  get trackers(): readonly WatermarkTracker[] {
    return this.#places.filter((one) => one !== undefined)
  }

  /** The clock of one withWatermark stage; its place among the trackers is that of this call, whenever it starts. */
  place(): EventTimeClock {
    const at = this.#places.push(undefined) - 1
    const watermark = (): Micros => this.watermark
    return {
      get watermark() {
        return watermark()
      },
      track: (tracker) => {
        this.#places[at] = tracker
      },
    }
  }
}
