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
  /** By id ascending: entries come in that order and go from the front. */
  #entries: LogFile[] = []
  readonly #names = new Set<string>()
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
    log.#entries.sort((a, b) => a.id - b.id)
    return log
  }

  /** All files, by id ascending; a list that later changes do not alter. */
  get entries(): readonly LogFile[] {
    return [...this.#entries]
  }

  /** Highest id, −1 when the log is empty. */
  get latest(): number {
    return this.#entries.at(-1)?.id ?? -1
  }

  has(name: string): boolean {
    return this.#names.has(name)
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
    const [last, added] = this.#entries.slice(-2)
    if (last && added && added.id < last.id) this.#entries.sort((a, b) => a.id - b.id)
  }

  /** Removes a file and Spark's checksum of it. */
  async remove(name: string): Promise<void> {
    await this.#files.remove(`${this.path}/${name}`)
    await this.#removeChecksum(name)
    if (this.#names.delete(name)) this.#entries = this.#entries.filter((entry) => entry.name !== name)
  }

  async #removeChecksum(name: string): Promise<void> {
    const checksum = `.${name}.crc`
    if (this.#checksums.delete(checksum)) await this.#files.remove(`${this.path}/${checksum}`)
  }

  #remember(name: string, modifiedMs: number): void {
    const compact = name.endsWith(compactSuffix)
    const digits = compact ? name.slice(0, -compactSuffix.length) : name
    if (!/^\d{1,15}$/.test(digits)) return
    this.#names.add(name)
    this.#entries.push({ id: Number(digits), name, compact, modifiedMs })
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
