/**
 * The state store on a file system: `V.changes` for every version, and beside it, now and then, `V.snapshot`. Files are
 * created whole and durable, and never overwritten.
 *
 * A version is read as the newest snapshot up to it and the changes after that. A damaged snapshot is passed over for an
 * older one, since the changes between them are there, too; damaged changes that are needed end the query.
 */
import { invariant, MillraceError } from '../errors.ts'
import type { Micros } from '../types/data-type.ts'
import { schemaToJson } from '../types/ddl/schema-json.ts'
import type { EntryTable, EntryTableOptions } from './entry-table.ts'
import { MemoryEntries } from './memory-entries.ts'
import {
  type Checksum,
  corrupt,
  decodeStateFile,
  encodeStateFile,
  type StateFile,
  type StateFileTable,
} from './state-file.ts'
import { requireSameSchema } from './state-schema.ts'
import type { Changes, SealedTable, StateMetrics, StateStore, StateTable } from './state-store.ts'

/** What the store needs of a file system (lib/files, a layer above). Files are created whole and durably, or not at all. */
export interface StateFiles {
  list(directory: string): Promise<readonly { readonly name: string }[]>
  readAll(path: string): Promise<Uint8Array>
  createAtomic(path: string, bytes: Uint8Array): Promise<void>
  makeDirectory(path: string): Promise<void>
  remove(path: string): Promise<void>
}

export interface OpenStateOptions {
  /** The stage's own folder; it need not exist. */
  readonly folder: string
  /** The version that tables are filled with; 0 = empty. */
  readonly version: number
  /** Versions of changes before the next snapshot, at least; Spark's `…stateStore.minDeltasForSnapshot`, 10. */
  readonly changesPerSnapshot?: number
  /** Spark's `spark.sql.streaming.stateStore.stateSchemaCheck`. */
  readonly checksSchema?: boolean
  /** CRC-32, where the platform has one that is faster than ours. */
  readonly checksum?: Checksum
  /** Hears of damaged snapshots that were passed over. */
  readonly warn?: (message: string) => void
}

/** So many times the least number of changes bring a snapshot even when they are small: a restart reads them all. */
const patience = 50
const fileName = /^(\d{1,15})\.(changes|snapshot)$/

/** Which of a version's files there are. */
interface VersionFiles {
  changes: boolean
  snapshot: boolean
}

/** What a version is made of: a snapshot or nothing, and the changes after it. */
interface Chain {
  readonly snapshot: StateFile | undefined
  readonly changes: readonly StateFile[]
  readonly snapshotBytes: number
  readonly changesBytes: number
  /** Bytes of the largest of the changes. */
  readonly largest: number
}

/**
 * Opens a store and reads what its version is made of.
 *
 * @throws MILLRACE_STATE_MISSING, MILLRACE_STATE_CORRUPT, MILLRACE_STATE_FORMAT
 */
export async function openStateStore(files: StateFiles, options: OpenStateOptions): Promise<StateStore> {
  const versions = new Map<number, VersionFiles>()
  for (const { name } of await files.list(options.folder)) {
    const match = fileName.exec(name)
    if (match) filesOf(versions, Number(match[1]))[match[2] as keyof VersionFiles] = true
    else if (name.startsWith('.') && name.endsWith('.tmp')) await files.remove(`${options.folder}/${name}`)
  }
  return new VersionedStateStore(files, options, versions, await readChain(files, options, versions))
}

async function readChain(
  files: StateFiles,
  options: OpenStateOptions,
  versions: ReadonlyMap<number, VersionFiles>,
): Promise<Chain> {
  const { folder, warn } = options
  const changes: StateFile[] = []
  let changesBytes = 0
  let largest = 0
  let damaged: MillraceError | undefined
  for (let version = options.version; version > 0; version--) {
    const found = versions.get(version)
    if (found?.snapshot) {
      const bytes = await files.readAll(`${folder}/${version}.snapshot`)
      try {
        const snapshot = decodeVersion(bytes, options, version, true)
        return { snapshot, changes: changes.reverse(), snapshotBytes: bytes.length, changesBytes, largest }
      } catch (error) {
        if (!isCorrupt(error)) throw error
        damaged ??= error
        warn?.(`A damaged snapshot of state is passed over for an older one: ${folder}/${version}.snapshot`)
      }
    }
    if (!found?.changes) throw damaged ?? missing(options, version)
    const bytes = await files.readAll(`${folder}/${version}.changes`)
    changes.push(decodeVersion(bytes, options, version, false))
    changesBytes += bytes.length
    largest = Math.max(largest, bytes.length)
  }
  return { snapshot: undefined, changes: changes.reverse(), snapshotBytes: 0, changesBytes, largest }
}

