/**
 * One directory of numbered log files as Spark keeps them: created once, never overwritten, each perhaps with a `.crc`
 * that Spark's local file system put beside it.
 */
import { MillraceError } from '../errors.ts'
import { fileErrorCode } from '../files/file-error.ts'
import type { FileSystem } from '../files/file-system.ts'
import { isTemporaryName } from '../files/path-text.ts'

const compactSuffix = '.compact'

/** A file of the log. */
export interface LogFile {
  readonly id: number
  readonly name: string
  readonly compact: boolean
  readonly modifiedMs: number
}

/** Knows the files from one listing at `open` and from its own changes after it: no listing per batch. */
export class LogDirectory {
  readonly path: string
  readonly #files: FileSystem
  readonly #known = new Map<string, LogFile>()
  readonly #checksums = new Set<string>()
  #made: boolean

  private constructor(files: FileSystem, path: string, made: boolean) {
    this.#files = files
    this.path = path
    this.#made = made
  }

  /** Lists the directory, which need not exist, and clears what crashed writers left half done. */
  static async open(files: FileSystem, path: string): Promise<LogDirectory> {
    const listed = await files.list(path)
    const log = new LogDirectory(files, path, listed.length > 0)
    for (const { name, modifiedMs, isDirectory } of listed) {
      if (isDirectory) continue
      if (isTemporaryName(name)) await files.remove(`${path}/${name}`)
      else if (name.endsWith('.crc')) log.#checksums.add(name)
      else log.#remember(name, modifiedMs)
    }
    return log
  }

  /** All files, by id ascending. */
  get entries(): readonly LogFile[] {
    return [...this.#known.values()].sort((a, b) => a.id - b.id)
  }

  /** Highest id, −1 when the log is empty. */
  get latest(): number {
    let latest = -1
    for (const { id } of this.#known.values()) if (id > latest) latest = id
    return latest
  }

  has(name: string): boolean {
    return this.#known.has(name)
  }

  async read(name: string): Promise<Uint8Array> {
    return this.#files.readAll(`${this.path}/${name}`)
  }

  /**
   * Creates a file, durably.
   *
   * @throws CONCURRENT_STREAM_LOG_UPDATE when it exists: another query writes this log
   */
  async create(name: string, bytes: Uint8Array, modifiedMs: number): Promise<void> {
    if (!this.#made) await this.#files.makeDirectory(this.path)
    this.#made = true
    // A checksum of a file that is gone would make Spark refuse the new one.
    await this.#removeChecksum(name)
    try {
      await this.#files.createAtomic(`${this.path}/${name}`, bytes)
    } catch (error) {
      if (fileErrorCode(error) === 'EEXIST') throw concurrentUpdate(name, this.path, error)
      throw error
    }
    this.#remember(name, modifiedMs)
  }

  /** Removes a file and Spark's checksum of it. */
  async remove(name: string): Promise<void> {
    await this.#files.remove(`${this.path}/${name}`)
    await this.#removeChecksum(name)
    this.#known.delete(name)
  }

  async #removeChecksum(name: string): Promise<void> {
    const checksum = `.${name}.crc`
    if (this.#checksums.delete(checksum)) await this.#files.remove(`${this.path}/${checksum}`)
  }

  #remember(name: string, modifiedMs: number): void {
    const compact = name.endsWith(compactSuffix)
    const digits = compact ? name.slice(0, -compactSuffix.length) : name
    if (/^\d{1,15}$/.test(digits)) this.#known.set(name, { id: Number(digits), name, compact, modifiedMs })
  }
}

/** The name of a compacted log file. */
export function compactName(id: number): string {
  return `${id}${compactSuffix}`
}

function concurrentUpdate(name: string, path: string, cause: unknown): MillraceError {
  return new MillraceError(
    'CONCURRENT_STREAM_LOG_UPDATE',
    `Concurrent update to the log. Multiple streaming jobs detected for ${name}.\n` +
      `Please make sure only one streaming job runs on a specific checkpoint location at a time. The log is ${path}`,
    { sqlState: '40000', parameters: { batchId: name, path }, cause },
  )
}
