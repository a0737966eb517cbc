/** What a batch changed of a table of state: rows that are new or other than before, and keys that have gone. */
import type { SqlValue } from '../../types/data-type.ts'
import type { StoredRows } from './stored-rows.ts'

/**
 * Found by comparing the states before and after: a row that was written again as it was counts as unchanged.
 *
 * @param rowsAt the state after a batch; −1 = empty
 * @returns change_type, then the columns; of what has gone the value is null
 */
export function* changeRows(rowsAt: (batch: number) => StoredRows, batch: number): Generator<readonly SqlValue[]> {
  const before = new Map<string, readonly SqlValue[]>()
  if (batch > 0) for (const row of rowsAt(batch - 1).rows()) before.set(textOf(row), row)
  const kept = new Set<string>()
  const keys = new Set<string>()
  for (const row of rowsAt(batch).rows()) {
    const text = textOf(row)
    keys.add(textOf(row.slice(0, -1)))
    if (before.has(text)) kept.add(text)
    else yield ['update', ...row]
  }
  for (const [text, row] of before) {
    const key = row.slice(0, -1)
    if (!kept.has(text) && !keys.has(textOf(key))) yield ['delete', ...key, null]
  }
}

function textOf(value: readonly SqlValue[]): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'bigint') return `${one}n`
    if (one instanceof Uint8Array) return [...one]
    return typeof one === 'number' && !Number.isFinite(one) ? String(one) : one
  })
}
