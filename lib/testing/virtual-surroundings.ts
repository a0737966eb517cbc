/** A session's outside world in a test's hand: time that passes on demand, a disk in memory, a crash between two steps. */
import { SimulatedFileSystem } from '../files/simulated-file-system.ts'
import type { Probe } from '../query/probe.ts'
import type { Surroundings } from '../session/surroundings.ts'
import { VirtualClock } from './virtual-clock.ts'

/** A place of the commit protocol: `before:commits`. */
export type CrashPoint = Parameters<Probe>[0]

export interface VirtualSurroundings extends Surroundings {
  readonly files: SimulatedFileSystem
  readonly clock: VirtualClock
  /** What `show()` and its kin printed. */
  readonly printed: string[]
  readonly warnings: string[]
  /** The next query that comes to this place ends there, as if its process had. */
  crashAt(point: CrashPoint): void
}

/**
 * For `createSession({ surroundings: virtualSurroundings() })`. Time stands still until it is told to go on, and a query's
 * triggers wait for it, the first one too: what waits for a query hangs unless time passes meanwhile, with a warning. `testQuery` sees to
 * that; a program that starts queries itself lets it pass.
 *
 * @example
 * const on = virtualSurroundings()
 * const session = createSession({ surroundings: on })
 * // …
 * await on.clock.until(query.processAllAvailable()) // as little as it needs
 * await on.clock.advance(60_000) // a minute, with all that falls due in it
 *
 * @param startMs what the clock shows first, milliseconds since 1970
 */
export function virtualSurroundings(startMs = 0): VirtualSurroundings {
  const printed: string[] = []
  const warnings: string[] = []
  let folders = 0
  let armed: CrashPoint | undefined
  return {
    files: new SimulatedFileSystem(),
    clock: new VirtualClock(startMs),
    printed,
    warnings,
    print: (text) => void printed.push(text),
    warn: (message) => void warnings.push(message),
    temporaryFolder: () => `/tmp/checkpoint-${++folders}`,
    probe: (point) => {
      if (point !== armed) return
      armed = undefined
      throw new Error(`A crash as the test wants it, ${point}`)
    },
    crashAt: (point) => {
      armed = point
    },
  }
}
