/** One query from files to files, run by two engines in turn: its input, what is interrupted of it, what its logs say. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const schema = 'id INT, text STRING, place STRING, level INT'
export const partitionBy: readonly string[] = ['place', 'level']
export const filesPerBatch = 2
const rowsPerFile = 3

/** A row as every reader must see it. */
export interface Row {
  readonly id: number
  readonly text: string | null
  readonly place: string | null
  readonly level: number | null
}

/** Values that make the names of partition directories hard. */
const places = ['New  York ', '100%', null, 'a%20b', '', 'x=y/z', 'Zürich #1', '{"q":1}?']

function rowAt(id: number): Row {
  const place = places[id % places.length] as string | null
  return { id, text: id % 5 === 0 ? null : `line ${id}\t"é"`, place, level: id % 3 === 0 ? null : id % 3 }
}

/** A directory cannot tell an empty text from null. */
function asRead(row: Row): Row {
  return row.place === '' ? { ...row, place: null } : row
}

export const byId = (rows: readonly Row[]): readonly Row[] => rows.toSorted((a, b) => a.id - b.id)

/** Where a crash hit the last batch. */
export type Interruption = 'before its offsets' | 'before its output' | 'after its output'

export class Handover {
  readonly #folder = mkdtempSync(`${tmpdir()}/hand over 5% é-`)
  readonly input = `${this.#folder}/in`
  readonly output = `${this.#folder}/out`
  readonly checkpoint = `${this.#folder}/checkpoint`
  #files = 0

  constructor() {
    mkdirSync(this.input)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Rows of all files so far, as a reader of the output sees them. */
  get expected(): readonly Row[] {
    return Array.from({ length: this.#files * rowsPerFile }, (_, id) => asRead(rowAt(id)))
  }

  /** Adds the input of some batches. */
  addFiles(batches: number): void {
    for (let at = 0; at < batches * filesPerBatch; at++) {
      const from = this.#files * rowsPerFile
      const lines = Array.from({ length: rowsPerFile }, (_, row) => `${JSON.stringify(rowAt(from + row))}\n`)
      writeFileSync(`${this.input}/part ${String(this.#files).padStart(4, '0')} 1%.json`, lines.join(''))
      this.#files += 1
    }
  }

  /** Ids of the rows that a batch reads: its files by the log of the source. */
  idsRead(batch: number): readonly number[] {
    const logged = entriesOf<{ path: string; batchId: number }>(`${this.checkpoint}/sources/0`, batch)
    return idsIn(logged.filter((file) => file.batchId === batch).map((file) => fileURLToPath(file.path)))
  }

  /** Ids of the rows that a batch wrote: its files by the log of the sink. */
  idsWritten(batch: number): readonly number[] {
    return idsIn(this.#outputOf(batch))
  }

  /** Settings that a batch ran with. */
  confOf(batch: number): unknown {
    const [, metadata] = readFileSync(`${this.checkpoint}/offsets/${batch}`, 'utf8').split('\n')
    return (JSON.parse(metadata ?? '') as { readonly conf: unknown }).conf
  }

  /** Checksums that Spark's file system put beside its files, in all logs and folders. */
  get checksums(): number {
    const names = readdirSync(this.#folder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => /(?:^|\/)\.[^/]+\.crc$/.test(name)).length
  }

  isCommitted(batch: number): boolean {
    return readdirSync(`${this.checkpoint}/commits`).includes(String(batch))
  }

  /**
   * Makes of a finished last batch what a crash leaves of it. After its output: everything but the commit, whose checksum
   * stays behind. Before its output: offsets, the entry in the log of the source, and what was being written: that waits in
   * the staging folder of millrace, and is gone when Spark wrote it. Before its offsets: the source's entry alone.
   */
  interrupt(batch: number, when: Interruption): void {
    rmSync(`${this.checkpoint}/commits/${batch}`)
    if (when === 'after its output') return
    rmSync(`${this.checkpoint}/commits/.${batch}.crc`, { force: true })
    const staging = readdirSync(this.output).find((name) => name.startsWith('_millrace_staging-'))
    for (const [at, path] of this.#outputOf(batch).entries()) {
      if (staging) renameSync(path, `${this.output}/${staging}/${batch}-${at}`)
      else removeWithChecksum(path)
    }
    removeWithChecksum(`${this.output}/_spark_metadata/${batch}`)
    if (when === 'before its offsets') removeWithChecksum(`${this.checkpoint}/offsets/${batch}`)
  }

  /** Rows of every file that a plain glob finds, whatever any log says; partition values by the names of directories. */
  globbed(): readonly Row[] {
    const rows: Row[] = []
    for (const place of visible(this.output)) {
      for (const level of visible(`${this.output}/${place}`)) {
        for (const file of visible(`${this.output}/${place}/${level}`)) {
          const partition = { place: partitionValue(place), level: numberOf(partitionValue(level)) }
          for (const line of linesOf(`${this.output}/${place}/${level}/${file}`)) {
            rows.push({ text: null, ...(JSON.parse(line) as { id: number }), ...partition })
          }
        }
      }
    }
    return rows
  }

  #outputOf(batch: number): readonly string[] {
    const log = `${this.output}/_spark_metadata`
    const pathsOf = (id: number) => entriesOf<{ path: string }>(log, id).map(({ path }) => path)
    // A compaction has the files of all batches before it too.
    const before = new Set(Array.from({ length: batch }, (_, id) => pathsOf(id)).flat())
    return pathsOf(batch)
      .filter((path) => !before.has(path))
      .map((path) => fileURLToPath(path))
  }
}

/** Entries of one file of a compactible log. */
function entriesOf<T>(log: string, batch: number): readonly T[] {
  const name = [`${batch}`, `${batch}.compact`].find((one) => readdirSync(log).includes(one))
  if (name === undefined) return []
  const [version, ...lines] = readFileSync(`${log}/${name}`, 'utf8').split('\n')
  if (version !== 'v1') throw new Error(`${log}/${name} begins with ${version}`)
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')

function idsIn(paths: readonly string[]): readonly number[] {
  const ids = paths.flatMap((path) => linesOf(path).map((line) => (JSON.parse(line) as Row).id))
  return ids.sort((a, b) => a - b)
}

const visible = (folder: string) => readdirSync(folder).filter((name) => !/^[._]/.test(name))

function removeWithChecksum(path: string): void {
  rmSync(path)
  rmSync(`${dirname(path)}/.${basename(path)}.crc`, { force: true })
}

/** `name=value` with the escapes of Hive. */
function partitionValue(directory: string): string | null {
  const value = decodeURIComponent(directory.slice(directory.indexOf('=') + 1))
  return value === '__HIVE_DEFAULT_PARTITION__' ? null : value
}

const numberOf = (text: string | null) => (text === null ? null : Number(text))
