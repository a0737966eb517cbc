/** Where a query stands when it starts, by its two logs: MicroBatchExecution.populateStartOffsets. */
import { MillraceError } from '../errors.ts'
import type { MetadataLog } from '../log/metadata-log.ts'
import type { CommitEntry } from './commit-log.ts'
import type { OffsetEntry } from './offset-log.ts'

export interface Standing {
  /** The first epoch to run. */
  readonly epoch: number
  /** Recorded intent of that epoch: it was begun and not committed, and is run again just so. */
  readonly unfinished: OffsetEntry | undefined
  /** Of the epoch before it; its ends are where this run's sources begin. undefined in a new query. */
  readonly committed: OffsetEntry | undefined
  /** Watermark the last committed epoch ran with: rows at or before it are late in the first epoch. */
  readonly lateMs: number
  /** Watermark of the first epoch. */
  readonly watermarkMs: number
}

/** @throws MILLRACE_OFFSETS_MISSING with Spark's text when an entry that recovery needs is gone */
export async function recover(offsets: MetadataLog<OffsetEntry>, commits: MetadataLog<CommitEntry>): Promise<Standing> {
  const latest = offsets.latest
  if (latest < 0) {
    if (commits.latest >= 0) throw missing(commits.latest, offsets.path)
    return { epoch: 0, unfinished: undefined, committed: undefined, lateMs: 0, watermarkMs: 0 }
  }
  const last = await required(offsets, latest)
  const before = latest === 0 ? undefined : await required(offsets, latest - 1)
  const commit = await commits.get(latest)
  if (!commit) {
    const lateMs = before?.batchWatermarkMs ?? 0
    return { epoch: latest, unfinished: last, committed: before, lateMs, watermarkMs: last.batchWatermarkMs }
  }
  const watermarkMs = Math.max(last.batchWatermarkMs, commit.nextBatchWatermarkMs)
  return { epoch: latest + 1, unfinished: undefined, committed: last, lateMs: last.batchWatermarkMs, watermarkMs }
}

async function required(offsets: MetadataLog<OffsetEntry>, batchId: number): Promise<OffsetEntry> {
  const entry = await offsets.get(batchId)
  if (entry) return entry
  throw missing(batchId, offsets.path)
}

function missing(batchId: number, path: string): MillraceError {
  return new MillraceError(
    'MILLRACE_OFFSETS_MISSING',
    `batch ${batchId} doesn't exist; restore the file or use a new checkpoint location: ${path}/${batchId}`,
    {
      parameters: { batchId: String(batchId), path },
    },
  )
}

/** @throws MILLRACE_SOURCES_CHANGED with the text of Spark's assertion (golden restart-add-source) */
export function requireSourceCount(recorded: number, wanted: number): void {
  if (recorded === wanted) return
  throw new MillraceError(
    'MILLRACE_SOURCES_CHANGED',
    `assertion failed: There are [${recorded}] sources in the checkpoint offsets and now there are [${wanted}] sources requested by the query. Cannot continue.`,
    { parameters: { recorded: String(recorded), wanted: String(wanted) } },
  )
}
