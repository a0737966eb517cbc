/**
 * The state store on a file system: `V.changes` for every version, and beside it, now and then, `V.snapshot`. Files are
 * created whole and durable, and never overwritten.
 *
 * A version is read as the newest snapshot up to it and the changes after that. A damaged snapshot is passed over for an
 * older one, since the changes between them are there, too; damaged changes that are needed end the query.
 *
 * With tables on disk, tables of entries are larger than memory: an epoch's changes go to the disk when the next one begins,
 * and snapshots are read from there piece by piece, beside the epochs.
 */
import { invariant } from '../errors.ts'
import type { Micros } from '../types/data-type.ts'
import { schemaToJson } from '../types/ddl/schema-json.ts'
import { DiskEntries } from './disk-entries.ts'
import type { DiskTables } from './disk-tables.ts'
import { EncodedValues } from './encoded-values.ts'
import type { EntryTable, EntryTableOptions } from './entry-table.ts'
import { MemoryEntries } from './memory-entries.ts'
import { MemoryValues } from './memory-values.ts'
import { writeSnapshotParts } from './snapshot-parts.ts'
import { type Checksum, encodeStateFile, type StateFileTable } from './state-file.ts'
import { requireSameSchema } from './state-schema.ts'
import type { Changes, SealedTable, StateMetrics, StateStore, StateTable } from './state-store.ts'
import {
  bringToVersion,
  type Chain,
  filesOf,
  listVersions,
  missing,
  partPath,
  piecesOf,
  readChain,
  type StateFiles,
  type TablePieces,
  type VersionFiles,
  type Versions,
} from './state-versions.ts'
import type { ValueForm, ValueTable } from './value-table.ts'

export type { StateFiles } from './state-versions.ts'

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
  /** Hears of damaged snapshots that were passed over, and of those that could not be written. */
  readonly warn?: (message: string) => void
  /** Where tables of entries are; undefined = in memory. The store closes it. */
  readonly disk?: DiskTables | undefined
  /** Lets other work go on between pieces of a snapshot. */
  readonly pause?: () => Promise<void>
}

/** So many times the least number of changes bring a snapshot even when they are small: a restart reads them all. */
const patience = 50

/**
 * Opens a store and reads what its version is made of.
 *
 * @throws MILLRACE_STATE_MISSING, MILLRACE_STATE_CORRUPT, MILLRACE_STATE_FORMAT
 */
export async function openStateStore(files: StateFiles, options: OpenStateOptions): Promise<StateStore> {
  const { folder, version, checksum, warn, disk } = options
  const from = { files, folder, version, checksum, warn }
  const versions = await listVersions(from)
  const chain = await readChain(from, versions, disk !== undefined)
  if (disk) await bringToVersion(disk, from, versions)
  return new VersionedStateStore(files, options, versions, chain)
}

interface RegisteredTable {
  readonly table: StateTable
  readonly key: string
  readonly value: string
}

/** A snapshot of tables on disk, to be written when the disk has its version. */
interface DueSnapshot {
  readonly version: number
  /** The whole of the tables that are in memory. */
  readonly inMemory: readonly SealedTable[]
}

class VersionedStateStore implements StateStore {
  readonly metrics: StateMetrics = { rowsTotal: 0, rowsUpdated: 0, rowsRemoved: 0, rowsDroppedByWatermark: 0 }
  due?: () => Micros | undefined
  #version: number
  readonly #files: StateFiles
  readonly #options: OpenStateOptions
  readonly #versions: Versions
  readonly #tables: RegisteredTable[] = []
  /** What tables are filled from; given back when the first epoch ends: stages start within it. */
  #chain: Chain | undefined
  /** Versions and bytes of changes since the last snapshot. */
  #changes = 0
  #changesBytes = 0
  /** Bytes of the largest changes; used before the first snapshot. */
  #largest = 0
  /** Bytes and rows of the last snapshot; 0 bytes = there is none, 0 rows = not known. */
  #snapshotBytes = 0
  #snapshotRows = 0
  #sealed: Changes | undefined
  #made = false
  /** What the disk has yet to take over. */
  #untaken: { readonly version: number; readonly tables: readonly SealedTable[] } | undefined
  #dueSnapshot: DueSnapshot | undefined
  /** A snapshot that is being written. */
  #writing: Promise<void> | undefined
  #closed = false

  constructor(files: StateFiles, options: OpenStateOptions, versions: Versions, chain: Chain) {
    this.#files = files
    this.#options = options
    this.#versions = versions
    this.#chain = chain
    this.#version = options.version
    this.#measure()
  }

