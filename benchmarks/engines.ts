/** The programs that are measured: how each is started, and whether this machine has what it needs. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

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
}

/** A program to measure; `missing` says what this machine lacks for it. */
export interface Engine {
  readonly name: string
  missing(root: string): string | undefined
  command(job: Job): readonly string[]
}

const rival = (job: Job, name: string) => `${job.root}benchmarks/rivals/${name}`

/** Python with the rivals' packages, made once in the cache folder. */
function python(root: string): string {
  return `${root}node_modules/.cache/millrace/python/bin/python`
}

function missingPython(root: string, packages: readonly string[]): string | undefined {
  const binary = python(root)
  if (!existsSync(binary)) {
    if (spawnSync('python3', ['-m', 'venv', `${root}node_modules/.cache/millrace/python`]).status !== 0) {
      return 'python3 with venv'
    }
  }
  for (const one of packages) {
    const name = one.split('==')[0] as string
    if (spawnSync(binary, ['-c', `import ${name}`]).status === 0) continue
    if (spawnSync(binary, ['-m', 'pip', 'install', '--quiet', one]).status !== 0)
      return `${one} (pip could not install it)`
  }
  return undefined
}

function missingJava(): string | undefined {
  return spawnSync('java', ['-version']).status === 0 ? undefined : 'java'
}

export const engines: { readonly [name: string]: Engine } = {
  millrace: {
    name: 'millrace',
    missing: () => undefined,
    command: (job) => [process.execPath, rival(job, 'millrace.mjs'), job.data, job.output, String(job.filesPerBatch)],
  },
  node: {
    name: 'node',
    missing: () => undefined,
    command: (job) => [process.execPath, rival(job, 'hand.mjs'), job.data, job.output],
  },
  rxjs: {
    name: 'rxjs',
    missing: () => undefined,
    command: (job) => [process.execPath, rival(job, 'rxjs-rows.mjs'), job.data, job.output],
  },
  spark: {
    name: 'spark',
    missing: (root) => missingJava() ?? missingPython(root, ['pyspark==4.3.0']),
    command: (job) => [
      python(job.root),
      rival(job, 'spark.py'),
      job.workload,
      job.data,
      job.output,
      String(job.filesPerBatch),
    ],
  },
  duckdb: {
    name: 'duckdb',
    missing: (root) => missingPython(root, ['duckdb==2.0.0']),
    command: (job) => [python(job.root), rival(job, 'duckdb_batch.py'), job.data, job.output, '1'],
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
