/** A hint that files have come, so that a query need not wait for its next look. The listing stays the truth. */
import type { ConnectorContext, OptionMap } from '../../lib/connector/connector.ts'
import { Options } from '../../lib/connector/options.ts'
import { isGlob } from '../../lib/files/glob.ts'
import { LocalFileSystem } from '../../lib/files/local-file-system.ts'
import { parentOf } from '../../lib/files/path-text.ts'
import { Observable } from '../../lib/stream/rx.ts'
import { flagConf } from './log-confs.ts'

/**
 * Emits after something was added or changed below the path; undefined when nothing can be watched or nobody wants it
 * (option `watch`, conf `spark.millrace.fileSource.watch`, both true by default).
 */
export function watchFiles(path: string, entries: OptionMap, context: ConnectorContext): Observable<void> | undefined {
  if (!(context.files instanceof LocalFileSystem)) return undefined
  if (!new Options(entries).flag('watch', flagConf(context, 'spark.millrace.fileSource.watch', true))) return undefined
  const root = watchedRoot(path)
  return new Observable<void>((subscriber) => {
    let stopped = false
    let stop = (): void => {}
    const start = async (): Promise<void> => {
      const { watch } = await import('chokidar')
      if (stopped) return
      // Directories only: chokidar would open a watch for each of ten thousand files, and an event of the directory says enough.
      const watcher = watch(root, { ignoreInitial: true, ignored: (_, stats) => stats?.isFile() === true })
      watcher.on('raw', () => subscriber.next())
      // A hint that fails is no hint; the query goes on by looking.
      watcher.on('error', (error) => context.warn(`No longer watching ${root}: ${error}`))
      stop = () => void watcher.close()
    }
    start().catch((error) => context.warn(`Cannot watch ${root}: ${error}`))
    return () => {
      stopped = true
      stop()
    }
  })
}

/** The deepest directory that holds everything a pattern can match. */
function watchedRoot(path: string): string {
  let root = path
  while (isGlob(root)) root = parentOf(root)
  return root
}
