/**
 * A file system in memory that forgets, at a power cut, whatever was not synced: contents of files without fsync, and
 * names in directories without a sync of the directory. Deterministic; counts what is done to it, and fails on demand.
 */
import { fileError } from './file-error.ts'
import type {
  FileReader,
  FileStatus,
  FileSystem,
  FileWriter,
  ImmediateFiles,
  ImmediateReader,
  ImmediateWriter,
} from './file-system.ts'
import { nameOf, parentOf, temporaryName } from './path-text.ts'

interface FileNode {
  readonly kind: 'file'
  bytes: Uint8Array
  /** What survives a power cut. */
  durable: Uint8Array
  modifiedMs: number
}

interface DirectoryNode {
  readonly kind: 'directory'
  names: Map<string, FileNode | DirectoryNode>
  durable: Map<string, FileNode | DirectoryNode>
  modifiedMs: number
}

/** How an operation is made to fail: a code of Node's, or the machine loses power instead of doing it. */
export type Failure = 'ENOSPC' | 'EACCES' | 'EIO' | 'powerCut'

/** What has been done so far; the sum of `changes` is what failures count by. */
export interface Operations {
  /** Everything that alters the disk: creations, writes, syncs, links, renames, removals. */
  changes: number
  /** Of these, syncs of a file or directory. */
  syncs: number
}

/** In-memory FileSystem for tests of recovery. `/` exists from the start. */
export class SimulatedFileSystem implements FileSystem {
  readonly operations: Operations = { changes: 0, syncs: 0 }
  readonly immediate: ImmediateFiles = {
    readAll: (path) => this.#readIfPresent(path),
    openRead: (path) => this.#openRead(path),
    names: (directory) => this.#list(directory).map(({ name, isDirectory }) => ({ name, isDirectory })),
    stat: (path) => this.#stat(path),
    openWrite: (path) => this.#openWrite(path),
    createAtomic: (path, bytes) => this.#createAtomic(path, bytes),
    makeDirectory: (path) => this.#makeDirectory(path),
    remove: (path) => this.#remove(path),
  }
  /** Time of changes; set it to control `modifiedMs`. */
  nowMs = 1_000_000
  readonly #root: DirectoryNode = newDirectory(0)
  #failure: { readonly at: number; readonly kind: Failure; readonly lasting: boolean } | undefined
  #off = false
  #generation = 0

  /**
   * Makes the `change`-th change from now on fail (0 = the next one).
   *
   * @param lasting every later change fails too, as on a full disk; a power cut always lasts until `restart`
   */
  failAt(change: number, kind: Failure, lasting = false): void {
    this.#failure = { at: this.operations.changes + change, kind, lasting }
  }

  /** No failure is planned any more. */
  heal(): void {
    this.#failure = undefined
  }

  /** False after a power cut, until `restart`. */
  get powered(): boolean {
    return !this.#off
  }

  /** Loses power now: every call fails until `restart`. */
  powerCut(): void {
    this.#off = true
    this.#generation += 1
    this.#failure = undefined
  }

  /**
   * Power is back.
   *
   * @param survives asked for each change that was not synced, in a fixed order: true = it happened to reach the disk all
   * the same. Default: nothing did.
   */
  restart(survives: () => boolean = () => false): void {
    forget(this.#root, survives)
    this.#off = false
  }

  /** The power stays on and the program ends: what a killed process leaves behind. */
  killProcess(): void {
    this.#off = false
    this.#generation += 1
    this.#failure = undefined
  }

  async list(directory: string): Promise<readonly FileStatus[]> {
    return this.#list(directory)
  }

  async stat(path: string): Promise<FileStatus | undefined> {
    return this.#stat(path)
  }

  async readAll(path: string): Promise<Uint8Array> {
    const bytes = this.#readIfPresent(path)
    if (!bytes) throw fileError('read', path, 'ENOENT')
    return bytes
  }

  async openRead(path: string): Promise<FileReader> {
    return this.#openRead(path)
  }

  #openRead(path: string): ImmediateReader {
    this.#awake('open', path)
    const node = this.#find(path)
    if (node?.kind !== 'file') throw fileError('open', path, node ? 'EISDIR' : 'ENOENT')
    return {
      read: (target, position) => {
        this.#awake('read', path)
        const part = node.bytes.subarray(position, position + target.length)
        target.set(part)
        return part.length
      },
      close: () => {},
    }
  }

