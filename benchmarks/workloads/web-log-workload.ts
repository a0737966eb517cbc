/** W1, W1b, csv, text: a web log from files to files of the same format, malformed lines dropped, with a checkpoint, in eight batches or more. */
import type { BenchContext } from '../bench.ts'
import { julyRows, type Style, webLog } from '../data/web-log.ts'
import { engines, type Measured, measure } from '../engines.ts'
import { type Format, rowSum } from '../output-check.ts'
import { figure, median, table } from '../table.ts'

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
  const names = ['millrace', ...context.against]
  const runs = new Map<string, Measured[]>(names.map((engine) => [engine, []]))
  const sums = new Map<string, string>()
  for (let round = 0; round < context.runs; round++) {
    for (const engine of names) {
      const output = `${folder}/out-${engine}`
      const measured = await measure(engine, engines[engine]?.command({ ...job, output }) ?? [])
      runs.get(engine)?.push(measured)
      context.record({ round, ...measured })
      if (round === 0) {
        const { rows: written, sum } = rowSum(output, format)
        sums.set(engine, `${written} rows, sum ${sum}`)
      }
    }
  }
  for (const line of report(names, runs, log.lines)) print(line)
  const expected = sums.get('millrace')
  const different = names.filter((engine) => sums.get(engine) !== expected)
  if (different.length === 0) print(`output: the same of all, ${expected}`)
  else for (const engine of names) print(`OUTPUT DIFFERS: ${engine} wrote ${sums.get(engine)}`)
  return different.length === 0
}

/** Query time is what a user waits for once the engine runs; programs without one are taken whole. */
const seconds = (run: Measured): number => run.query_s ?? run.outer_s

function report(names: readonly string[], runs: ReadonlyMap<string, readonly Measured[]>, lines: number): string[] {
  const middle = (engine: string, of: (run: Measured) => number | undefined): number =>
    median((runs.get(engine) ?? []).map((run) => of(run) ?? Number.NaN))
  const ownQuery = middle('millrace', seconds)
  const ownWhole = middle('millrace', (run) => run.outer_s)
  const ownCpu = middle('millrace', (run) => run.cpu_s)
  return table(
    ['engine', 'query s', 'whole s', 'cpu s', 'peak MB', 'rows/s', 'query ×', 'whole ×', 'cpu ×'],
    names.map((engine) => [
      engine,
      figure(middle(engine, seconds)),
      figure(middle(engine, (run) => run.outer_s)),
      figure(middle(engine, (run) => run.cpu_s)),
      figure(
        middle(engine, (run) => run.peak_mb),
        0,
      ),
      figure(lines / middle(engine, seconds), 0),
      figure(middle(engine, seconds) / ownQuery),
      figure(middle(engine, (run) => run.outer_s) / ownWhole),
      figure(middle(engine, (run) => run.cpu_s) / ownCpu),
    ]),
  )
}
