/** The parent's side of the killed job: its program, its input, and what stands in its output. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import type { JobOrder } from './killed-job.ts'

/** Batches of a whole run: more than ten, so that both logs are compacted at Spark's default interval. */
export const batches = 13
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
  /** When it has printed its first line, or ended. */
  readonly spoken: Promise<unknown>
  kill(): void
}

/** A directory for the tests of one file, with the job's program built into it. */
export class Workshop {
  readonly path = mkdtempSync(`${tmpdir()}/millrace-process-`)
  #folders = 0

  /** Builds the job with all it needs: no test depends on what else is being built meanwhile. */
  async build(): Promise<void> {
    await esbuild.build({
      absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
      entryPoints: ['test/process/killed-job.ts'],
      outdir: `${this.path}/program`,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['kafkajs', 'msgpackr', 'chokidar'],
      logLevel: 'warning',
    })
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

  start(order: JobOrder, spawnAs: { readonly uid?: number } = {}): Started {
    const child = spawn(process.execPath, [`${this.path}/program/killed-job.mjs`, JSON.stringify(order)], {
      ...spawnAs,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const spoken = new Promise((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        resolve(undefined)
      })
      child.once('close', resolve)
    })
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => {
        const said = stdout.split('\n').filter((line) => line !== '')
        resolve({ code, signal, said: said.map((line) => JSON.parse(line) as Ended['said'][number]), stderr })
      })
    })
    return { pid: child.pid ?? 0, ended, spoken, kill: () => void child.kill('SIGKILL') }
  }

  run(order: JobOrder): Promise<Ended> {
    return this.start(order).ended
  }

  remove(folder = this.path): void {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rows by plain listing, sorted: each as the folders it lies in and its bytes as text. */
export function rowsByGlob(output: string): string[] {
  const found: string[] = []
  const walk = (folder: string) => {
    for (const entry of readdirSync(`${output}${folder}`, { withFileTypes: true })) {
      if (/^[._]/.test(entry.name)) continue
      if (entry.isDirectory()) walk(`${folder}/${entry.name}`)
      else found.push(...rowsOfFile(output, `${folder}/${entry.name}`))
    }
  }
  walk('')
  return found.sort()
}

/** Rows by `_spark_metadata`, read as Spark's format says and not by the project's own reader; [] when there is none. */
export function rowsByLog(output: string): string[] {
  const log = `${output}/_spark_metadata`
  const names = listed(log).filter((name) => !name.startsWith('.'))
  const compacted = Math.max(-1, ...names.filter((name) => name.endsWith('.compact')).map(Number.parseFloat))
  const wanted = names.filter((name) =>
    name.endsWith('.compact') ? Number.parseFloat(name) === compacted : Number(name) > compacted,
  )
  const paths = wanted.flatMap((name) => {
    const [version, ...lines] = readFileSync(`${log}/${name}`, 'utf8').split('\n')
    if (version !== 'v1') throw new Error(`${log}/${name} begins with ${version}`)
    return lines.map((line) => fileURLToPath((JSON.parse(line) as { readonly path: string }).path))
  })
  return paths.flatMap((path) => rowsOfFile(output, path.slice(output.length))).sort()
}

function rowsOfFile(output: string, path: string): string[] {
  const lines = readFileSync(`${output}${path}`, 'utf8').split('\n')
  if (lines.pop() !== '') throw new Error(`${path} ends within a line`)
  const folder = path.slice(0, path.lastIndexOf('/'))
  return lines.map((line) => `${folder} ${line}`)
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
