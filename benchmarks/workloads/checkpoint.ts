/** A state of four million keys of which each batch changes 1 %: what a commit writes and takes, and a restart. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import type { BenchContext } from '../bench.ts'
import { changingKeys } from '../data/changing-keys.ts'
import { type Measured, measure } from '../engines.ts'
import { figure, median, table } from '../table.ts'

const keysWanted = 4_000_000

/** One batch as `rivals/checkpoint.mjs` reports it. */
interface StateBatch {
  readonly batch: number
  readonly rows: number
  readonly keys: number
  readonly updated: number
  readonly commitMs: number
  readonly batchMs: number
  /** New in the state's folder when the batch had been committed. */
  readonly bytes: number
  /** From the start of the query to the end of the batch. */
  readonly atMs: number
}

type Run = Measured & { readonly state_batches: readonly StateBatch[] }

/** Prints the first batch, the batches of changes, and the first batch of a new process. */
export async function checkpoint(context: BenchContext): Promise<boolean> {
  const { root, folder, print } = context
  const keys = context.rows ?? keysWanted
  const data = `${folder}/changing-${keys}`
  changingKeys(data, keys)
  const place = `${folder}/checkpoint`
  rmSync(place, { recursive: true, force: true })
  mkdirSync(`${place}/input`, { recursive: true })
  const give = (from: string) => {
    for (const name of readdirSync(from)) {
      const { mtime } = statSync(`${from}/${name}`)
      copyFileSync(`${from}/${name}`, `${place}/input/${name}`)
      // The order in which files are read.
      utimesSync(`${place}/input/${name}`, mtime, mtime)
    }
  }
  const run = async (): Promise<Run> => {
    const program = `${root}benchmarks/rivals/checkpoint.mjs`
    const command = [process.execPath, program, `${place}/input`, `${place}/checkpoint`]
    const measured = (await measure('millrace', command)) as Run
    context.record(measured)
    return measured
  }
  give(`${data}/rows`)
  const first = await run()
  give(`${data}/after`)
  const again = await run()
  rmSync(place, { recursive: true, force: true })

  const [filled, ...changes] = first.state_batches
  const [resumed] = again.state_batches
  if (!filled || !resumed || changes.length === 0) throw new Error('checkpoint: batches are missing')
  if (filled.bytes === 0) throw new Error('checkpoint: no state was found in the checkpoint')
  const middle = (of: (batch: StateBatch) => number) => median(changes.map(of))
  const most = (of: (batch: StateBatch) => number) => Math.max(...changes.map(of))
  const cells = (title: string, of: (get: (batch: StateBatch) => number) => number) => [
    title,
    figure(
      of((batch) => batch.updated),
      0,
    ),
    figure(
      of((batch) => batch.commitMs),
      0,
    ),
    figure(
      of((batch) => batch.batchMs),
      0,
    ),
    figure(of((batch) => batch.bytes) / 1e6),
    figure(of((batch) => batch.bytes) / of((batch) => batch.updated), 1),
  ]
  print(`\ncheckpoint: ${filled.keys} keys, then ${changes.length} batches of ${changes[0]?.rows} rows`)
  const rows = [
    cells('all keys new', (get) => get(filled)),
    cells('1 % changed, median', middle),
    cells('1 % changed, most', most),
    cells('after the restart', (get) => get(resumed)),
  ]
  for (const line of table(['batch', 'changed keys', 'commit ms', 'batch ms', 'MB', 'bytes a key'], rows)) print(line)
  print(
    `checkpoint: a new process has its first batch committed ${figure(resumed.atMs / 1000)} s after start(), ${figure((resumed.atMs - resumed.batchMs) / 1000)} s of them before the batch; peak ${figure(first.peak_mb, 0)} MB, after the restart ${figure(again.peak_mb, 0)} MB`,
  )
  return true
}
