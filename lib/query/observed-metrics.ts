/** Metrics of one `observe` in one batch, by name. */
import type { RowObject } from '../types/values/row-value.ts'

export class ObservedMetrics {
  readonly [metric: string]: unknown

  constructor(metrics: RowObject) {
    Object.assign(this, metrics)
  }

  /** LONG is a bigint, which JSON cannot write; Spark's progress has numbers. */
  toJSON(): RowObject {
    const json: RowObject = {}
    for (const [name, value] of Object.entries(this)) json[name] = typeof value === 'bigint' ? Number(value) : value
    return json
  }
}
