/** Which versions of a stage's state a folder holds, and what one of them is made of. */
import { MillraceError } from '../errors.ts'
import type { DiskTables } from './disk-tables.ts'
import { type Checksum, corrupt, decodeStateFile, type StateFile, type StateFileTable } from './state-file.ts'

/** What the store needs of a file system (lib/files, a layer above). Files are created whole and durably, or not at all. */
export interface StateFiles {
  list(directory: string): Promise<readonly { readonly name: string; readonly size: number }[]>
  readAll(path: string): Promise<Uint8Array>
  createAtomic(path: string, bytes: Uint8Array): Promise<void>
  makeDirectory(path: string): Promise<void>
  remove(path: string): Promise<void>
}

export interface StateFolder {
  readonly files: StateFiles
  readonly folder: string
  /** The version that is read. */
  readonly version: number
  readonly checksum?: Checksum | undefined
  readonly warn?: ((message: string) => void) | undefined
}

/** A version's files by their sizes in bytes. */
export interface VersionFiles {
  changes?: number
  snapshot?: number
  /** By their numbers, from 1; a snapshot is there when its last file is, the one without a number. */
  readonly parts: Map<number, number>
}

export type Versions = Map<number, VersionFiles>

/** What a version is made of: a snapshot or nothing, and the changes after it, in order. */
export interface Chain {
  readonly snapshot?: StateFile
  readonly parts: readonly StateFile[]
  readonly changes: readonly StateFile[]
}

/** What a table is restored from. */
export interface TablePieces {
  /** As the newest file has it; undefined = it does not. */
  readonly newest: StateFileTable | undefined
  readonly snapshot: Uint8Array | undefined
  readonly changes: readonly Uint8Array[]
}

const fileName = /^(\d{1,15})(?:\.(\d{1,9}))?\.(changes|snapshot|part)$/

/** Removes what a crash left half done. */
export async function listVersions({ files, folder }: StateFolder): Promise<Versions> {
  const versions: Versions = new Map()
  for (const { name, size } of await files.list(folder)) {
    const [, version, number, kind] = fileName.exec(name) ?? []
    if (kind === 'part') filesOf(versions, Number(version)).parts.set(Number(number), size)
    else if (kind) filesOf(versions, Number(version))[kind as 'changes' | 'snapshot'] = size
    else if (name.startsWith('.') && name.endsWith('.tmp')) await files.remove(`${folder}/${name}`)
  }
  for (const [version, { snapshot, parts }] of versions) {
    if (snapshot !== undefined) continue
    for (const number of parts.keys()) await files.remove(partPath(folder, version, number))
    parts.clear()
  }
  return versions
}

export function filesOf(versions: Versions, version: number): VersionFiles {
  let found = versions.get(version)
  if (found === undefined) {
    found = { parts: new Map() }
    versions.set(version, found)
  }
  return found
}

export function partPath(folder: string, version: number, number: number): string {
  return `${folder}/${version}.${number}.part`
}

/**
 * Reads what the version is made of; a damaged snapshot is passed over for an older one.
 *
 * @param entriesElsewhere leaves out what is in lists of entries
 * @throws MILLRACE_STATE_MISSING, MILLRACE_STATE_CORRUPT, MILLRACE_STATE_FORMAT
 */
export async function readChain(from: StateFolder, versions: Versions, entriesElsewhere: boolean): Promise<Chain> {
  const changes: StateFile[] = []
  let damaged: MillraceError | undefined
  for (let version = from.version; version > 0; version--) {
    const found = versions.get(version)
    if (found?.snapshot !== undefined) {
      const snapshot = await readSnapshot(from, version, found, entriesElsewhere, (error) => {
        damaged ??= error
      })
      if (snapshot) return { ...snapshot, changes: changes.reverse() }
    }
    if (found?.changes === undefined) throw damaged ?? missing(from, version)
    const file = await readFile(from, version, 'changes')
    changes.push(entriesElsewhere ? withoutEntries(file) : file)
    // All of it is elsewhere: what the tables are is told by the newest.
    if (entriesElsewhere && file.tables.every(({ isEntries }) => isEntries)) break
  }
  return { parts: [], changes: changes.reverse() }
}

async function readSnapshot(
  from: StateFolder,
  version: number,
  found: VersionFiles,
  entriesElsewhere: boolean,
  isDamaged: (error: MillraceError) => void,
): Promise<Omit<Chain, 'changes'> | undefined> {
  try {
    const snapshot = await readFile(from, version, 'snapshot')
    if (entriesElsewhere) return { snapshot: withoutEntries(snapshot), parts: [] }
    const parts: StateFile[] = []
    for (let number = 1; number <= (snapshot.parts ?? 0); number++)
      parts.push(await readPart(from, version, found, number))
    return { snapshot, parts }
  } catch (error) {
    if (!isCorrupt(error)) throw error
    isDamaged(error)
    warnOfDamage(from, version)
    return undefined
  }
}

