/** Values by their keys: null equals null, NaN equals NaN, -0.0 equals 0.0. */
import { keyBytes } from '../../../columnar/compare.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'

/** A text that is the same for equal values. */
export const keyText = (type: DataType, value: SqlValue) => keyBytes([type], [value]).join()

/** The first of each; -0.0 becomes 0.0. */
export function distinct(items: readonly SqlValue[], element: DataType): SqlValue[] {
  const seen = new Map<string, SqlValue>()
  for (const item of items) {
    const key = keyText(element, item)
    if (!seen.has(key)) seen.set(key, item === 0 ? 0 : item)
  }
  return [...seen.values()]
}
