/** Values by their keys: null equals null, NaN equals NaN, -0.0 equals 0.0. */
import { keyBytes } from '../../../columnar/compare.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'

/** A text that is the same for equal values. */
export const keyText = (type: DataType, value: SqlValue) => keyBytes([type], [value]).join()

/** The first of each. */
export function distinct(items: readonly SqlValue[], element: DataType): SqlValue[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const key = keyText(element, item)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
