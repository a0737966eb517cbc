/**
 * Tables of bytes on disk by LMDB. Nothing is synced: what a crash of the machine may have torn is told by the boot it was
 * written in, and made anew from the checkpoint. The file `stamp` says so before the database is opened, since LMDB itself
 * does not see a torn page.
 */
import { readFileSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import type { Database, RootDatabase } from 'lmdb'
import { invariant, MillraceError } from '../errors.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { DiskTable, DiskTables } from '../state/disk-tables.ts'
import { readEntryList } from '../state/entry-lists.ts'
import type { Entry } from '../state/entry-table.ts'
import { isLong, longEntries, longValue, storedKey, storedRange, storedValue } from './long-keys.ts'

type Bytes = Database<Uint8Array, Uint8Array>

/** The most that a stage may have. */
const mostTables = 1024
/**
 * Entries that one transaction writes. Pages that it replaces are free later, and stand in one list with others. To put a page
 * into that list takes a walk over what is empty in it, so lists are kept short: with the package's own limits (50,000 pages)
 * and large transactions, half of the time goes into them once something has read for long.
 */
const entriesPerTransaction = 2000
/** Pages: those looked at for free ones at a time, and those kept for the next transaction. The package's types lack them. */
const freePages = { maxFreeSpaceToLoad: 2000, maxFreeSpaceToRetain: 4000 }
/** Of the first page of a database, and where it is. */
const magic = 0xbeefc0de
const magicAt = 24
const metaName = 'millrace'
const versionKey = Uint8Array.of(1)
/** How entries lie in it. A database of another layout is made anew. */
const layout = 2

const bytesByBytes = { keyEncoding: 'binary', encoding: 'binary', cache: false } as const

/**
 * Opens the tables of a folder; makes it if need be.
 *
 * @param path a folder of the local file system
 * @throws MILLRACE_LMDB_MISSING when the package is not installed
 */
export async function openLmdbTables(files: FileSystem, path: string): Promise<DiskTables> {
  const open = await loadLmdb()
  await files.makeDirectory(path)
  if (stampOf(files, path) !== thisStamp() || !looksWhole(files, `${path}/data.mdb`)) await startAnew(files, path)
  return new LmdbTables(
    open<Uint8Array, Uint8Array>({
      ...bytesByBytes,
      path,
      noSync: true,
      // Not the map that is written to: it ends the process when a transaction frees the last page that it wrote (lmdb-js 212).
      useWritemap: false,
      overlappingSync: false,
      maxDbs: mostTables,
      ...freePages,
    }),
  )
}

async function loadLmdb(): Promise<typeof import('lmdb')['open']> {
  try {
    return (await import('lmdb')).open
  } catch (cause) {
    throw new MillraceError(
      'MILLRACE_LMDB_MISSING',
      'State on disk (millrace.state.provider = lmdb) needs the package lmdb, which could not be loaded: install it beside ' +
        'millrace (npm install lmdb), or keep state in memory.',
      { cause },
    )
  }
}

async function startAnew(files: FileSystem, path: string): Promise<void> {
  await files.removeTree(path)
  await files.makeDirectory(path)
  await files.createAtomic(`${path}/stamp`, new TextEncoder().encode(thisStamp()))
}

/** LMDB ends the process when it opens something else. No file at all is fine. */
function looksWhole(files: FileSystem, path: string): boolean {
  if (files.immediate.stat(path) === undefined) return true
  const reader = files.immediate.openRead(path)
  const head = new Uint8Array(magicAt + 4)
  try {
    return reader.read(head, 0) === head.length && new DataView(head.buffer).getUint32(magicAt, true) === magic
  } finally {
    reader.close()
  }
}

function stampOf(files: FileSystem, path: string): string | undefined {
  const bytes = files.immediate.readAll(`${path}/stamp`)
  return bytes && new TextDecoder().decode(bytes)
}

const thisStamp = (): string => `${thisBoot()} layout ${layout}`

/** The same as long as the machine runs. */
function thisBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
  } catch {
    // To ten minutes: clocks are set now and then.
    return `${hostname()} ${Math.round((Date.now() / 1000 - uptime()) / 600)}`
  }
}

/** What the database says of itself. */
interface Meta {
  readonly version: number | undefined
  readonly least: number
  readonly names: readonly string[]
  /** Whether there may be long keys. */
  readonly long: boolean
}

class LmdbTables implements DiskTables {
  readonly #root: RootDatabase<Uint8Array, Uint8Array>
  readonly #meta: Bytes
  readonly #tables = new Map<string, LmdbTable>()
  /** Of all tables; see `Meta`. */
  readonly #keys = { long: false }
  #version: number | undefined
  #least = 0

