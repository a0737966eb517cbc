/** The files that a scenario's sources read, written so that one step's become visible together. */
import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import type { Additions, FileRows, Scenario } from './scenario.ts'

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

  #write(source: string, rows: FileRows): readonly [string, string] {
    this.#written += 1
    const name = `f${String(this.#written).padStart(5, '0')}`
    const folder = this.sourceFolder(source)
    const hidden = `${folder}/.${name}.tmp`
    writeFileSync(hidden, textOf(rows))
    const modified = firstModified + this.#written
    utimesSync(hidden, modified, modified)
    return [hidden, `${folder}/${name}.${this.#scenario.sources[source]?.format ?? 'json'}`]
  }
}

function textOf(rows: FileRows): string {
  if ('raw' in rows) return `${rows.raw.join('\n')}\n`
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
