/** The files that a scenario's sources read, written so that one step's become visible together. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { exactJsonText } from './exact-json.ts'
import type { Additions, FileRows, Scenario, WrittenBatch } from './scenario.ts'

/** Modification times start here, one second apart: files of one step keep their order. */
const firstModified = Math.floor(Date.now() / 1000) - 3600

export class ScenarioFiles {
  readonly #folder: string
  readonly #scenario: Scenario
  #written = 0

  /** @param folder an empty one of the scenario's own */
  constructor(folder: string, scenario: Scenario) {
    this.#folder = folder
    this.#scenario = scenario
    for (const name of Object.keys(scenario.sources)) mkdirSync(this.sourceFolder(name), { recursive: true })
    mkdirSync(`${folder}/statics`, { recursive: true })
    for (const [name, { rows }] of Object.entries(scenario.statics ?? {})) {
      writeFileSync(this.staticFile(name), textOf(rows))
    }
  }

  sourceFolder(name: string): string {
    return `${this.#folder}/sources/${name}`
  }

  staticFile(name: string): string {
    return `${this.#folder}/statics/${name}.json`
  }

  get checkpoint(): string {
    return `${this.#folder}/checkpoint`
  }

  get output(): string {
    return `${this.#folder}/output`
  }

  /**
   * Writes a step's files under hidden names.
   *
   * @returns makes them visible, all in one synchronous call
   */
  prepare(additions: Additions = {}): () => void {
    const moves: (readonly [string, string])[] = []
    for (const [source, addition] of Object.entries(additions)) {
      const files = 'files' in addition ? addition.files : [addition]
      for (const rows of files) moves.push(this.#write(source, rows))
    }
    return () => {
      for (const [from, to] of moves) renameSync(from, to)
    }
  }

  /** Removes what a query that was killed in its last batch would not have written. */
  lose(what: 'commit' | 'offsets'): void {
    for (const log of what === 'commit' ? ['commits'] : ['commits', 'offsets']) {
      const ids = readdirSync(`${this.checkpoint}/${log}`).filter((name) => /^\d+$/.test(name))
      rmSync(`${this.checkpoint}/${log}/${Math.max(...ids.map(Number))}`)
    }
  }

  /** Texts of the files that batches after `after` added to the log of a file sink. */
  written(after: number, encoding: string): readonly WrittenBatch[] {
    const log = `${this.output}/_spark_metadata`
    const ids = existsSync(log) ? readdirSync(log).filter((name) => /^\d+$/.test(name)) : []
    const fresh = ids.map(Number).filter((id) => id > after)
    return fresh
      .sort((a, b) => a - b)
      .map((batchId) => {
        const entries = readFileSync(`${log}/${batchId}`, 'utf8').split('\n').slice(1)
        const paths = entries.map((line) => fileURLToPath((JSON.parse(line) as { readonly path: string }).path))
        return { batchId, files: joined(paths.map((path) => this.#writtenFile(path, encoding))) }
      })
  }

  #writtenFile(path: string, encoding: string): WrittenBatch['files'][number] {
    const bytes = readFileSync(path)
    const text = new TextDecoder(encoding).decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    const directory = relative(this.output, dirname(path))
    return { directory, ending: basename(path).replace(/^.*c\d{3}(?=\.)/, ''), text }
  }

  #write(source: string, rows: FileRows): readonly [string, string] {
    this.#written += 1
    const name = `f${String(this.#written).padStart(5, '0')}`
    const folder = this.sourceFolder(source)
    const hidden = `${folder}/.${name}.tmp`
    writeFileSync(hidden, 'base64' in rows ? Buffer.from(rows.base64, 'base64') : textOf(rows))
    const modified = firstModified + (('modified' in rows ? rows.modified : undefined) ?? this.#written)
    utimesSync(hidden, modified, modified)
    return [hidden, `${folder}/${name}.${this.#scenario.sources[source]?.format ?? 'json'}`]
  }
}

type Placed = WrittenBatch['files'][number]

const byPlace = (a: Placed, b: Placed) => compared(a.directory, b.directory) || compared(a.text, b.text)
const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** How many files share a directory is the engine's own affair. */
function joined(files: readonly Placed[]): readonly Placed[] {
  const places = new Map<string, Placed>()
  for (const file of files.toSorted(byPlace)) {
    const place = `${file.directory}\n${file.ending}`
    places.set(place, { ...file, text: (places.get(place)?.text ?? '') + file.text })
  }
  return [...places.values()]
}

function textOf(rows: Exclude<FileRows, { readonly base64: string }>): string {
  if ('raw' in rows) return `${rows.raw.join('\n')}\n`
  return rows.map((row) => `${exactJsonText(row)}\n`).join('')
}