function filesOf(versions: Map<number, VersionFiles>, version: number): VersionFiles {
  let found = versions.get(version)
  if (found === undefined) {
    found = { changes: false, snapshot: false }
    versions.set(version, found)
  }
  return found
}

function decodeVersion(
  bytes: Uint8Array,
  { folder, checksum }: OpenStateOptions,
  version: number,
  snapshot: boolean,
): StateFile {
  const path = `${folder}/${version}.${snapshot ? 'snapshot' : 'changes'}`
  const file = decodeStateFile(bytes, path, checksum)
  if (file.version !== version || file.snapshot !== snapshot) throw corrupt(path, 'it holds another version')
  return file
}

function isCorrupt(error: unknown): error is MillraceError {
  return error instanceof MillraceError && error.condition === 'MILLRACE_STATE_CORRUPT'
}

interface RegisteredTable {
  readonly table: StateTable
  readonly key: string
  readonly value: string
}

class VersionedStateStore implements StateStore {
  readonly metrics: StateMetrics = { rowsTotal: 0, rowsUpdated: 0, rowsRemoved: 0, rowsDroppedByWatermark: 0 }
  due?: () => Micros | undefined
  #version: number
  readonly #files: StateFiles
  readonly #options: OpenStateOptions
  readonly #versions: Map<number, VersionFiles>
  readonly #tables: RegisteredTable[] = []
  /** What tables are filled from; given back when the first epoch ends: stages start within it. */
  #chain: Chain | undefined
  /** Versions and bytes of changes since the last snapshot. */
  #changes: number
  #changesBytes: number
  /** Bytes of the largest changes; used before the first snapshot. */
  #largest: number
  /** Bytes and rows of the last snapshot; 0 bytes = there is none, 0 rows = not known. */
  #snapshotBytes: number
  #snapshotRows = 0
  #sealed: Changes | undefined
  #made = false

  constructor(files: StateFiles, options: OpenStateOptions, versions: Map<number, VersionFiles>, chain: Chain) {
    this.#files = files
    this.#options = options
    this.#versions = versions
    this.#chain = chain
    this.#version = options.version
    this.#changes = chain.changes.length
    this.#changesBytes = chain.changesBytes
    this.#largest = chain.largest
    this.#snapshotBytes = chain.snapshotBytes
  }

  get version(): number {
    return this.#version
  }

  register(table: StateTable): void {
    this.#fill(table, true)
  }

