/** Engines in turn, round after round, and the table of their medians. */
import type { BenchContext } from './bench.ts'
import { engines, type Job, type Measured, measure } from './engines.ts'
import { figure, median, table } from './table.ts'

/** Runs a job once on one engine; its output is in the folder that is returned. */
export async function runOnce(
  context: BenchContext,
  engine: string,
  job: Omit<Job, 'output'>,
): Promise<{ readonly measured: Measured; readonly output: string }> {
  const output = `${context.folder}/out-${engine}`
  return { measured: await measure(engine, engines[engine]?.command({ ...job, output }) ?? []), output }
}

/**
 * Runs a job on every engine in every round and prints medians.
 *
 * @param lines of input, for the rate
 * @param most rounds of an engine, where fewer than the context's are enough
 * @param onOutput gets each engine's output folder after the first round
 */
export async function rounds(
  context: BenchContext,
  job: Omit<Job, 'output'>,
  lines: number,
  most: { readonly [engine: string]: number },
  onOutput: (engine: string, output: string) => void,
): Promise<void> {
  const names = ['millrace', ...context.against]
  const runs = new Map<string, Measured[]>(names.map((engine) => [engine, []]))
  for (let round = 0; round < context.runs; round++) {
    for (const engine of names) {
      if (round >= (most[engine] ?? context.runs)) continue
      const { measured, output } = await runOnce(context, engine, job)
      runs.get(engine)?.push(measured)
      context.record({ round, ...measured })
      if (round === 0) onOutput(engine, output)
    }
  }
  for (const line of medians(names, runs, lines)) context.print(line)
}

/** Says whether all engines agree, and who has what when they do not. @returns whether they do */
export function sameOutputs(context: BenchContext, sums: ReadonlyMap<string, string>): boolean {
  const expected = sums.get('millrace')
  const same = [...sums.values()].every((sum) => sum === expected)
  if (same) context.print(`output: the same of all, ${expected}`)
  else for (const [engine, sum] of sums) context.print(`OUTPUT DIFFERS: ${engine} wrote ${sum}`)
  return same
}

/** Query time is what a user waits for once the engine runs; programs without one are taken whole. */
const seconds = (run: Measured): number => run.query_s ?? run.outer_s

function medians(names: readonly string[], runs: ReadonlyMap<string, readonly Measured[]>, lines: number): string[] {
  const middle = (engine: string, of: (run: Measured) => number | undefined): number =>
    median((runs.get(engine) ?? []).map((run) => of(run) ?? Number.NaN))
  const peak = (run: Measured) => run.peak_mb
  const whole = (run: Measured) => run.outer_s
  const cpu = (run: Measured) => run.cpu_s
  const over = (engine: string, of: (run: Measured) => number | undefined) =>
    figure(middle(engine, of) / middle('millrace', of))
  return table(
    ['engine', 'query s', 'whole s', 'cpu s', 'peak MB', 'rows/s', 'query ×', 'whole ×', 'cpu ×', 'peak ×'],
    names.map((engine) => [
      engine,
      figure(middle(engine, seconds)),
      figure(middle(engine, whole)),
      figure(middle(engine, cpu)),
      figure(middle(engine, peak), 0),
      figure(lines / middle(engine, seconds), 0),
      over(engine, seconds),
      over(engine, whole),
      over(engine, cpu),
      over(engine, peak),
    ]),
  )
}
