/**
 * Where an epoch's files wait: a folder inside the output directory whose name no reader looks into. Names are derived
 * from the folder's own random name and the epoch, so that after a crash the files of the epoch that did not commit are
 * found and removed, wherever they had got to, and no log of intentions has to be synced.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { FileSystem } from '../../lib/files/file-system.ts'

const prefix = '_millrace_staging-'

export class StagingArea {
  readonly #files: FileSystem
  readonly #output: string
  /** Name of this query's folder without its random part. */
  readonly #owner: string
  #folder: string | undefined

  private constructor(files: FileSystem, output: string, owner: string, folder: string | undefined) {
    this.#files = files
    this.#output = output
    this.#owner = owner
    this.#folder = folder
  }

  /**
   * Finds the query's folder in an output directory, which need not exist.
   *
   * @param query what tells the query from others that write to the same place: its checkpoint location
   */
  static find(files: FileSystem, output: string, query: string): StagingArea {
    const owner = `${prefix}${digest(query).slice(0, 12)}-`
    const found = files.immediate.names(output).find(({ name, isDirectory }) => isDirectory && name.startsWith(owner))
    return new StagingArea(files, output, owner, found && `${output}/${found.name}`)
  }

  /** Makes output directory and folder; durable. */
  async prepare(): Promise<void> {
    if (this.#folder !== undefined) return
    const folder = `${this.#output}/${this.#owner}${randomUUID()}`
    await this.#files.makeDirectory(folder)
    this.#folder = folder
  }

  /** Is this the name of the folder? */
  is(name: string): boolean {
    return this.#folder === `${this.#output}/${name}`
  }

  /** Path of the n-th file that waits. */
  stagedPath(epoch: number, count: number): string {
    return `${this.#folder}/${epoch}-${count}`
  }

  /** The part of a file's name that tells the epoch, in the form of Spark's random UUIDs. */
  uuid(epoch: number): string {
    const hex = digest(`${this.#folder?.slice(this.#output.length)} ${epoch}`)
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-')
  }

  /**
   * Removes what an interrupted run left: everything that waits, and the files of `epoch`, which did not commit.
   *
   * @param partitioned do directories have to be searched?
   */
  async recover(epoch: number, partitioned: boolean): Promise<void> {
    if (this.#folder === undefined) return
    for (const { name } of this.#files.immediate.names(this.#folder))
      await this.#files.remove(`${this.#folder}/${name}`)
    await this.#removeMarked(this.#output, this.uuid(epoch), partitioned)
  }

  /**
   * Removes the folder: nothing waits any more. What an epoch has moved into place must be in the log by now, since its
   * files can only be told by the folder's name. A folder that cannot go stays for the next run.
   */
  async leave(): Promise<void> {
    if (this.#folder === undefined) return
    await this.#files.remove(this.#folder).catch(() => {})
    this.#folder = undefined
  }

  async #removeMarked(directory: string, mark: string, deep: boolean): Promise<void> {
    let removed = false
    for (const { name, isDirectory } of this.#files.immediate.names(directory)) {
      if (isDirectory) {
        if (deep && name.includes('=')) await this.#removeMarked(`${directory}/${name}`, mark, deep)
      } else if (name.startsWith(`part-00000-${mark}`)) {
        await this.#files.remove(`${directory}/${name}`)
        removed = true
      }
    }
    // Else a power cut after the epoch's second, successful attempt could bring the file back.
    if (removed) await this.#files.syncDirectory(directory)
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
