/** Spark's state files cannot be read here, and its metadata can: so a checkpoint that has both must not be continued. */
import { MillraceError } from '../errors.ts'
import type { FileSystem } from '../files/file-system.ts'

/** Where the state of a query's stages lives. */
export function stateRoot(checkpoint: string): string {
  return `${checkpoint}/millrace-state`
}

/** Where the state of stage `index` lives; Spark's own is in `state/`. */
export function stateFolder(checkpoint: string, index: number, operatorName: string): string {
  return `${stateRoot(checkpoint)}/${index}-${operatorName}`
}

/** @throws MILLRACE_SPARK_STATE when the checkpoint holds state that Spark wrote */
export async function refuseSparkState(files: FileSystem, checkpoint: string): Promise<void> {
  const found = (await files.list(`${checkpoint}/state`)).filter(({ name }) => !name.startsWith('.'))
  if (found.length === 0) return
  throw new MillraceError(
    'MILLRACE_SPARK_STATE',
    'This checkpoint holds state written by Apache Spark, which only Spark can read. Go on with the query in Spark, or use a ' +
      `new checkpoint location; queries without state can be taken over: ${checkpoint}/state`,
    { parameters: { path: `${checkpoint}/state` } },
  )
}
