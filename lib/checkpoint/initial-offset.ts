/**
 * `sources/i/0`: where a source began. offsets/0 holds only ends: without this a crash in batch 0 would read again from a
 * new "latest" and lose what came before it. Rate and Kafka sources of Spark keep the same file.
 */
import type { Offset } from '../connector/connector.ts'
import type { FileSystem } from '../files/file-system.ts'
import { decodeLines, encodeLines, malformedLog } from '../log/log-text.ts'

/** The stored beginning; undefined when none was stored. */
export function readInitialOffset(files: FileSystem, folder: string): Offset | undefined {
  const path = `${folder}/0`
  const bytes = files.immediate.readAll(path)
  if (!bytes) return undefined
  // Spark's Kafka source puts a 0 byte in front, so that Spark 2.1.0 fails cleanly.
  const [line] = decodeLines(bytes[0] === 0 ? bytes.subarray(1) : bytes, path)
  try {
    return JSON.parse(line ?? '') as Offset
  } catch (error) {
    throw malformedLog(path, 'Its second line is not an offset', error)
  }
}

/** Stores the beginning, durably. */
export function writeInitialOffset(files: FileSystem, folder: string, initial: Offset): void {
  files.immediate.makeDirectory(folder)
  files.immediate.createAtomic(`${folder}/0`, encodeLines([JSON.stringify(initial)]))
}