function withoutEntries(file: StateFile): StateFile {
  return { ...file, tables: file.tables.map((one) => (one.isEntries ? { ...one, bytes: undefined } : one)) }
}

/** A table's pieces: only those of the same form, back to where it began. */
export function piecesOf({ snapshot, parts, changes }: Chain, name: string, isEntries: boolean): TablePieces {
  const of = (file: StateFile | undefined) =>
    file?.tables.find((one) => one.name === name && one.isEntries === isEntries)
  let first = changes.length
  while (first > 0 && of(changes[first - 1])) first -= 1
  const since = changes.slice(first).map(of)
  const base = first === 0 ? of(snapshot) : undefined
  const pieces = [...(base ? parts.map(of) : []), ...since]
  return {
    newest: since.at(-1) ?? base,
    snapshot: base?.bytes,
    changes: pieces.flatMap((one) => one?.bytes ?? []),
  }
}

/** Brings tables on disk to the version: by the changes they lack, or anew from a snapshot. */
export async function bringToVersion(disk: DiskTables, from: StateFolder, versions: Versions): Promise<void> {
  const { version } = from
  const held = disk.version
  const fits = held !== undefined && held <= version && disk.least <= version && hasChanges(versions, held, version)
  if (fits && held === version) return
  let at = fits ? held : await loadSnapshot(disk, from, versions)
  while (at < version) {
    const file = await readFile(from, ++at, 'changes')
    if (fits) disk.depart(at)
    applyEntries(disk, file)
    disk.keepOnly(new Set(file.tables.flatMap(({ name, isEntries }) => (isEntries ? [name] : []))))
    if (fits) disk.arrive(at)
  }
  disk.arrive(version)
}

function hasChanges(versions: Versions, after: number, to: number): boolean {
  for (let version = after + 1; version <= to; version++) if (versions.get(version)?.changes === undefined) return false
  return true
}

/** @returns the version that the disk now holds */
async function loadSnapshot(disk: DiskTables, from: StateFolder, versions: Versions): Promise<number> {
  let damaged: MillraceError | undefined
  for (let version = from.version; version > 0; version--) {
    const found = versions.get(version)
    if (found?.snapshot !== undefined) {
      disk.clear()
      try {
        const snapshot = await readFile(from, version, 'snapshot')
        applyEntries(disk, snapshot)
        for (let number = 1; number <= (snapshot.parts ?? 0); number++)
          applyEntries(disk, await readPart(from, version, found, number))
        return version
      } catch (error) {
        if (!isCorrupt(error)) throw error
        damaged ??= error
        warnOfDamage(from, version)
      }
    }
    if (found?.changes === undefined) throw damaged ?? missing(from, version)
  }
  disk.clear()
  return 0
}

function applyEntries(disk: DiskTables, { tables }: StateFile): void {
  for (const { name, isEntries, bytes } of tables) if (isEntries && bytes) disk.table(name).apply([bytes])
}

async function readFile(from: StateFolder, version: number, kind: 'changes' | 'snapshot'): Promise<StateFile> {
  const path = `${from.folder}/${version}.${kind}`
  const file = decodeStateFile(await from.files.readAll(path), path, from.checksum)
  if (file.version !== version || file.snapshot !== (kind === 'snapshot') || file.isPart)
    throw corrupt(path, 'it holds another version')
  return file
}

async function readPart(
  from: StateFolder,
  version: number,
  { parts }: VersionFiles,
  number: number,
): Promise<StateFile> {
  const path = partPath(from.folder, version, number)
  if (!parts.has(number)) throw corrupt(path, 'it is not there')
  const file = decodeStateFile(await from.files.readAll(path), path, from.checksum)
  if (file.version !== version || !file.isPart || file.parts !== number) throw corrupt(path, 'it holds another version')
  return file
}

function warnOfDamage({ folder, warn }: StateFolder, version: number): void {
  warn?.(`A damaged snapshot of state is passed over for an older one: ${folder}/${version}.snapshot`)
}

function isCorrupt(error: unknown): error is MillraceError {
  return error instanceof MillraceError && error.condition === 'MILLRACE_STATE_CORRUPT'
}

export function missing(
  { folder, version }: Pick<StateFolder, 'folder' | 'version'>,
  at: number,
  table?: string,
): MillraceError {
  const what = table === undefined ? `version ${at}` : `the table ${table} of version ${at}`
  return new MillraceError(
    'MILLRACE_STATE_MISSING',
    `The query needs state of version ${version}, and ${what} is not there. Stateful operators must not be added, removed or ` +
      `moved between runs of one checkpoint; if the query is unchanged, restore the checkpoint's files: ${folder}`,
    { parameters: { folder, version: String(version), missing: String(at) } },
  )
}
