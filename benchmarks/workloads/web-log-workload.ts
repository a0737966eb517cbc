/** W1, W1b, csv, text: a web log from files to files of the same format, malformed lines dropped, with a checkpoint, in eight batches or more. */
import type { BenchContext } from '../bench.ts'
import { julyRows, type Style, webLog } from '../data/web-log.ts'
import { type Format, rowSum } from '../output-check.ts'
import { rounds, sameOutputs } from '../rounds.ts'

/** Files are days; three to four a batch make eight batches or more of a month. */
const batchesWanted = 8

/** Runs it on every engine; true when all wrote the same rows. */
export async function webLogWorkload(
  context: BenchContext,
  name: string,
  style: Style,
  format: Format = 'json',
): Promise<boolean> {
  const { root, folder, print } = context
  const rows = context.rows ?? julyRows
  // Text is lines of any kind; those of W1 serve.
  const data = `${folder}/${format === 'text' ? 'W1' : name}-${rows}`
  const log = await webLog(root, data, style, rows)
  const job = { root, workload: name, format, data, filesPerBatch: Math.max(1, Math.floor(log.files / batchesWanted)) }
  print(
    `\n${name}: ${log.lines} lines (${log.malformed} malformed) in ${log.files} files, ${job.filesPerBatch} a batch`,
  )
  const sums = new Map<string, string>()
  await rounds(context, job, log.lines, {}, (engine, output) => {
    const { rows: written, sum } = rowSum(output, format)
    sums.set(engine, `${written} rows, sum ${sum}`)
  })
  return sameOutputs(context, sums)
}
