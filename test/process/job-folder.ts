/** The parent's side of the killed job: its program, its input, and what stands in its output. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import type { Tree } from '../recovery/output-rows.ts'
import type { JobOrder } from './killed-job.ts'

/** Batches of a whole run: more than ten, so that both logs are compacted at Spark's default interval. */
const batches = 13
const rowsPerFile = 5
const kinds = ['a', 'two words', null, '%41', 'é']

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The objects it printed. */
  readonly said: readonly { readonly [name: string]: unknown }[]
  readonly stderr: string
}

/** A process under way. */
export interface Started {
  readonly pid: number
  readonly ended: Promise<Ended>
  /** Has it printed something (true), or ended without a word? */
  readonly spoken: Promise<boolean>
  kill(): void
}

/** A directory for the tests of one file, with the job's program built into it. */
export class Workshop {
  readonly path: string
  readonly #running = new Set<ChildProcess>()
  #folders = 0

  constructor() {
    this.path = mkdtempSync(`${tmpdir()}/millrace-process-`)
    // Some jobs run as another user.
    chmodSync(this.path, 0o755)
  }

  /** Builds the job with all it needs: no test depends on what else is being built meanwhile. */
  async build(): Promise<void> {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: ['test/process/killed-job.ts'],
      outdir: `${this.path}/program`,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['kafkajs', 'chokidar', 'lmdb'],
      logLevel: 'warning',
    })
    symlinkSync(`${root}node_modules`, `${this.path}/program/node_modules`)
  }

  /** A new folder with the job's input; each file's rows are told apart by their ids. */
  folder(): string {
    const folder = `${this.path}/job-${++this.#folders}`
    mkdirSync(`${folder}/input`, { recursive: true })
    for (let file = 0; file < batches; file++) {
      // Names against the order of their times, which is what counts.
      const path = `${folder}/input/${String.fromCharCode(122 - file)}.json`
      const lines = Array.from({ length: rowsPerFile }, (_, at) => {
        const id = file * rowsPerFile + at
        return JSON.stringify({ id, kind: kinds[id % kinds.length], text: `row ${id} ⌘ "\\` })
      })
      writeFileSync(path, `${lines.join('\n')}\n`)
      utimesSync(path, 1_700_000_000 + file, 1_700_000_000 + file)
    }
    return folder
  }

  start(order: JobOrder, as: { readonly uid?: number } = {}): Started {
    const child = spawn(process.execPath, [`${this.path}/program/killed-job.mjs`, JSON.stringify(order)], {
      ...as,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#running.add(child)
    let stdout = ''
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const spoken = new Promise<boolean>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        resolve(true)
      })
      child.once('close', () => resolve(false))
    })
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => {
        this.#running.delete(child)
        const said = stdout.split('\n').filter((line) => line !== '')
        resolve({ code, signal, said: said.map((line) => JSON.parse(line) as Ended['said'][number]), stderr })
      })
    })
    return { pid: child.pid ?? 0, ended, spoken, kill: () => void child.kill('SIGKILL') }
  }

  run(order: JobOrder, as: { readonly uid?: number } = {}): Promise<Ended> {
    return this.start(order, as).ended
  }

  /** Removes a folder, or everything, with the processes that a failed test has left. */
  remove(folder = this.path): void {
    if (folder === this.path) for (const child of this.#running) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every file below a folder with its text. */
export function treeOf(folder: string): Tree {
  const found: Record<string, string> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`
    if (entry.isFile()) found[path] = readFileSync(path, 'utf8')
  }
  return found
}
