/** The recorded output directory and checkpoint of a Spark query, put onto a simulated disk. */
import { readFileSync } from 'node:fs'
import { SimulatedFileSystem } from '../../../lib/files/simulated-file-system.ts'

interface RecordedTree {
  readonly root: string
  readonly schema: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly files: readonly {
    readonly path: string
    readonly mtimeMs?: number
    readonly text?: string
    readonly base64?: string
  }[]
}

const fixture = new URL('../../fixtures/spark/checkpoint-25/tree.json', import.meta.url)
export const recordedQuery = JSON.parse(readFileSync(fixture, 'utf8')) as RecordedTree

/** `/data/sample` with its folders `in`, `out` and `ck`. */
export async function recordedFiles(): Promise<SimulatedFileSystem> {
  const files = new SimulatedFileSystem()
  for (const { path, text, base64, mtimeMs } of recordedQuery.files) {
    const full = `/data/sample/${path}`
    await files.makeDirectory(full.slice(0, full.lastIndexOf('/')))
    files.nowMs = mtimeMs ?? 1_800_000_000_000
    const writer = await files.openWrite(full)
    await writer.write(
      text === undefined
        ? Uint8Array.from(atob(base64 ?? ''), (char) => char.charCodeAt(0))
        : new TextEncoder().encode(text),
    )
    await writer.close()
  }
  files.nowMs = 1_800_000_000_000
  return files
}