  async openWrite(path: string): Promise<FileWriter> {
    return this.#openWrite(path)
  }

  async createAtomic(path: string, bytes: Uint8Array): Promise<void> {
    this.#createAtomic(path, bytes)
  }

  async makeDirectory(path: string): Promise<void> {
    this.#makeDirectory(path)
  }

  async rename(from: string, to: string): Promise<void> {
    this.#change(`move ${from} to`, to)
    const source = this.#place('move', from)
    const node = source.directory.names.get(source.name)
    if (!node) throw fileError('move', from, 'ENOENT')
    const target = this.#place(`move ${from} to`, to)
    if (target.directory.names.get(target.name)?.kind === 'directory') throw fileError(`move ${from} to`, to, 'EISDIR')
    source.directory.names.delete(source.name)
    target.directory.names.set(target.name, node)
  }

  async remove(path: string): Promise<void> {
    this.#remove(path)
  }

  async removeTree(path: string): Promise<void> {
    this.#awake('remove', path)
    const node = this.#find(path)
    if (!node) return
    if (node.kind === 'directory') for (const name of [...node.names.keys()]) await this.removeTree(`${path}/${name}`)
    this.#remove(path)
  }

  async syncDirectory(path: string): Promise<void> {
    this.#syncDirectory(path)
  }

  /** Every path below `/` with its text, for assertions. */
  dump(): Record<string, string> {
    const found: Record<string, string> = {}
    const walk = (directory: DirectoryNode, prefix: string): void => {
      for (const [name, node] of [...directory.names].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (node.kind === 'file') found[`${prefix}/${name}`] = new TextDecoder().decode(node.bytes)
        else walk(node, `${prefix}/${name}`)
      }
    }
    walk(this.#root, '')
    return found
  }

  #openWrite(path: string): ImmediateWriter {
    this.#change('create', path)
    const { directory, name } = this.#place('create', path)
    const existing = directory.names.get(name)
    if (existing?.kind === 'directory') throw fileError('create', path, 'EISDIR')
    const node = existing ?? newFile(this.nowMs)
    node.bytes = new Uint8Array(0)
    directory.names.set(name, node)
    const generation = this.#generation
    const alive = (verb: string): void => {
      if (generation !== this.#generation) throw fileError(verb, path, 'EBADF')
    }
    return {
      write: (bytes) => {
        alive('write')
        this.#change('write', path)
        this.#append(node, bytes)
      },
      sync: () => {
        alive('sync')
        this.#sync('sync', path)
        node.durable = node.bytes
      },
      syncBehind: async () => {
        alive('sync')
        this.#sync('sync', path)
        const { bytes } = node
        // What is written from here on is not part of it, and nothing is durable before it has settled.
        await Promise.resolve()
        alive('sync')
        node.durable = bytes
      },
      close: () => {},
    }
  }

  #list(directory: string): readonly FileStatus[] {
    this.#awake('list', directory)
    const node = this.#find(directory)
    if (node?.kind !== 'directory') return []
    const prefix = directory.endsWith('/') ? directory : `${directory}/`
    return [...node.names].map(([name, child]) => statusOf(prefix + name, name, child))
  }

