/** Keys that stand in front of each part of a saved table: u32 length and bytes, length 0 = no key came or went. */
import type { BytesReader } from '../columnar/bytes-reader.ts'
import type { KeyTable } from './key-table.ts'

/**
 * Begins a key table anew.
 *
 * @param readers the snapshot, if there is one, and the changes after it; left behind their keys
 * @param hasSnapshot the first of them is a snapshot
 */
export function restoreKeys(keys: KeyTable, readers: readonly BytesReader[], hasSnapshot: boolean): void {
  const parts = readers.map((reader) => {
    const length = reader.int()
    const from = reader.skip(length)
    return length === 0 ? undefined : reader.bytes.subarray(from, from + length)
  })
  const snapshot = hasSnapshot ? parts.shift() : undefined
  keys.restore(
    snapshot,
    parts.filter((part) => part !== undefined),
  )
}
