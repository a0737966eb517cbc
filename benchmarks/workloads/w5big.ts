/**
 * Twenty million groups with text keys, of about 100 bytes each: built, updated, and updated again by a new process, with
 * state on disk. The memory that is no file's is what counts: millrace's heap is held at 256 MB and its peak is shown; a
 * JVM has no such figure, so it gets 512 MB of heap, what RocksDB takes on top of it is shown with it.
 */
import { mkdirSync, rmSync } from 'node:fs'
import type { BenchContext } from '../bench.ts'
import { engines, type Measured, measure } from '../engines.ts'
import { figure, table } from '../table.ts'

const keysWanted = 20_000_003
const rowsPerBatch = 200_000
/** Batches of updates, before and after the restart. */
const updates = [10, 4] as const

/** One batch as the programs report it: what the query gave in it, summed. */
interface StateBatch {
  readonly batch: number
  readonly ms: number
  readonly keys: number
  readonly n: string
  readonly total: string
  readonly rows: string
}

type Run = Measured & { readonly state_batches: readonly StateBatch[] }

/** @returns true when every engine gave the same sums in every batch */
export async function w5big(context: BenchContext): Promise<boolean> {
  const { root, folder, print } = context
  // A prime, as the programs go through the keys by a step.
  const keys = context.rows ?? keysWanted
  const built = Math.ceil(keys / rowsPerBatch)
  print(
    `\nW5big: ${keys} keys, ${built} batches of ${rowsPerBatch} rows, then ${updates[0]} of updates, then a new process`,
  )
  const outputs = new Map<string, string>()
  const lines: string[][] = []
  for (const engine of ['millrace', ...context.against.filter((name) => name === 'spark')]) {
    const place = `${folder}/w5big-${engine}`
    rmSync(place, { recursive: true, force: true })
    mkdirSync(place, { recursive: true })
    const run = async (batches: number): Promise<Run> => {
      const numbers = [keys, rowsPerBatch, batches].map(String)
      const measured = (await measure(engine, command(root, engine, `${place}/checkpoint`, numbers))) as Run
      context.record(measured)
      return measured
    }
    const first = await run(built + updates[0])
    const again = await run(updates[1])
    rmSync(place, { recursive: true, force: true })
    const all = [...first.state_batches, ...again.state_batches]
    outputs.set(
      engine,
      all.map(({ batch, keys: held, n, total, rows }) => `${batch} ${held} ${n} ${total} ${rows}`).join('\n'),
    )
    const seconds = (batches: readonly StateBatch[]) => batches.reduce((sum, { ms }) => sum + ms, 0) / 1000
    lines.push([
      engine,
      figure(seconds(first.state_batches.slice(0, built)), 1),
      figure(seconds(first.state_batches.slice(built)), 1),
      figure((again.state_batches[0]?.ms ?? Number.NaN) / 1000, 1),
      figure(again.query_s ?? Number.NaN, 1),
      figure((first.cpu_s ?? 0) + (again.cpu_s ?? 0), 1),
      figure(Math.max(first.peak_mb ?? 0, again.peak_mb ?? 0), 0),
    ])
  }
  const titles = ['engine', 'built s', 'updated s', 'first batch after the restart s', 'restart s', 'CPU s', 'peak MB']
  for (const line of table(titles, lines)) print(line)
  const [own] = outputs.values()
  const same = [...outputs.values()].every((output) => output === own)
  print(same ? 'W5big: the sums of all batches agree' : 'W5big: DIFFERENT SUMS')
  return same
}

function command(root: string, engine: string, checkpoint: string, numbers: readonly string[]): readonly string[] {
  if (engine === 'millrace')
    return [process.execPath, '--max-old-space-size=256', `${root}benchmarks/rivals/w5big.mjs`, checkpoint, ...numbers]
  const job = { root, workload: 'W5big', data: '', output: '', filesPerBatch: 1 }
  const [python] = engines['spark']?.command(job) ?? []
  return [python as string, `${root}benchmarks/rivals/w5big.py`, checkpoint, ...numbers]
}
