/**
 * The state store on a file system: `V.changes` per version, every tenth version `V.snapshot` in its stead. Files are
 * created whole and durable, and never overwritten.
 */
import { invariant, MillraceError } from '../errors.ts'
import { schemaToJson } from '../types/ddl/schema-json.ts'
import { corrupt, decodeStateFile, encodeStateFile, type StateFile } from './state-file.ts'
import { requireSameSchema } from './state-schema.ts'
import type { Changes, StateMetrics, StateStore, StateTable } from './state-store.ts'

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
  /** Versions of changes before the next snapshot; Spark's `…stateStore.minDeltasForSnapshot`, 10. */
  readonly changesPerSnapshot?: number
  /** Spark's `spark.sql.streaming.stateStore.stateSchemaCheck`. */
  readonly checksSchema?: boolean
}

const fileName = /^(\d{1,15})\.(changes|snapshot)$/

/**
 * Opens a store and reads what its version is made of.
 *
 * @throws MILLRACE_STATE_MISSING, MILLRACE_STATE_CORRUPT, MILLRACE_STATE_FORMAT
 */
export async function openStateStore(files: StateFiles, options: OpenStateOptions): Promise<StateStore> {
  const names = new Map<number, string>()
  for (const { name } of await files.list(options.folder)) {
    const match = fileName.exec(name)
    if (match) names.set(Number(match[1]), name)
    else if (name.startsWith('.') && name.endsWith('.tmp')) await files.remove(`${options.folder}/${name}`)
  }
  const chain: StateFile[] = []
  for (let version = options.version; version > 0; version--) {
    const name = names.get(version)
    if (name === undefined) throw missing(options, version)
    const path = `${options.folder}/${name}`
    const file = decodeStateFile(await files.readAll(path), path)
    if (file.version !== version || file.snapshot !== name.endsWith('.snapshot'))
      throw corrupt(path, 'it holds another version')
    chain.unshift(file)
    if (file.snapshot) break
  }
  return new VersionedStateStore(files, options, names, chain)
}

class VersionedStateStore implements StateStore {
  readonly metrics: StateMetrics = { rowsTotal: 0, rowsUpdated: 0, rowsRemoved: 0, rowsDroppedByWatermark: 0 }
  #version: number
  readonly #files: StateFiles
  readonly #options: OpenStateOptions
  /** File by version. */
  readonly #names: Map<number, string>
  readonly #tables: { readonly table: StateTable; readonly key: string; readonly value: string }[] = []
  /** What tables are filled from. */
  readonly #chain: readonly StateFile[]
  #sinceSnapshot: number
  #sealed: Changes | undefined
  #made = false

  constructor(files: StateFiles, options: OpenStateOptions, names: Map<number, string>, chain: readonly StateFile[]) {
    this.#files = files
    this.#options = options
    this.#names = names
    this.#chain = chain
    this.#version = options.version
    this.#sinceSnapshot = chain[0]?.snapshot ? chain.length - 1 : chain.length
  }

  get version(): number {
    return this.#version
  }

  register(table: StateTable): void {
    invariant(!this.#tables.some((one) => one.table.name === table.name), `two state tables called ${table.name}`)
    this.#tables.push({ table, key: schemaToJson(table.key.fields), value: schemaToJson(table.value.fields) })
    const stored = this.#chain.at(-1)?.tables.find(({ name }) => name === table.name)
    if (this.#chain.length > 0 && !stored) throw missing(this.#options, this.#version, table.name)
    if (stored && this.#options.checksSchema !== false) {
      requireSameSchema('key', stored.key, table.key)
      requireSameSchema('value', stored.value, table.value)
    }
    const parts = this.#chain.map(({ tables }) => tables.find(({ name }) => name === table.name)?.bytes)
    const snapshot = this.#chain[0]?.snapshot ? parts.shift() : undefined
    table.restore(
      snapshot,
      parts.filter((part) => part !== undefined),
    )
    this.metrics.rowsTotal += table.size
  }

  beginEpoch(): void {
    this.metrics.rowsUpdated = 0
    this.metrics.rowsRemoved = 0
    this.metrics.rowsDroppedByWatermark = 0
  }

  seal(): Changes {
    const full = this.#sinceSnapshot >= (this.#options.changesPerSnapshot ?? 10)
    const tables: { readonly name: string; readonly bytes: Uint8Array; readonly full: boolean }[] = []
    let rows = 0
    for (const { table } of this.#tables) {
      rows += table.size
      // Asked also when a snapshot replaces them: it begins the next epoch's changes.
      const changed = table.changes()
      const bytes = full ? table.snapshot() : changed
      if (bytes) tables.push({ name: table.name, bytes, full })
    }
    this.metrics.rowsTotal = rows
    this.#sealed = { tables }
    return this.#sealed
  }

  async persist(version: number, changes: Changes): Promise<void> {
    await this.discard(version)
    const snapshot = changes.tables.length > 0 && changes.tables.every(({ full }) => full)
    const tables = this.#tables.map(({ table: { name }, key, value }) => ({
      name,
      key,
      value,
      bytes: changes.tables.find((one) => one.name === name)?.bytes,
    }))
    const name = `${version}.${snapshot ? 'snapshot' : 'changes'}`
    if (!this.#made) await this.#files.makeDirectory(this.#options.folder)
    this.#made = true
    await this.#files.createAtomic(`${this.#options.folder}/${name}`, encodeStateFile({ version, snapshot, tables }))
    this.#names.set(version, name)
    this.#version = version
    this.#sinceSnapshot = snapshot ? 0 : this.#sinceSnapshot + 1
  }

  async persistSealed(version: number): Promise<void> {
    invariant(this.#sealed, `state version ${version} is persisted before its stage was sealed`)
    const sealed = this.#sealed
    this.#sealed = undefined
    await this.persist(version, sealed)
  }

  async discard(version: number): Promise<void> {
    const name = this.#names.get(version)
    if (name === undefined) return
    await this.#files.remove(`${this.#options.folder}/${name}`)
    this.#names.delete(version)
  }

  async purge(oldest: number): Promise<void> {
    let base = -1
    for (const [version, name] of this.#names)
      if (version <= oldest && version > base && name.endsWith('.snapshot')) base = version
    for (const version of [...this.#names.keys()]) if (version < base) await this.discard(version)
  }
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
