/**
 * `npm run bench -- [--workload W1,W1b,csv,text,latency,startup,memory,W6memory,checkpoint,W5big,functions] [--against node,rxjs,spark,duckdb]
 * [--rows N] [--runs N]`; the queries of `workloads/queries.ts` are workloads too.
 *
 * Every engine runs in a process of its own, in turn, five rounds; medians are shown, outputs compared. Absolute times
 * of a shared machine prove little: read the ratios, which come from the same minutes.
 */
import { appendFileSync, mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { engines, machine } from './engines.ts'
import { checkpoint } from './workloads/checkpoint.ts'
import { functions } from './workloads/functions.ts'
import { latency } from './workloads/latency.ts'
import { joinMemory, memory } from './workloads/memory.ts'
import { queryWorkloads } from './workloads/queries.ts'
import { queryWorkload } from './workloads/query-workload.ts'
import { startup } from './workloads/startup.ts'
import { w5big } from './workloads/w5big.ts'
import { webLogWorkload } from './workloads/web-log-workload.ts'

/** What a workload gets; `against` holds names of engines that are there. */
export interface BenchContext {
  readonly root: string
  readonly folder: string
  readonly against: readonly string[]
  readonly rows: number | undefined
  readonly runs: number
  /** Adds a line to the results file. */
  record(result: object): void
  print(line: string): void
}

type Workload = (context: BenchContext) => Promise<boolean>

const workloads: { readonly [name: string]: Workload } = {
  W1: (context) => webLogWorkload(context, 'W1', 'plain'),
  W1b: (context) => webLogWorkload(context, 'W1b', 'varied'),
  csv: (context) => webLogWorkload(context, 'csv', 'csv', 'csv'),
  text: (context) => webLogWorkload(context, 'text', 'plain', 'text'),
  latency,
  startup,
  memory,
  W6memory: joinMemory,
  checkpoint,
  W5big: w5big,
  functions,
  ...Object.fromEntries(
    Object.entries(queryWorkloads).map(([name, query]): [string, Workload] => [
      name,
      (context) => queryWorkload(context, name, query),
    ]),
  ),
}

/**
 * The benchmark's command line.
 *
 * @returns the exit code: 1 when an output differs or a workload is unknown
 */
export async function bench(root: string, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      workload: { type: 'string', default: 'W1' },
      against: { type: 'string', default: 'node' },
      rows: { type: 'string' },
      runs: { type: 'string', default: '5' },
    },
  })
  const print = (line: string) => console.log(line)
  const folder = `${root}node_modules/.cache/millrace/bench`
  mkdirSync(folder, { recursive: true })
  const against = values.against.split(',').filter((name) => {
    const engine = engines[name]
    const missing = engine ? engine.missing(root) : 'an engine of that name'
    if (missing) print(`${name}: absent, this machine lacks ${missing}`)
    return missing === undefined
  })
  const facts = machine()
  print(`${facts.cpu}, Node ${facts.node}`)
  let good = true
  for (const name of values.workload.split(',')) {
    const workload = workloads[name]
    if (!workload) {
      print(`There is no workload ${name}; there are ${Object.keys(workloads).join(', ')}`)
      return 1
    }
    const record = (result: object) =>
      appendFileSync(
        `${folder}/results.jsonl`,
        `${JSON.stringify({ at: new Date().toISOString(), workload: name, ...facts, ...result })}\n`,
      )
    const rows = values.rows === undefined ? undefined : Number(values.rows)
    const has = (engine: string) => engines[engine]?.workloads?.includes(name) ?? true
    const context = { root, folder, against: against.filter(has), rows, runs: Number(values.runs), record, print }
    // One that fails is told, and does not cost the results of those after it.
    const passed = await workload(context).catch((error: unknown) => {
      print(`${name} FAILED: ${error instanceof Error ? error.message : error}`)
      return false
    })
    good = passed && good
  }
  print(`\nJSON lines: ${folder}/results.jsonl`)
  return good ? 0 : 1
}
