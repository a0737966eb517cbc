/** Old entries of a checkpoint go while the query runs. */
import type { StateStore } from '../state/state-store.ts'
import type { QueryLogs } from './query-logs.ts'

/**
 * Removes entries that no recovery needs: never the last committed offsets and their predecessor, since recovery needs the
 * late watermark of both. Removing a file frees its blocks, which takes longer than writing it, so a tenth of what is
 * retained goes at once. What cannot be removed is warned of.
 *
 * @param retained batches to keep, `spark.sql.streaming.minBatchesToRetain`
 */
export async function purgeOld(
  epoch: number,
  retained: number,
  logs: QueryLogs,
  stores: readonly StateStore[],
  warn: (text: string) => void,
): Promise<void> {
  const kept = Math.max(2, retained)
  const oldest = epoch - kept
  if (oldest <= 0 || oldest % Math.max(1, Math.floor(kept / 10)) !== 0) return
  try {
    await logs.offsets.purge(oldest)
    await logs.commits.purge(oldest)
    for (const store of stores) await store.purge(oldest)
  } catch (error) {
    warn(`Old entries of the checkpoint could not be removed, the query goes on: ${error}`)
  }
}
