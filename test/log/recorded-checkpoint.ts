/** The directories of a real Spark 4.3.0 file-to-file query after 25 batches, put on a simulated disk. */
import { readFileSync } from 'node:fs'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'

interface RecordedFile {
  readonly path: string
  readonly mtimeMs?: number
  readonly text?: string
  readonly base64?: string
}

const tree = JSON.parse(
  readFileSync(new URL('../fixtures/spark/checkpoint-25/tree.json', import.meta.url), 'utf8'),
) as {
  readonly files: readonly RecordedFile[]
}

/** Text of each recorded file by path: `ck/offsets/0`, `out/_spark_metadata/9.compact`. */
export const recorded: ReadonlyMap<string, string> = new Map(
  tree.files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const])),
)

/** @param wanted which of the recorded files are put there, below `/` */
export async function recordedDisk(wanted: (path: string) => boolean = () => true): Promise<SimulatedFileSystem> {
  const files = new SimulatedFileSystem()
  for (const { path, text, base64 } of tree.files) {
    if (!wanted(path)) continue
    const bytes =
      text === undefined
        ? Uint8Array.from(atob(base64 ?? ''), (char) => char.charCodeAt(0))
        : new TextEncoder().encode(text)
    await files.makeDirectory(`/${path.slice(0, path.lastIndexOf('/'))}`)
    await files.createAtomic(`/${path}`, bytes)
  }
  return files
}
