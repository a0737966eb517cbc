/** What a run reads and writes of its checkpoint, opened together, and the check of the sink's own log against it. */
import { type CommitEntry, openCommitLog } from '../checkpoint/commit-log.ts'
import { type OffsetEntry, openOffsetLog } from '../checkpoint/offset-log.ts'
import { recover, requireSourceCount, type Standing } from '../checkpoint/recovery.ts'
import { refuseSparkState } from '../checkpoint/spark-state.ts'
import type { Sink } from '../connector/connector.ts'
import { MillraceError } from '../errors.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { MetadataLog } from '../log/metadata-log.ts'

export interface QueryLogs {
  readonly offsets: MetadataLog<OffsetEntry>
  readonly commits: MetadataLog<CommitEntry>
  readonly standing: Standing
}

/** @throws what `recover` and `refuseSparkState` throw, and Spark's text when the number of sources has changed */
export async function openLogs(files: FileSystem, checkpoint: string, sources: number): Promise<QueryLogs> {
  await refuseSparkState(files, checkpoint)
  const offsets = await openOffsetLog(files, checkpoint)
  const commits = await openCommitLog(files, checkpoint)
  const standing = await recover(offsets, commits)
  for (const entry of [standing.committed, standing.unfinished])
    if (entry) requireSourceCount(entry.offsets.length, sources)
  return { offsets, commits, standing }
}

/**
 * A sink drops epochs that its log has. With a new checkpoint over an old output that would lose batches silently, so it
 * is refused, but for the one epoch that is run again.
 *
 * @throws MILLRACE_SINK_AHEAD naming both
 */
export async function refuseSinkAhead(sink: Sink, checkpoint: string, { epoch, unfinished }: Standing): Promise<void> {
  const latest = await sink.latestCommitted?.()
  if (latest === undefined || latest < epoch || (latest === epoch && unfinished)) return
  throw new MillraceError(
    'MILLRACE_SINK_AHEAD',
    `The sink has committed batch ${latest}, and its checkpoint stands before batch ${epoch}: they do not belong together, and the ` +
      `sink would drop batches ${epoch} to ${latest}. Use the output's own checkpoint, or a new output: ${sink.description}, ${checkpoint}`,
    { parameters: { sink: sink.description, checkpoint, latest: String(latest), epoch: String(epoch) } },
  )
}
