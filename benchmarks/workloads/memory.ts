/** Peak memory at one and at ten times the rows: what is kept must not grow with the input. */
import type { BenchContext } from '../bench.ts'
import { impressions } from '../data/impressions.ts'
import { partsOfStream } from '../data/line-files.ts'
import { julyRows, webLog } from '../data/web-log.ts'
import { engines, measure } from '../engines.ts'
import { figure } from '../table.ts'

/** The longer run has as many rows a batch, and so many times the batches. */
const longer = 10

/** One run of millrace over data that is there. */
interface MemoryRun {
  readonly workload: string
  readonly data: string
  readonly rows: number
  readonly filesPerBatch: number
}

/** The web log from files to files, which keeps nothing. Prints both peaks and their ratio. */
export async function memory(context: BenchContext): Promise<boolean> {
  const rows = context.rows ?? julyRows
  return comparePeaks(context, 'memory', async (times) => {
    const data = `${context.folder}/W1-${times * rows}`
    await webLog(context.root, data, 'plain', times * rows)
    return { workload: 'W1', data, rows: times * rows, filesPerBatch: 3 }
  })
}

/** W6, a join of two streams whose state expires with its time range. Prints both peaks and their ratio. */
export async function joinMemory(context: BenchContext): Promise<boolean> {
  const rows = context.rows ?? 2_000_000
  return comparePeaks(context, 'W6memory', async (times) => {
    const data = `${context.folder}/clicks-${times * rows}${times === 1 ? '' : '-long'}`
    const { lines } = impressions(data, times * rows, times * partsOfStream)
    return { workload: 'W6', data, rows: lines, filesPerBatch: 2 }
  })
}

async function comparePeaks(
  context: BenchContext,
  title: string,
  prepare: (times: number) => Promise<MemoryRun>,
): Promise<boolean> {
  const { root, folder, print } = context
  const peaks: number[] = []
  for (const times of [1, longer]) {
    const { rows, ...run } = await prepare(times)
    const job = { root, output: `${folder}/out-millrace`, ...run }
    const measured = await measure('millrace', engines['millrace']?.command(job) ?? [])
    context.record({ rows, ...measured })
    peaks.push(measured.peak_mb ?? Number.NaN)
    print(
      `${title}: ${rows} rows in ${figure(measured.query_s)} s and ${measured.batches} batches, peak ${figure(measured.peak_mb, 0)} MB`,
    )
  }
  print(`${title}: ten times the rows, ${figure((peaks[1] as number) / (peaks[0] as number))} times the memory`)
  return true
}
