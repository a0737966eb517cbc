/** Reads ranges of a source as a query does, on memory that is overwritten when it was given back. */
import { PoisoningPool } from '../columnar/poisoning-pool.ts'
import { rowsOf } from '../columnar/values.ts'
import type { Offset, Scan, ScanRequest, Source } from '../connector/connector.ts'
import type { ReadLimit } from '../connector/read-limit.ts'
import type { Evaluation } from '../expressions/evaluation.ts'
import type { IO } from '../stream/processor.ts'
import type { SqlValue } from '../types/data-type.ts'

/** What expressions of a scan's filters see. */
export const evaluation: Evaluation = {
  batchTime: 0n,
  epoch: 0,
  queryId: 'query',
  zone: 'UTC',
  ansi: true,
  functions: new Map(),
}

/** Every column in its place, no filter. */
export const everyColumn = (source: Source): ScanRequest => ({
  columns: source.schema.fields.map((_, at) => at),
  filters: [],
  dictionary: [],
})

/** An IO without backpressure. */
export function freeIo(pool = new PoisoningPool(), signal?: AbortSignal): IO {
  return { signal: signal ?? new AbortController().signal, pool, flow: { ready: () => undefined } }
}

/** The rows of a range, read while their batch was lent. */
export function readRows(scan: Scan, start: Offset | null, end: Offset, io: IO = freeIo()): Promise<SqlValue[][]> {
  return new Promise((resolve, reject) => {
    const rows: SqlValue[][] = []
    scan.read(start, end, io).subscribe({
      next: (batch) => rows.push(...rowsOf(batch)),
      error: reject,
      complete: () => resolve(rows),
    })
  })
}

/** Reads on from `start` as a query does, one batch after another, until there is nothing new. */
export async function readBatches(
  source: Source,
  start: Offset | null = null,
  limit: ReadLimit = source.defaultLimit ?? { kind: 'all' },
): Promise<{ readonly batches: SqlValue[][][]; readonly end: Offset | null; readonly offsets: readonly Offset[] }> {
  const scan = source.open(everyColumn(source), evaluation)
  const batches: SqlValue[][][] = []
  const offsets: Offset[] = []
  let from = start
  for (;;) {
    const to = await source.latestOffset(from, limit)
    if (to === null || JSON.stringify(to) === JSON.stringify(from)) return { batches, end: from, offsets }
    batches.push(await readRows(scan, from, to))
    offsets.push(to)
    from = to
  }
}