  #stat(path: string): FileStatus | undefined {
    this.#awake('look at', path)
    const node = this.#find(path)
    return node && statusOf(path, nameOf(path), node)
  }

  #readIfPresent(path: string): Uint8Array | undefined {
    this.#awake('read', path)
    const node = this.#find(path)
    if (node?.kind === 'directory') throw fileError('read', path, 'EISDIR')
    return node?.bytes.slice()
  }

  #createAtomic(path: string, bytes: Uint8Array): void {
    const temporary = temporaryName(path)
    try {
      this.#change('create', path)
      const { directory, name } = { ...this.#place('create', path), name: nameOf(temporary) }
      const node = newFile(this.nowMs)
      directory.names.set(name, node)
      this.#change('create', path)
      this.#append(node, bytes)
      this.#sync('create', path)
      node.durable = node.bytes
      this.#change('create', path)
      if (directory.names.has(nameOf(path))) throw fileError('create', path, 'EEXIST')
      directory.names.set(nameOf(path), node)
    } catch (error) {
      if (this.powered) this.#find(parentOf(temporary), 'directory')?.names.delete(nameOf(temporary))
      throw error
    }
    this.#remove(temporary)
    this.#syncDirectory(parentOf(path))
  }

  #makeDirectory(path: string): void {
    this.#awake('create the directory', path)
    let node = this.#root
    let at = ''
    for (const name of partsOf(path)) {
      const child = node.names.get(name)
      if (child?.kind === 'file') throw fileError('create the directory', path, 'ENOTDIR')
      if (child) node = child
      else {
        this.#change('create the directory', path)
        const made = newDirectory(this.nowMs)
        node.names.set(name, made)
        this.#syncDirectory(at === '' ? '/' : at)
        node = made
      }
      at = `${at}/${name}`
    }
  }

  #remove(path: string): void {
    this.#awake('remove', path)
    const node = this.#find(path)
    if (!node) return
    this.#change('remove', path)
    if (node.kind === 'directory' && node.names.size > 0) throw fileError('remove', path, 'ENOTEMPTY')
    const { directory, name } = this.#place('remove', path)
    directory.names.delete(name)
  }

  #syncDirectory(path: string): void {
    this.#sync('sync the directory', path)
    const node = this.#find(path, 'directory')
    if (!node) throw fileError('sync the directory', path, 'ENOENT')
    node.durable = new Map(node.names)
  }

  #append(node: FileNode, bytes: Uint8Array): void {
    const whole = new Uint8Array(node.bytes.length + bytes.length)
    whole.set(node.bytes)
    whole.set(bytes, node.bytes.length)
    node.bytes = whole
    node.modifiedMs = this.nowMs
  }

  #sync(verb: string, path: string): void {
    this.#change(verb, path)
    this.operations.syncs += 1
  }

  #change(verb: string, path: string): void {
    this.#awake(verb, path)
    const change = this.operations.changes
    const failure = this.#failure
    if (failure && (failure.lasting ? change >= failure.at : change === failure.at)) {
      if (failure.kind === 'powerCut') this.powerCut()
      else this.operations.changes += 1
      throw fileError(verb, path, failure.kind === 'powerCut' ? 'EIO' : failure.kind)
    }
    this.operations.changes += 1
  }

  #awake(verb: string, path: string): void {
    if (this.#off) throw fileError(verb, path, 'EIO')
  }

  #place(verb: string, path: string): { readonly directory: DirectoryNode; readonly name: string } {
    const directory = this.#find(parentOf(path), 'directory')
    if (!directory) throw fileError(verb, path, 'ENOENT')
    return { directory, name: nameOf(path) }
  }

  #find(path: string): FileNode | DirectoryNode | undefined
  #find(path: string, kind: 'directory'): DirectoryNode | undefined
  #find(path: string, kind?: 'directory'): FileNode | DirectoryNode | undefined {
    let node: FileNode | DirectoryNode | undefined = this.#root
    for (const name of partsOf(path)) {
      if (node?.kind !== 'directory') return undefined
      node = node.names.get(name)
    }
    return kind && node?.kind !== kind ? undefined : node
  }
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.')
}

function newFile(modifiedMs: number): FileNode {
  return { kind: 'file', bytes: new Uint8Array(0), durable: new Uint8Array(0), modifiedMs }
}

function newDirectory(modifiedMs: number): DirectoryNode {
  return { kind: 'directory', names: new Map(), durable: new Map(), modifiedMs }
}

function statusOf(path: string, name: string, node: FileNode | DirectoryNode): FileStatus {
  const isDirectory = node.kind === 'directory'
  return { path, name, isDirectory, size: isDirectory ? 0 : node.bytes.length, modifiedMs: node.modifiedMs }
}

function forget(directory: DirectoryNode, survives: () => boolean): void {
  const kept = new Map<string, FileNode | DirectoryNode>()
  for (const name of new Set([...directory.durable.keys(), ...directory.names.keys()])) {
    const before = directory.durable.get(name)
    const now = directory.names.get(name)
    const node = before === now || survives() ? now : before
    if (node) kept.set(name, node)
  }
  directory.names = kept
  directory.durable = new Map(kept)
  for (const node of kept.values()) {
    if (node.kind === 'directory') forget(node, survives)
    else if (node.bytes !== node.durable) {
      if (!survives()) node.bytes = node.durable
      node.durable = node.bytes
    }
  }
}
