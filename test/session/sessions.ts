/** Sessions for tests: their own disk, and a place where what they print is kept. */
import { afterEach } from 'vitest'
import { builtinConnectors } from '../../connectors/index.ts'
import { builtinFunctions } from '../../lib/expressions/functions/index.ts'
import { SimulatedFileSystem } from '../../lib/files/simulated-file-system.ts'
import type { Session } from '../../lib/session/session.ts'
import { createSessions, type SessionBuilder } from '../../lib/session/session-builder.ts'
import { builtinOperators } from '../../operators/index.ts'

export interface TestSession {
  readonly session: Session
  readonly files: SimulatedFileSystem
  /** What show(), printSchema() and explain() printed. */
  readonly printed: string[]
  readonly warnings: string[]
}

/** A new session over a simulated disk. @param change more settings of the builder */
export function testSession(change: (builder: SessionBuilder) => SessionBuilder = (builder) => builder): TestSession {
  const files = new SimulatedFileSystem()
  const printed: string[] = []
  const warnings: string[] = []
  let folders = 0
  const base = createSessions({
    operators: builtinOperators,
    functions: [...builtinFunctions.values()],
    connectors: builtinConnectors,
  })
  const builder = base.builder().surroundings({
    files,
    print: (text) => printed.push(text),
    warn: (message) => warnings.push(message),
    temporaryFolder: () => `/tmp/checkpoint-${++folders}`,
  })
  return { session: change(builder).getOrCreate(), files, printed, warnings }
}

/** Begins sessions as `testSession` does; each is stopped behind the test that began it. */
export function stoppedSessions(): typeof testSession {
  const open: TestSession[] = []
  afterEach(async () => {
    for (const { session } of open.splice(0)) await session.stop()
  })
  return (change) => {
    const one = testSession(change)
    open.push(one)
    return one
  }
}
