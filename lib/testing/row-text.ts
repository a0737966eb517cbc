import type { ExpectedRow } from './query-run.ts'

/** A row as stories print and compare it: `(1, "a", null)`; numbers and bigints are alike. */
export function rowText(row: ExpectedRow): string {
  return `(${(Array.isArray(row) ? row : Object.values(row)).map(cellText).join(', ')})`
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner))
}
