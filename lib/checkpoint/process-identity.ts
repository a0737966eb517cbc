/** Which process and thread holds a lock, and whether it still runs. */
import { readFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'

export interface ProcessIdentity {
  readonly pid: number
  /** Tells a process from a later one with the same number; '' where the system does not say. */
  readonly started: string
  readonly thread: number
}

/** The caller's. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid), thread: threadId }
}

/** Does that process still run? A thread that has ended cannot be told from one that runs. */
export function stillRuns(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0)
  } catch (error) {
    // EPERM: it runs, as another user's.
    if ((error as { readonly code?: string }).code !== 'EPERM') return false
  }
  const started = startOf(identity.pid)
  return started === '' || identity.started === '' || started === identity.started
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold blanks and brackets. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
