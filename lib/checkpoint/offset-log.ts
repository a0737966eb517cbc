/**
 * `offsets/N`: what batch N reads up to, written before it runs. Spark's OffsetSeqLog, version 1, byte by byte: `v1`, a
 * line of metadata, one line per source (`-` = has given nothing yet).
 */
import type { Offset } from '../connector/connector.ts'
import type { FileSystem } from '../files/file-system.ts'
import { decodeLines, encodeLines, malformedLog } from '../log/log-text.ts'
import { type LogCodec, MetadataLog } from '../log/metadata-log.ts'

/** One batch's line of intent. */
export interface OffsetEntry {
  /** The watermark the batch runs with, ms. */
  readonly batchWatermarkMs: number
  /** The batch time (`current_timestamp`), ms. */
  readonly batchTimestampMs: number
  /** Settings that the query keeps for its life, also those this version does not know. */
  readonly conf: Readonly<Record<string, string>>
  /** End offset per source, in the plan's order; undefined = the source has given nothing yet. */
  readonly offsets: readonly (Offset | undefined)[]
}

/** What stands for an offset that is not there yet. */
const noOffset = '-'

export const offsetCodec: LogCodec<OffsetEntry> = {
  encode: ({ batchWatermarkMs, batchTimestampMs, conf, offsets }) =>
    encodeLines([
      JSON.stringify({ batchWatermarkMs, batchTimestampMs, conf }),
      ...offsets.map((offset) => (offset === undefined ? noOffset : JSON.stringify(offset))),
    ]),
  decode(bytes, path) {
    const [metadata, ...offsets] = decodeLines(bytes, path)
    try {
      // Spark before 2.1 wrote an empty line here; its batches then ran with watermark 0 at time 0.
      const facts = (metadata ? JSON.parse(metadata) : {}) as Partial<OffsetEntry>
      return {
        batchWatermarkMs: facts.batchWatermarkMs ?? 0,
        batchTimestampMs: facts.batchTimestampMs ?? 0,
        conf: facts.conf ?? {},
        offsets: offsets.map((line) => (line === noOffset ? undefined : (JSON.parse(line) as Offset))),
      }
    } catch (error) {
      throw malformedLog(path, 'A line of it is not JSON', error)
    }
  },
}

/** Opens `CHECKPOINT/offsets`. */
export function openOffsetLog(files: FileSystem, checkpoint: string): Promise<MetadataLog<OffsetEntry>> {
  return MetadataLog.open(files, `${checkpoint}/offsets`, offsetCodec)
}
