/** `_spark_metadata` of an output directory: which files are valid. Spark's FileStreamSinkLog. */
import type { ConnectorContext } from '../../lib/connector/connector.ts'
import { fromUri, toUri } from '../../lib/files/paths.ts'
import { CompactibleLog } from '../../lib/log/compactible-log.ts'
import { durationConf, integerConf } from './log-confs.ts'

/** The folder of the log inside an output directory. */
export const sinkLogName = '_spark_metadata'

export interface SinkFile {
  /** Absolute, plain. */
  readonly path: string
  readonly size: number
  readonly modifiedMs: number
  /** `delete`: an earlier line of the path no longer counts. */
  readonly action: 'add' | 'delete'
}

/**
 * Opens the log of an output directory.
 *
 * @param retentionMs lines of files older than this go at the next compaction (option `retention`)
 */
export function openSinkLog(
  context: ConnectorContext,
  output: string,
  retentionMs?: number,
): Promise<CompactibleLog<SinkFile>> {
  return CompactibleLog.open<SinkFile>(context.files, `${output}/${sinkLogName}`, {
    encode,
    decode,
    ...(retentionMs === undefined
      ? {}
      : { retains: (file: SinkFile, nowMs: number): boolean => nowMs - file.modifiedMs <= retentionMs }),
    compactInterval: integerConf(context, 'spark.sql.streaming.fileSink.log.compactInterval', 10),
    cleanupDelayMs: durationConf(context, 'spark.sql.streaming.fileSink.log.cleanupDelay', 600_000),
    deletes: context.conf('spark.sql.streaming.fileSink.log.deletion') !== 'false',
    minBatchesToRetain: integerConf(context, 'spark.sql.streaming.minBatchesToRetain', 100),
    nowMs: () => context.nowMs(),
  })
}

/** The files that count, oldest first. */
export async function validFiles(log: CompactibleLog<SinkFile>): Promise<readonly SinkFile[]> {
  const files = new Map<string, SinkFile>()
  for (const file of await log.all()) {
    if (file.action === 'delete') files.delete(file.path)
    else files.set(file.path, file)
  }
  return [...files.values()]
}

/** Hadoop's local file system says 32 MB whatever the file. */
const blockSize = 33_554_432

function encode(file: SinkFile): string {
  return JSON.stringify({
    path: toUri(file.path),
    size: file.size,
    isDir: false,
    modificationTime: file.modifiedMs,
    blockReplication: 1,
    blockSize,
    action: file.action,
  })
}

function decode(line: string): SinkFile {
  const { path, size, modificationTime, action } = JSON.parse(line) as {
    readonly path: string
    readonly size: number
    readonly modificationTime: number
    readonly action: string
  }
  return { path: fromUri(path), size, modifiedMs: modificationTime, action: action === 'delete' ? 'delete' : 'add' }
}
