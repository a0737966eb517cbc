/** Peak memory at one and at ten times the rows: what is kept must not grow with the input. */
import type { BenchContext } from '../bench.ts'
import { julyRows, webLog } from '../data/web-log.ts'
import { engines, measure } from '../engines.ts'
import { figure } from '../table.ts'

/** Prints both peaks and their ratio. */
export async function memory(context: BenchContext): Promise<boolean> {
  const { root, folder, print } = context
  const peaks: number[] = []
  for (const rows of [julyRows, 10 * julyRows]) {
    const data = `${folder}/W1-${rows}`
    await webLog(root, data, 'plain', rows)
    const job = { root, workload: 'W1', data, output: `${folder}/out-millrace`, filesPerBatch: 3 }
    const measured = await measure('millrace', engines['millrace']?.command(job) ?? [])
    context.record({ rows, ...measured })
    peaks.push(measured.peak_mb ?? Number.NaN)
    print(
      `memory: ${rows} rows in ${figure(measured.query_s)} s and ${measured.batches} batches, peak ${figure(measured.peak_mb, 0)} MB`,
    )
  }
  print(`memory: ten times the rows, ${figure((peaks[1] as number) / (peaks[0] as number))} times the memory`)
  return true
}