  /** @param required must the store's version hold the table? A function of the user may ask for new ones at any time. */
  #fill(table: StateTable, required: boolean): void {
    invariant(!this.#tables.some((one) => one.table.name === table.name), `two state tables called ${table.name}`)
    invariant(this.#chain, `the state table ${table.name} is registered after the first epoch`)
    this.#tables.push({ table, key: schemaToJson(table.key.fields), value: schemaToJson(table.value.fields) })
    const { snapshot, changes } = this.#chain
    const newest = changes.at(-1) ?? snapshot
    const stored = newest && tableOf(newest, table.name)
    if (required && newest && !stored) throw missing(this.#options, this.#version, table.name)
    if (stored && this.#options.checksSchema !== false) {
      requireSameSchema('key', stored.key, table.key)
      requireSameSchema('value', stored.value, table.value)
    }
    const parts = changes.map((file) => tableOf(file, table.name)?.bytes).filter((part) => part !== undefined)
    table.restore(snapshot && tableOf(snapshot, table.name)?.bytes, parts)
    this.metrics.rowsTotal += table.size
  }

  entries(options: EntryTableOptions): EntryTable {
    const table = new MemoryEntries(options)
    this.#fill(table, false)
    return table
  }

  beginEpoch(): void {
    this.metrics.rowsUpdated = 0
    this.metrics.rowsRemoved = 0
    this.metrics.rowsDroppedByWatermark = 0
  }

  seal(): Changes {
    this.#chain = undefined
    const tables: SealedTable[] = []
    let rows = 0
    for (const { table } of this.#tables) {
      rows += table.size
      const bytes = table.changes()
      if (bytes) tables.push({ name: table.name, bytes, full: false })
    }
    this.metrics.rowsTotal = rows
    if (this.#wantsSnapshot(tables))
      for (const { table } of this.#tables) tables.push({ name: table.name, bytes: table.snapshot(), full: true })
    this.#sealed = { tables }
    return this.#sealed
  }

  async persist(version: number, { tables }: Changes): Promise<void> {
    await this.discard(version)
    if (!this.#made) await this.#files.makeDirectory(this.#options.folder)
    this.#made = true
    const bytes = await this.#create(
      version,
      false,
      tables.filter(({ full }) => !full),
    )
    this.#changesBytes += bytes
    this.#largest = Math.max(this.#largest, bytes)
    this.#changes += 1
    this.#version = version
    const full = tables.filter((one) => one.full)
    if (full.length === 0) return
    this.#snapshotBytes = await this.#create(version, true, full)
    this.#snapshotRows = this.metrics.rowsTotal
    this.#changes = 0
    this.#changesBytes = 0
  }

  async persistSealed(version: number): Promise<void> {
    invariant(this.#sealed, `state version ${version} is persisted before its stage was sealed`)
    const sealed = this.#sealed
    this.#sealed = undefined
    await this.persist(version, sealed)
  }

  async discard(version: number): Promise<void> {
    const found = this.#versions.get(version)
    if (found === undefined) return
    await this.#remove(version, found, 'snapshot')
    await this.#remove(version, found, 'changes')
  }

  async purge(oldest: number): Promise<void> {
    let base = 0
    for (const [version, { snapshot }] of this.#versions)
      if (snapshot && version <= oldest && version > base) base = version
    for (const version of [...this.#versions.keys()]) if (version < base) await this.discard(version)
    const found = this.#versions.get(base)
    if (found) await this.#remove(base, found, 'changes')
  }

  /**
   * A snapshot costs what the whole table takes, so it is written when a restart would otherwise read half as much again:
   * not every few epochs for a large table of which little changes. Before the first one it is the largest changes that
   * stand for it: those of the batch that filled the table, perhaps.
   */
  #wantsSnapshot(sealed: readonly SealedTable[]): boolean {
    const least = this.#options.changesPerSnapshot ?? 10
    if (this.#changes < least) return false
    if (this.#changes >= least * patience) return true
    const bytes = sealed.reduce((sum, one) => sum + one.bytes.length, this.#changesBytes)
    if (this.#snapshotBytes === 0) return bytes - this.#largest > this.#largest / 2
    const grown = this.#snapshotRows === 0 ? 1 : this.metrics.rowsTotal / this.#snapshotRows
    return bytes > (this.#snapshotBytes * grown) / 2
  }

  /** @returns bytes of the file */
  async #create(version: number, snapshot: boolean, sealed: readonly SealedTable[]): Promise<number> {
    const tables = this.#tables.map(({ table: { name }, key, value }) => ({
      name,
      key,
      value,
      bytes: sealed.find((one) => one.name === name)?.bytes,
    }))
    const kind = snapshot ? 'snapshot' : 'changes'
    const bytes = encodeStateFile({ version, snapshot, tables }, this.#options.checksum)
    await this.#files.createAtomic(`${this.#options.folder}/${version}.${kind}`, bytes)
    filesOf(this.#versions, version)[kind] = true
    return bytes.length
  }

  async #remove(version: number, found: VersionFiles, kind: keyof VersionFiles): Promise<void> {
    if (!found[kind]) return
    await this.#files.remove(`${this.#options.folder}/${version}.${kind}`)
    found[kind] = false
    if (!found.snapshot && !found.changes) this.#versions.delete(version)
  }
}

function tableOf(file: StateFile, name: string): StateFileTable | undefined {
  return file.tables.find((one) => one.name === name)
}

function missing({ folder, version }: OpenStateOptions, at: number, table?: string): MillraceError {
  const what = table === undefined ? `version ${at}` : `the table ${table} of version ${at}`
  return new MillraceError(
    'MILLRACE_STATE_MISSING',
    `The query needs state of version ${version}, and ${what} is not there. Stateful operators must not be added, removed or ` +
      `moved between runs of one checkpoint; if the query is unchanged, restore the checkpoint's files: ${folder}`,
    { parameters: { folder, version: String(version), missing: String(at) } },
  )
}
