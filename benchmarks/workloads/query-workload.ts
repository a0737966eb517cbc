/** A query over streams of JSON lines on every engine, with a checkpoint where the engine has one, in eight batches. */
import type { BenchContext } from '../bench.ts'
import { resultSum } from '../result-sum.ts'
import { rounds, runOnce, sameOutputs } from '../rounds.ts'
import type { QueryWorkload } from './queries.ts'

const batchesWanted = 8
/** Spark takes most of the time; three of its rounds agree well enough. */
const mostRounds = { spark: 3 }

/**
 * Runs it; prints medians.
 *
 * @returns true when the results that are final at the end are the same of all engines
 */
export async function queryWorkload(context: BenchContext, name: string, query: QueryWorkload): Promise<boolean> {
  const { root, folder, print } = context
  const rows = context.rows ?? query.rows
  const data = `${folder}/${query.data}-${rows}`
  const { lines, files, lastTimeMs } = await query.generate(root, data, rows)
  const filesPerBatch = Math.max(1, Math.floor(files / batchesWanted))
  const job = { root, workload: name, data, filesPerBatch }
  print(`\n${name}: ${lines} lines, ${files} files a stream, ${filesPerBatch} of each a batch`)
  const sums = new Map<string, string>()
  const check = (engine: string, output: string) => {
    const { rows: written, sum } = resultSum(output, query.result, lastTimeMs - (query.delayMs ?? 0))
    sums.set(engine, `${written} rows, sum ${sum}`)
  }
  if (query.mode === 'append') await rounds(context, { ...job, format: 'json' }, lines, mostRounds, check)
  else {
    // File sinks take no updates: what is measured drops them, and a run beside it gives them out.
    for (const engine of ['millrace', ...context.against]) {
      check(engine, (await runOnce(context, engine, { ...job, format: 'batches' })).output)
    }
    await rounds(context, { ...job, format: 'noop' }, lines, mostRounds, () => {})
  }
  return sameOutputs(context, sums)
}
