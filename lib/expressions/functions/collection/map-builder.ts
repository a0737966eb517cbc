/** Maps from keys and values, by Spark's rules: no null keys, no key twice, -0.0 as 0.0 (`ArrayBasedMapBuilder`). */

import { compareValues, keyBytes } from '../../../columnar/compare.ts'
import { MillraceError } from '../../../errors.ts'
import type { DataType, SqlValue } from '../../../types/data-type.ts'

export type Entry = readonly [SqlValue, SqlValue]

/** @throws NULL_MAP_KEY, DUPLICATED_MAP_KEY */
export function mapOf(keyType: DataType, entries: readonly Entry[]): SqlValue {
  const seen = new Set<string>()
  return entries.map(([key, value]) => {
    if (key === null) throw new MillraceError('NULL_MAP_KEY', 'Cannot use null as map key.', { sqlState: '2200E' })
    const bytes = keyBytes([keyType], [key]).join()
    if (seen.has(bytes)) throw duplicateKey(key)
    seen.add(bytes)
    return [key === 0 ? 0 : key, value]
  })
}

function duplicateKey(key: SqlValue): MillraceError {
  return new MillraceError(
    'DUPLICATED_MAP_KEY',
    `Duplicate map key ${String(key)} was found, please check the input data.\nIf you want to remove the duplicated keys, you can ` +
      'set "spark.sql.mapKeyDedupPolicy" to "LAST_WIN" so that the key inserted at last takes precedence.',
    { sqlState: '23505' },
  )
}

/** The entry of a key, undefined when there is none. */
export function entryOf(keyType: DataType, entries: readonly Entry[], key: SqlValue): Entry | undefined {
  return entries.find(([one]) => compareValues(keyType, one, key) === 0)
}
