/** What becomes of files whose batch is committed: Spark's FileStreamSourceCleaner. Best effort, never an error. */
import type { ConnectorContext } from '../../lib/connector/connector.ts'
import { globExpression } from '../../lib/files/glob.ts'
import { parentOf } from '../../lib/files/path-text.ts'
import { toHadoopText } from '../../lib/files/paths.ts'
import { absolutePath } from './file-index.ts'
import { type FileSourceOptions, refused } from './file-options.ts'

export class FileCleaner {
  readonly #context: ConnectorContext
  readonly #archive: string | undefined

  private constructor(context: ConnectorContext, archive: string | undefined) {
    this.#context = context
    this.#archive = archive
  }

  /**
   * undefined when files stay where they are.
   *
   * @throws MILLRACE_OPTION_INVALID when archived files could be read again
   */
  static of(options: FileSourceOptions, path: string, context: ConnectorContext): FileCleaner | undefined {
    if (options.cleanSource === 'off') return undefined
    if (options.cleanSource === 'delete') return new FileCleaner(context, undefined)
    const archive = absolutePath(options.sourceArchiveDir ?? '')
    requireOutside(path, archive)
    return new FileCleaner(context, archive)
  }

  async clean(files: readonly { readonly path: string }[]): Promise<void> {
    for (const { path } of files) {
      try {
        if (this.#archive === undefined) await this.#context.files.remove(path)
        else await this.#move(path, `${this.#archive === '/' ? '' : this.#archive}${path}`)
      } catch (error) {
        this.#context.warn(`Could not clean up the source file ${path}: ${error}`)
      }
    }
  }

  async #move(path: string, target: string): Promise<void> {
    const { files } = this.#context
    // A commit that is repeated after a restart finds the file moved.
    if (!(await files.stat(path))) return
    await files.makeDirectory(parentOf(target))
    await files.rename(path, target)
  }
}

/** SourceFileArchiver.isBaseArchivePathMatchedAgainstSourcePattern: compared at the lesser depth of both. */
function requireOutside(path: string, archive: string): void {
  const pattern = path.split('/').filter((part) => part !== '')
  const parts = archive.split('/').filter((part) => part !== '')
  const depth = Math.min(pattern.length, parts.length)
  const matches = pattern.slice(0, depth).every((part, at) => globExpression(part).test(parts[at] as string))
  if (!matches) return
  throw refused(
    'requirement failed: Base archive path cannot be set to the path where archived path can possibly match with source pattern. ' +
      "Ensure the base archive path doesn't match with source pattern in depth, where the depth is minimum of depth on both paths. " +
      `source path: ${toHadoopText(path)} / base archive path: ${toHadoopText(archive)}`,
  )
}
