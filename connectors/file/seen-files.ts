/** Which files a source has read: Spark's SeenFilesMap. */
import { nameOf } from '../../lib/files/path-text.ts'

/**
 * Paths with their modification times. A file that is older than what was forgotten is never new again; so that nothing
 * is lost between two purges, "older" is measured at the last purge.
 */
export class SeenFiles {
  readonly #maxAgeMs: number
  readonly #nameOnly: boolean
  readonly #times = new Map<string, number>()
  #latest = 0
  #bound = 0
  /** No file in the map is older than this. */
  #oldest = Number.POSITIVE_INFINITY

  /**
   * @param maxAgeMs relative to the newest file seen, not to the clock
   * @param nameOnly two paths with the same last part are one file
   */
  constructor(maxAgeMs: number, nameOnly: boolean) {
    this.#maxAgeMs = maxAgeMs
    this.#nameOnly = nameOnly
  }

  get size(): number {
    return this.#times.size
  }

  add(path: string, modifiedMs: number): void {
    this.#times.set(this.#key(path), modifiedMs)
    if (modifiedMs > this.#latest) this.#latest = modifiedMs
    if (modifiedMs < this.#oldest) this.#oldest = modifiedMs
  }

  /** Is the path known? Then it is not new, whatever its time: it need not be looked at. */
  has(path: string): boolean {
    return this.#times.has(this.#key(path))
  }

  isNew(path: string, modifiedMs: number): boolean {
    return modifiedMs >= this.#bound && !this.has(path)
  }

  /** Forgets what is older than the newest file minus the greatest age. */
  purge(): void {
    this.#bound = this.#latest - this.#maxAgeMs
    if (this.#oldest >= this.#bound) return
    this.#oldest = Number.POSITIVE_INFINITY
    for (const [key, time] of this.#times) {
      if (time < this.#bound) this.#times.delete(key)
      else if (time < this.#oldest) this.#oldest = time
    }
  }

  #key(path: string): string {
    return this.#nameOnly ? nameOf(path) : path
  }
}