  /** How much a restart had to read. */
  #measure(): void {
    for (let version = this.#version; version > 0; version--) {
      const { changes = 0, snapshot, parts } = filesOf(this.#versions, version)
      if (snapshot !== undefined) {
        this.#snapshotBytes = snapshot
        for (const bytes of parts.values()) this.#snapshotBytes += bytes
        return
      }
      this.#changes += 1
      this.#changesBytes += changes
      this.#largest = Math.max(this.#largest, changes)
    }
  }

  get version(): number {
    return this.#version
  }

  get onDisk(): boolean {
    return this.#options.disk !== undefined
  }

  register(table: StateTable, isNew = false): void {
    const { snapshot, changes } = this.#add(table, !isNew)
    table.restore(snapshot, changes)
    this.metrics.rowsTotal += rowsOf(table)
  }

  fill(table: StateTable): boolean {
    invariant(this.#chain, `the state table ${table.name} is filled after the first epoch`)
    const pieces = piecesOf(this.#chain, table.name, table.isEntries === true)
    if (!pieces.newest) return false
    this.#requireSchema(table, pieces.newest)
    table.restore(pieces.snapshot, pieces.changes)
    return true
  }

  entries(options: EntryTableOptions): EntryTable {
    const { disk } = this.#options
    const table = disk ? new DiskEntries(options, disk.table(options.name)) : new MemoryEntries(options)
    this.register(table, true)
    return table
  }

  values<V>(options: EntryTableOptions, form: ValueForm<V>): ValueTable<V> {
    if (this.onDisk) return new EncodedValues(this.entries(options), form)
    const table = new MemoryValues(options, form)
    this.register(table, true)
    return table
  }

  /** @param required must the store's version hold the table? A function of the user may ask for new ones at any time. */
  #add(table: StateTable, required: boolean): TablePieces {
    invariant(!this.#tables.some((one) => one.table.name === table.name), `two state tables called ${table.name}`)
    invariant(this.#chain, `the state table ${table.name} is registered after the first epoch`)
    this.#tables.push({ table, key: schemaToJson(table.key.fields), value: schemaToJson(table.value.fields) })
    const pieces = piecesOf(this.#chain, table.name, table.isEntries === true)
    const { newest } = pieces
    if (required && this.#version > 0 && !newest) throw missing(this.#options, this.#version, table.name)
    if (newest) this.#requireSchema(table, newest)
    return pieces
  }

  #requireSchema(table: StateTable, stored: StateFileTable): void {
    if (this.#options.checksSchema === false) return
    requireSameSchema('key', stored.key, table.key)
    requireSameSchema('value', stored.value, table.value)
  }

  beginEpoch(): void {
    this.metrics.rowsUpdated = 0
    this.metrics.rowsRemoved = 0
    this.metrics.rowsDroppedByWatermark = 0
    this.#moveToDisk()
  }

  /** The epoch before has been committed. */
  #moveToDisk(): void {
    const { disk } = this.#options
    if (!disk || !this.#untaken) return
    const { version, tables } = this.#untaken
    this.#untaken = undefined
    disk.depart(version)
    const names = new Set<string>()
    for (const { table } of this.#tables) {
      if (!(table instanceof DiskEntries)) continue
      names.add(table.name)
      const bytes = tables.find((one) => one.name === table.name && !one.full)?.bytes
      if (bytes) disk.table(table.name).apply([bytes])
      table.taken()
    }
    disk.keepOnly(names)
    disk.arrive(version)
    const due = this.#dueSnapshot
    this.#dueSnapshot = undefined
    if (due?.version === version && !this.#writing) this.#writing = this.#writeSnapshot(disk, due)
  }

  seal(): Changes {
    this.#chain = undefined
    const tables: SealedTable[] = []
    let rows = 0
    for (const { table } of this.#tables) {
      rows += rowsOf(table)
      const bytes = table.changes()
      if (bytes) tables.push({ name: table.name, bytes, full: false })
    }
    this.metrics.rowsTotal = rows
    if (this.#wantsSnapshot(tables))
      for (const { table } of this.#tables) tables.push({ name: table.name, bytes: wholeOf(table), full: true })
    this.#sealed = { tables }
    return this.#sealed
  }

  async persist(version: number, { tables }: Changes): Promise<void> {
    await this.discard(version)
    if (!this.#made) await this.#files.makeDirectory(this.#options.folder)
    this.#made = true
    const changed = tables.filter(({ full }) => !full)
    const bytes = await this.#create(version, 'changes', changed)
    this.#changesBytes += bytes
    this.#largest = Math.max(this.#largest, bytes)
    this.#changes += 1
    this.#version = version
    if (this.onDisk) this.#untaken = { version, tables: changed }
    const full = tables.filter((one) => one.full)
    if (full.length === 0) return
    if (this.#tables.some(({ table }) => table instanceof DiskEntries)) this.#dueSnapshot = { version, inMemory: full }
    else this.#snapshotBytes = await this.#create(version, 'snapshot', full)
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
      if (snapshot !== undefined && version <= oldest && version > base) base = version
    for (const version of [...this.#versions.keys()]) if (version < base) await this.discard(version)
    const found = this.#versions.get(base)
    if (found) await this.#remove(base, found, 'changes')
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#writing
    await this.#options.disk?.close()
  }

  /**
   * A snapshot costs what the whole table takes, so it is written when a restart would otherwise read half as much again:
   * not every few epochs for a large table of which little changes. Before the first one it is the largest changes that
   * stand for it: those of the batch that filled the table, perhaps. Tables on disk are as a rule still there at a restart,
   * so they wait for three quarters.
   */
  #wantsSnapshot(sealed: readonly SealedTable[]): boolean {
    const least = this.#options.changesPerSnapshot ?? 10
    if (this.#changes < least || this.#writing) return false
    if (this.#changes >= least * patience) return true
    const bytes = sealed.reduce((sum, one) => sum + (one.bytes?.length ?? 0), this.#changesBytes)
    if (this.#snapshotBytes === 0) return bytes - this.#largest > this.#largest / 2
    const grown = this.#snapshotRows === 0 ? 1 : this.metrics.rowsTotal / this.#snapshotRows
    return bytes > this.#snapshotBytes * grown * (this.onDisk ? 0.75 : 0.5)
  }

  /** Reads the disk as it is now, however far the epochs get meanwhile. What fails is no loss: the changes are there. */
  async #writeSnapshot(disk: DiskTables, { version, inMemory }: DueSnapshot): Promise<void> {
    const tables = this.#tables.flatMap(({ table }) =>
      table instanceof DiskEntries ? [{ name: table.name, entries: disk.table(table.name).entries() }] : [],
    )
    try {
      const found = filesOf(this.#versions, version)
      const parts = await writeSnapshotParts(tables, {
        write: async (name, bytes, number) => {
          found.parts.set(number, await this.#create(version, 'part', [{ name, bytes, full: true }], number))
        },
        pause: this.#options.pause,
        isClosed: () => this.#closed,
      })
      if (parts === undefined) return
      await this.#create(version, 'snapshot', inMemory, parts)
      this.#snapshotBytes = found.snapshot ?? 0
      for (const bytes of found.parts.values()) this.#snapshotBytes += bytes
    } catch (error) {
      this.#options.warn?.(
        `A snapshot of state could not be written, the query goes on (${this.#options.folder}): ${error}`,
      )
    } finally {
      for (const { entries } of tables) entries.done()
      this.#writing = undefined
    }
  }

  /** @returns bytes of the file */
  async #create(
    version: number,
    kind: 'changes' | 'snapshot' | 'part',
    sealed: readonly SealedTable[],
    parts = 0,
  ): Promise<number> {
    const { folder, checksum } = this.#options
    const all = this.#tables.map(({ table: { name, isEntries = false }, key, value }) => ({
      name,
      isEntries,
      key,
      value,
      bytes: sealed.find((one) => one.name === name)?.bytes,
    }))
    const isPart = kind === 'part'
    const tables = isPart ? all.filter(({ bytes }) => bytes) : all
    const bytes = encodeStateFile({ version, snapshot: kind === 'snapshot', isPart, parts, tables }, checksum)
    await this.#files.createAtomic(isPart ? partPath(folder, version, parts) : `${folder}/${version}.${kind}`, bytes)
    if (kind !== 'part') filesOf(this.#versions, version)[kind] = bytes.length
    return bytes.length
  }

  async #remove(version: number, found: VersionFiles, kind: 'changes' | 'snapshot'): Promise<void> {
    if (found[kind] === undefined) return
    const { folder } = this.#options
    await this.#files.remove(`${folder}/${version}.${kind}`)
    delete found[kind]
    if (kind === 'snapshot') {
      for (const number of found.parts.keys()) await this.#files.remove(partPath(folder, version, number))
      found.parts.clear()
    }
    if (found.snapshot === undefined && found.changes === undefined) this.#versions.delete(version)
  }
}

function rowsOf({ isIndex, size }: StateTable): number {
  return isIndex ? 0 : size
}

/** Of a table on disk nothing: it is written from there. */
function wholeOf(table: StateTable): Uint8Array | undefined {
  return table instanceof DiskEntries ? undefined : table.snapshot()
}