  constructor(root: RootDatabase<Uint8Array, Uint8Array>) {
    this.#root = root
    this.#meta = root.openDB({ ...bytesByBytes, name: metaName })
    const stored = this.#meta.get(versionKey)
    if (stored === undefined) return
    const { version, least, names, long } = JSON.parse(new TextDecoder().decode(stored)) as Meta
    this.#keys.long = long
    for (const name of names) this.table(name)
    this.#version = version
    this.#least = least
  }

  get version(): number | undefined {
    return this.#version
  }

  get least(): number {
    return this.#least
  }

  table(name: string): LmdbTable {
    let table = this.#tables.get(name)
    if (table === undefined) {
      table = new LmdbTable(this.#root, this.#root.openDB({ ...bytesByBytes, name: `=${name}` }), this.#keys)
      this.#tables.set(name, table)
    }
    return table
  }

  keepOnly(names: ReadonlySet<string>): void {
    for (const [name, table] of this.#tables) {
      if (names.has(name)) continue
      table.clear()
      this.#tables.delete(name)
    }
  }

  clear(): void {
    this.#write(undefined, 0)
    this.keepOnly(new Set())
    this.#keys.long = false
  }

  depart(version: number): void {
    this.#write(this.#version, version)
  }

  arrive(version: number): void {
    this.#write(version, version)
  }

  close(): Promise<void> {
    return this.#root.close()
  }

  #write(version: number | undefined, least: number): void {
    this.#version = version
    this.#least = least
    const meta: Meta = { version, least, names: [...this.#tables.keys()], long: this.#keys.long }
    this.#meta.putSync(versionKey, new TextEncoder().encode(JSON.stringify(meta)))
  }
}

class LmdbTable implements DiskTable {
  readonly #root: RootDatabase<Uint8Array, Uint8Array>
  readonly #entries: Bytes
  readonly #keys: { long: boolean }
  #size: number

  constructor(root: RootDatabase<Uint8Array, Uint8Array>, entries: Bytes, keys: { long: boolean }) {
    this.#root = root
    this.#entries = entries
    this.#keys = keys
    this.#size = this.#count()
  }

  get size(): number {
    return this.#size
  }

  has(key: Uint8Array): boolean {
    return this.#entries.getBinaryFast(isLong(key) ? storedKey(key) : key) !== undefined
  }

  peek(key: Uint8Array): Uint8Array | undefined {
    if (isLong(key)) return this.get(key)
    const found = this.#entries.getBinaryFast(key)
    return found && plain(found)
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const long = isLong(key)
    const found = this.#entries.getBinary(long ? storedKey(key) : key)
    if (found === undefined) return undefined
    return long ? longValue(key, plain(found)) : plain(found)
  }

  range(from?: Uint8Array, to?: Uint8Array): Iterable<Entry> {
    const range = this.#entries.getRange(storedRange(from, to)).map(plainEntry)
    return this.#keys.long || (from && isLong(from)) ? longEntries(range, from, to) : range
  }

  entries(): Iterable<Entry> & { done(): void } {
    const transaction = this.#entries.useReadTransaction()
    const stored = this.#entries.getRange({ transaction })
    const entries = this.#keys.long ? longEntries(stored) : stored
    return { [Symbol.iterator]: () => entries[Symbol.iterator](), done: () => transaction.done() }
  }

  /** In the order of the keys: what is near to each other is written together. */
  apply(lists: readonly Uint8Array[]): void {
    const keys: Uint8Array[] = []
    const values: (Uint8Array | undefined)[] = []
    const write = () => {
      if (keys.length > 0) this.#write(keys, values)
      keys.length = 0
      values.length = 0
    }
    for (const list of lists) {
      const each = (key: Uint8Array, value: Uint8Array | undefined): void => {
        invariant(key.length > 0, 'LMDB takes no empty keys')
        const long = isLong(key)
        if (long) this.#keys.long = true
        keys.push(long ? storedKey(key) : key)
        values.push(long && value ? storedValue(key, value) : value)
        if (keys.length === entriesPerTransaction) write()
      }
      readEntryList(list, each, true)
    }
    write()
    this.#size = this.#count()
  }

  clear(): void {
    this.#entries.clearSync()
    this.#size = 0
  }

  #write(keys: readonly Uint8Array[], values: readonly (Uint8Array | undefined)[]): void {
    const entries = this.#entries
    this.#root.transactionSync(() => {
      for (let at = 0; at < keys.length; at++) {
        const value = values[at]
        if (value) entries.putSync(keys[at] as Uint8Array, value)
        else entries.removeSync(keys[at] as Uint8Array)
      }
    })
  }

  #count(): number {
    return (this.#entries.getStats() as { readonly entryCount: number }).entryCount
  }
}

function plainEntry({ key, value }: Entry): Entry {
  return { key: plain(key), value: plain(value) }
}

/** Not a Buffer, whose `slice` does not copy. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}
