/** Closes a run, however it ended and however far it came: sources, stages, sink, lock, in this order. */
import type { CheckpointLock } from '../checkpoint/checkpoint-lock.ts'
import type { Sink } from '../connector/connector.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { RunningPlan } from '../plan/running-plan.ts'
import type { StateStore } from '../state/state-store.ts'
import type { RunningSource } from './running-source.ts'

export interface RunToClose {
  readonly sources: readonly RunningSource[]
  readonly plan: RunningPlan | undefined
  readonly stores: readonly StateStore[]
  readonly sink: Sink | undefined
  /** The epoch that the sink has staged and not committed. */
  readonly staged: number | undefined
  readonly lock: CheckpointLock | undefined
  readonly files: FileSystem
  readonly checkpoint: { readonly path: string; readonly temporary: boolean }
  /** A temporary checkpoint is kept after a failure, as Spark does. */
  readonly failed: boolean
  warn(message: string): void
}

/** Does not throw: what fails here is a warning, since the first error has won. */
export async function closeRun(run: RunToClose): Promise<void> {
  const quietly = async (what: string, work: () => Promise<void> | void) => {
    try {
      await work()
    } catch (error) {
      run.warn(`While a query was closed, ${what} failed: ${error}`)
    }
  }
  for (const one of run.sources) {
    await quietly(`clean-up of ${one.source.description}`, () => one.closed())
    await quietly(`stopping ${one.source.description}`, () => one.source.stop())
  }
  await quietly('closing its stages', () => run.plan?.close())
  for (const store of run.stores) await quietly('closing its state', () => store.close())
  const { sink, staged } = run
  if (sink && staged !== undefined)
    await quietly(`aborting batch ${staged} in ${sink.description}`, () => sink.abort(staged))
  if (sink) await quietly(`stopping ${sink.description}`, () => sink.stop())
  await quietly('giving back the lock of its checkpoint', () => run.lock?.release())
  const { path, temporary } = run.checkpoint
  if (temporary && !run.failed) await quietly('removing its temporary checkpoint', () => run.files.removeTree(path))
}
