/** The outside world of a session; tests put virtual time and a simulated disk in its place. */
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import type { FileSystem } from '../files/file-system.ts'
import { localFileSystem } from '../files/local-file-system.ts'
import type { Probe } from '../query/probe.ts'
import { systemClock } from '../query/system-clock.ts'
import type { SchedulerLike } from '../stream/rx.ts'

export interface Surroundings {
  readonly files: FileSystem
  /** Time and timers; RxJS's TestScheduler and VirtualTimeScheduler fit. */
  readonly clock: SchedulerLike
  /** Where `show()`, `printSchema()` and `explain()` print; text without the last line end. */
  print(text: string): void
  /** Where warnings go. */
  warn(message: string): void
  /** A new folder for the checkpoint of a query that was given none. */
  temporaryFolder(): string
  /** A variable of the environment, for `${env:NAME}` in SQL; without it there is none. */
  environment?(name: string): string | undefined
  /** Called around every step of the commit protocol. */
  readonly probe?: Probe
}

/** The real world: local disk, wall clock, standard output. */
export function realSurroundings(): Surroundings {
  return {
    files: localFileSystem,
    clock: systemClock,
    print: (text) => void process.stdout.write(`${text}\n`),
    warn: (message) => process.emitWarning(message),
    environment: (name) => process.env[name],
    temporaryFolder: () => `${tmpdir()}/temporary-${randomUUID()}`,
  }
}
