/**
 * One run at a time on one checkpoint. The logs alone do not protect it: a second process that starts while the first is
 * inside batch N would run N beside it, and both would write state N+1. The lock names process and run; it is stale when
 * the process is gone, or when this very thread holds no such run.
 */
import { MillraceError } from '../errors.ts'
import { fileErrorCode } from '../files/file-error.ts'
import type { FileSystem } from '../files/file-system.ts'
import { temporaryOwner } from '../files/path-text.ts'
import { ownIdentity, type ProcessIdentity, stillRuns } from './process-identity.ts'

interface Holder extends ProcessIdentity {
  readonly runId: string
}

/** Runs of this thread that hold a lock. */
const held = new Set<string>()

/** Begins with a dot: Spark's listings and ours skip it. */
const lockName = '.millrace-lock'

export class CheckpointLock {
  readonly #files: FileSystem
  readonly #path: string
  readonly #runId: string

  private constructor(files: FileSystem, path: string, runId: string) {
    this.#files = files
    this.#path = path
    this.#runId = runId
  }

  /**
   * Takes the lock; a stale one is replaced.
   *
   * @throws CONCURRENT_QUERY when another run holds it
   */
  static take(files: FileSystem, checkpoint: string, runId: string): CheckpointLock {
    const path = `${checkpoint}/${lockName}`
    const mine: Holder = { ...ownIdentity(), runId }
    if (!create(files, path, mine)) replace(files, path, mine, checkpoint)
    held.add(runId)
    const lock = new CheckpointLock(files, path, runId)
    try {
      clear(files, checkpoint)
    } catch (error) {
      lock.release()
      throw error
    }
    return lock
  }

  /** Gives the lock back, unless somebody else holds it by now. */
  release(): void {
    held.delete(this.#runId)
    if (read(this.#files, this.#path)?.runId === this.#runId) this.#files.immediate.remove(this.#path)
  }
}

function create(files: FileSystem, path: string, holder: Holder): boolean {
  try {
    files.immediate.createAtomic(path, new TextEncoder().encode(JSON.stringify(holder)))
    return true
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Of several that find one stale lock only the one that gets the claim on it may remove it. */
function replace(files: FileSystem, path: string, mine: Holder, checkpoint: string): void {
  const found = read(files, path)
  if (found && isHeld(found)) throw concurrentQuery(found, checkpoint)
  const claim = `${path}-${found?.runId ?? 'unreadable'}`
  if (!create(files, claim, mine)) {
    const claimant = read(files, claim)
    if (claimant && isHeld(claimant)) throw concurrentQuery(claimant, checkpoint)
    files.immediate.remove(claim)
    return replace(files, path, mine, checkpoint)
  }
  try {
    const now = read(files, path)
    if (now?.runId === found?.runId) files.immediate.remove(path)
    if (!create(files, path, mine)) throw concurrentQuery(read(files, path) ?? mine, checkpoint)
  } finally {
    files.immediate.remove(claim)
  }
}

/** Removes what starts that were killed left beside the lock; what a live process is about to use stays. */
function clear(files: FileSystem, checkpoint: string): void {
  for (const { name, isDirectory } of files.immediate.names(checkpoint)) {
    const path = `${checkpoint}/${name}`
    if (!isDirectory && isLeftOver(files, path, name)) files.immediate.remove(path)
  }
}

function isLeftOver(files: FileSystem, path: string, name: string): boolean {
  const writer = temporaryOwner(name)
  // Our own: nothing of this thread is half-way. In a container every start has the number of the one before it.
  if (writer !== undefined) return writer === ownIdentity().pid || !stillRuns({ pid: writer, started: '', thread: 0 })
  if (!name.startsWith(`${lockName}-`)) return false
  const claimant = read(files, path)
  return !claimant || !isHeld(claimant)
}

/** undefined: there is none, or what is there says nothing. */
function read(files: FileSystem, path: string): Holder | undefined {
  const bytes = files.immediate.readAll(path)
  if (!bytes) return undefined
  try {
    const holder = JSON.parse(new TextDecoder().decode(bytes)) as Holder
    return typeof holder.pid === 'number' && typeof holder.runId === 'string' ? holder : undefined
  } catch {
    return undefined
  }
}

function isHeld(holder: Holder): boolean {
  const own = ownIdentity()
  if (holder.pid === own.pid && holder.started === own.started && holder.thread === own.thread)
    return held.has(holder.runId)
  return stillRuns(holder)
}

function concurrentQuery(holder: Holder, checkpoint: string): MillraceError {
  return new MillraceError(
    'CONCURRENT_QUERY',
    'Another instance of this query was just started by a concurrent session. ' +
      `Stop it first, or use another checkpoint location; it is run ${holder.runId} of process ${holder.pid}, on ${checkpoint}`,
    { sqlState: '0A000', parameters: { pid: String(holder.pid), runId: holder.runId, checkpoint } },
  )
}
