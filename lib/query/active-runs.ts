/** Which checkpoints of this process have a running query, so that a restart can end the run before it. */
import type { FileSystem } from '../files/file-system.ts'
import type { StreamingQuery } from './streaming-query.ts'

const runs = new WeakMap<FileSystem, Map<string, StreamingQuery>>()

/** The query that runs on this checkpoint, in whatever session; undefined = none. */
export function activeRun(files: FileSystem, checkpoint: string): StreamingQuery | undefined {
  return runs.get(files)?.get(checkpoint)
}

/** Notes that `query` runs on this checkpoint; gives what takes the note back. */
export function noteRun(files: FileSystem, checkpoint: string, query: StreamingQuery): () => void {
  let here = runs.get(files)
  if (!here) {
    here = new Map()
    runs.set(files, here)
  }
  const known = here
  known.set(checkpoint, query)
  return () => {
    if (known.get(checkpoint) === query) known.delete(checkpoint)
  }
}
