/** `CHECKPOINT/metadata`: the query's id, which outlives its runs. Spark's StreamMetadata: JSON without a version line. */
import { MillraceError } from '../errors.ts'
import type { FileSystem } from '../files/file-system.ts'

/**
 * The query's id: the recorded one, else `fresh`, which is then recorded. Synchronous: `start()` returns a handle that
 * knows its id.
 */
export function queryId(files: FileSystem, checkpoint: string, fresh: () => string): string {
  const path = `${checkpoint}/metadata`
  const bytes = files.immediate.readAll(path)
  if (bytes) return recordedId(new TextDecoder().decode(bytes), path)
  const id = fresh()
  files.immediate.createAtomic(path, new TextEncoder().encode(JSON.stringify({ id })))
  return id
}

function recordedId(text: string, path: string): string {
  let id: unknown
  try {
    id = (JSON.parse(text) as { readonly id?: unknown }).id
  } catch {}
  if (typeof id === 'string') return id
  throw new MillraceError(
    'MILLRACE_METADATA_MALFORMED',
    `Error reading stream metadata from ${path}: it should be {"id":"…"}. Restore it, or use a new checkpoint location`,
    { parameters: { path } },
  )
}
