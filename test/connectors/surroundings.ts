/** What connectors get from a session, with everything in the test's hand: the public kit, and files to read. */
import type { FileSystem } from '../../lib/files/file-system.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'

export {
  type ConnectorSurroundings as Surroundings,
  openSink,
  openSource,
  sinkContext,
  sourceContext,
} from '../../lib/testing/connector-context.ts'
export { commitEpoch, epochOf } from '../../lib/testing/epoch-writer.ts'
export { evaluation, everyColumn, freeIo, readBatches, readRows } from '../../lib/testing/range-reader.ts'

export async function writeText(files: FileSystem, path: string, text: string, modifiedMs?: number): Promise<void> {
  await files.makeDirectory(path.slice(0, path.lastIndexOf('/')))
  if (modifiedMs !== undefined && files instanceof SimulatedFileSystem) files.nowMs = modifiedMs
  const writer = await files.openWrite(path)
  await writer.write(new TextEncoder().encode(text))
  await writer.close()
}
