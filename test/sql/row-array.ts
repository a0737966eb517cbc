/** Rows of a frame as the recorders of test/fixtures/spark write them: arrays; numbers, texts and booleans as they are. */
import type { AnyFrame } from '../../lib/session/data-frame.ts'

export async function toRowArray(frame: AnyFrame): Promise<readonly (readonly unknown[])[]> {
  const names = frame.columns.map((_, at) => `c${at}`)
  const rows = await frame.toDF(...names).collect()
  return rows.map((row) => names.map((name) => plain(row[name])))
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) {
    return Object.getPrototypeOf(value) === Object.prototype ? Object.values(value).map(plain) : String(value)
  }
  return value
}
