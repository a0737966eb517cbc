/** A durable micro-batch of one row: how long it takes, and how much of that the disk is. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import type { BenchContext } from '../bench.ts'
import { engines, type Measured, measure } from '../engines.ts'
import { figure, median, table } from '../table.ts'

/** Prints the medians; Spark's batch is its rate-micro-batch source into noop, checkpoint on the same disk. */
export async function latency(context: BenchContext): Promise<boolean> {
  const { root, folder, print } = context
  const place = `${folder}/latency`
  rmSync(place, { recursive: true, force: true })
  let starts = 0
  const own = (sink: string) => [process.execPath, `${root}benchmarks/rivals/latency.mjs`, `${place}/${starts}`, sink]
  const runs = new Map<string, Measured[]>()
  const add = async (name: string, command: readonly string[]) => {
    starts += 1
    // Each run has a folder of its own, and begins with nothing left to write: the removal of a run's thousands of
    // files would be measured with the next one.
    spawnSync('sync')
    const measured = await measure(name, command)
    context.record(measured)
    runs.set(name, [...(runs.get(name) ?? []), measured])
  }
  for (let round = 0; round < context.runs; round++) {
    await add('millrace (noop)', own('noop'))
    await add('millrace (json files)', own('json'))
    if (context.against.includes('spark') && round < 3) {
      const job = { root, workload: 'latency', data: '', output: `${place}/${starts}`, filesPerBatch: 1 }
      await add('spark (noop)', engines['spark']?.command(job) ?? [])
    }
  }
  rmSync(place, { recursive: true, force: true })
  const middle = (name: string, key: 'batch_ms' | 'syncs' | 'sync_ms' | 'outside_ms') =>
    median((runs.get(name) ?? []).map((run) => run[key] ?? Number.NaN))
  const reference = middle('spark (noop)', 'batch_ms')
  print('')
  const rows = [...runs.keys()].map((name) => [
    name,
    figure(middle(name, 'batch_ms')),
    figure(middle(name, 'syncs'), 0),
    figure(middle(name, 'sync_ms')),
    figure(middle(name, 'outside_ms'), 3),
    figure(reference / middle(name, 'batch_ms'), 0),
    figure(reference / middle(name, 'outside_ms'), 0),
  ])
  for (const line of table(
    ['one-row batch', 'ms', 'fsyncs', 'in them ms', 'outside ms', 'Spark ×', 'Spark × outside'],
    rows,
  )) {
    print(line)
  }
  return true
}
