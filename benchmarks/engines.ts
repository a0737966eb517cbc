/** The programs that are measured: how each is started, and whether this machine has what it needs. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type PythonEnvironment, pythonEnvironment, sparkEnvironment } from './python-environment.ts'
import { queryWorkloads } from './workloads/queries.ts'

/** What one run of a program reports, all optional but the outer wall time. */
export interface Measured {
  readonly engine: string
  /** Process start to exit, seconds, taken outside. */
  readonly outer_s: number
  readonly query_s?: number
  readonly wall_s?: number
  readonly cpu_s?: number
  readonly peak_mb?: number
  readonly first_batch_s?: number
  readonly batches?: number
  readonly batch_ms?: number
  readonly sync_ms?: number
  readonly outside_ms?: number
  readonly syncs?: number
}

export interface Job {
  readonly root: string
  readonly workload: string
  readonly data: string
  readonly output: string
  readonly filesPerBatch: number
  /** Of input and output: json unless given; queries also have `noop`, and `batches` for the comparison of outputs. */
  readonly format?: string
}

/** A program to measure; `missing` says what this machine lacks for it. */
export interface Engine {
  readonly name: string
  missing(root: string): string | undefined
  /** The workloads it has programs for; all when absent. */
  readonly workloads?: readonly string[]
  command(job: Job): readonly string[]
}

const isQuery = ({ workload }: Job) => Object.hasOwn(queryWorkloads, workload)
const rival = (job: Job, name: string) => `${job.root}benchmarks/rivals/${name}`

/** The interpreter of an environment that is known to be there. */
function python({ root }: Job): string {
  const environment = pythonEnvironment(root, [])
  if ('missing' in environment) throw new Error(`not there: ${environment.missing}`)
  return environment.python
}

const lacks = (environment: PythonEnvironment) => ('missing' in environment ? environment.missing : undefined)

/** A program of its own in Scala: what Python functions cost is not Spark's. */
const sparkScala = (job: Job, main: string): readonly string[] => [
  process.execPath,
  rival(job, 'spark-scala.mjs'),
  python(job),
  rival(job, `${main}.scala`),
  main,
  job.data,
  job.output,
  String(job.filesPerBatch),
  job.format ?? 'json',
]

export const engines: { readonly [name: string]: Engine } = {
  millrace: {
    name: 'millrace',
    missing: () => undefined,
    command: (job) => [
      process.execPath,
      rival(job, isQuery(job) ? 'millrace-query.mjs' : 'millrace.mjs'),
      job.data,
      job.output,
      String(job.filesPerBatch),
      job.format ?? 'json',
      job.workload,
    ],
  },
  node: {
    name: 'node',
    missing: () => undefined,
    workloads: ['W1', 'W1b', 'W2', 'W3', 'W5', 'q5', 'q7', 'q7m', 'q11', 'q12'],
    command: (job) => [
      process.execPath,
      rival(job, isQuery(job) ? 'hand-queries.mjs' : 'hand.mjs'),
      job.data,
      job.output,
      job.format ?? 'json',
      job.workload,
    ],
  },
  rxjs: {
    name: 'rxjs',
    missing: () => undefined,
    workloads: ['W1', 'W1b'],
    command: (job) => [process.execPath, rival(job, 'rxjs-rows.mjs'), job.data, job.output],
  },
  spark: {
    name: 'spark',
    missing: (root) => lacks(sparkEnvironment(root)),
    command: (job) =>
      job.workload === 'sessions-fn'
        ? sparkScala(job, 'SessionsFn')
        : [
            python(job),
            rival(job, 'spark.py'),
            job.workload,
            job.data,
            job.output,
            String(job.filesPerBatch),
            job.format ?? 'json',
          ],
  },
  duckdb: {
    name: 'duckdb',
    missing: (root) => lacks(pythonEnvironment(root, ['duckdb==2.0.0'])),
    command: (job) => [
      python(job),
      rival(job, 'duckdb_batch.py'),
      job.data,
      job.output,
      '1',
      job.format ?? 'json',
      job.workload,
    ],
  },
}

/**
 * Runs a program to its end in a process of its own.
 *
 * @returns what it printed as its last line, with the wall time around it
 */
export async function measure(engine: string, command: readonly string[]): Promise<Measured> {
  const start = performance.now()
  const child = spawn(command[0] as string, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  let complaints = ''
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const outer = (performance.now() - start) / 1000
  if (code !== 0) throw new Error(`${engine} ended with ${code}: ${command.join(' ')}\n${complaints.slice(-3000)}`)
  const line = printed.trim().split('\n').at(-1) || '{}'
  return { ...(JSON.parse(line) as Partial<Measured>), engine, outer_s: outer }
}

/** The machine and versions that go with every result. */
export function machine(): { readonly [fact: string]: string } {
  const cpu = existsSync('/proc/cpuinfo')
    ? execFileSync('grep', ['-m1', 'model name', '/proc/cpuinfo'], { encoding: 'utf8' }).split(':')[1]?.trim()
    : undefined
  return { node: process.version, platform: `${process.platform}-${process.arch}`, cpu: cpu ?? 'unknown' }
}
