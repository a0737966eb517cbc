/** `commits/N`: batch N is done. Spark's CommitLog, version 1. */

import type { FileSystem } from '../files/file-system.ts'
import { decodeLines, encodeLines, malformedLog } from '../log/log-text.ts'
import { type LogCodec, MetadataLog } from '../log/metadata-log.ts'

export interface CommitEntry {
  /** The watermark after the batch, ms: what the next batch runs with. */
  readonly nextBatchWatermarkMs: number
}

export const commitCodec: LogCodec<CommitEntry> = {
  encode: ({ nextBatchWatermarkMs }) => encodeLines([JSON.stringify({ nextBatchWatermarkMs })]),
  decode(bytes, path) {
    const [line] = decodeLines(bytes, path)
    try {
      // Spark 2.3.1 and before wrote `{}`.
      return { nextBatchWatermarkMs: (JSON.parse(line || '{}') as Partial<CommitEntry>).nextBatchWatermarkMs ?? 0 }
    } catch (error) {
      throw malformedLog(path, 'Its second line is not JSON', error)
    }
  },
}

/** Opens `CHECKPOINT/commits`. */
export function openCommitLog(files: FileSystem, checkpoint: string): Promise<MetadataLog<CommitEntry>> {
  return MetadataLog.open(files, `${checkpoint}/commits`, commitCodec)
}
