/**
 * What the engine needs of a file system. The local one works synchronously inside (9 times faster than fs/promises);
 * the simulated one forgets at a power cut what was not synced. Paths are plain, with `/`; no URIs below this line.
 * Errors are MillraceError that name the path and keep Node's code in `parameters.code` (ENOENT, EEXIST, ENOSPC, …).
 */
export interface FileStatus {
  readonly path: string
  readonly name: string
  readonly isDirectory: boolean
  readonly size: number
  /** Milliseconds since 1970, whole. */
  readonly modifiedMs: number
}

/** A child of a directory, known without looking at the file itself. */
export interface DirectoryEntry {
  readonly name: string
  /** Links are followed. */
  readonly isDirectory: boolean
}

export interface FileReader {
  /** Reads into `target` from `position`; gives the bytes read, 0 at the end. */
  read(target: Uint8Array, position: number): number | Promise<number>
  close(): void | Promise<void>
}

/** A FileReader whose calls are done when they return. */
export interface ImmediateReader extends FileReader {
  read(target: Uint8Array, position: number): number
  close(): void
}

export interface FileWriter {
  write(bytes: Uint8Array): void | Promise<void>
  /** Durable contents (fsync). */
  sync(): void | Promise<void>
  close(): void | Promise<void>
}

/** A FileWriter whose calls are done when they return. */
export interface ImmediateWriter extends FileWriter {
  write(bytes: Uint8Array): void
  sync(): void
  /**
   * Makes durable what has been written so far, beside further writes; `sync` still has to follow for those. A failure is
   * told to this promise alone, since a disk reports it once. Not to be closed before it has settled.
   */
  syncBehind(): Promise<void>
  close(): void
}

export interface FileSystem {
  /** Children of a directory, unordered; [] when it does not exist. */
  list(directory: string): Promise<readonly FileStatus[]>
  stat(path: string): Promise<FileStatus | undefined>
  readAll(path: string): Promise<Uint8Array>
  openRead(path: string): Promise<FileReader>
  /** Creates or truncates; parent directories must exist. Not durable until `sync` and `syncDirectory`. */
  openWrite(path: string): Promise<FileWriter>
  /**
   * Writes a file that either exists whole and durably or not at all, and never replaces one: temporary file, fsync,
   * link, fsync of the directory. Throws with code EEXIST when `path` exists.
   */
  createAtomic(path: string, bytes: Uint8Array): Promise<void>
  /** Creates missing parents too, each durably. */
  makeDirectory(path: string): Promise<void>
  /** Moves a file over nothing or over `to`; durable after syncDirectory of both parents. */
  rename(from: string, to: string): Promise<void>
  /** Removes a file or an empty directory; nothing when it is missing. */
  remove(path: string): Promise<void>
  removeTree(path: string): Promise<void>
  syncDirectory(path: string): Promise<void>
  /** What a program waits for inside `start()`: a query's id must be known and its checkpoint locked when it returns. */
  readonly immediate: ImmediateFiles
}

/** The few synchronous operations; a reader's schema depends on its directories, so `load()` needs listings too. */
export interface ImmediateFiles {
  /** undefined when there is no such file. */
  readAll(path: string): Uint8Array | undefined
  /** As FileSystem.openRead. */
  openRead(path: string): ImmediateReader
  /** Children of a directory, unordered; [] when it does not exist. Ten times cheaper than `list`: no file is looked at. */
  names(directory: string): readonly DirectoryEntry[]
  /** As FileSystem.stat. */
  stat(path: string): FileStatus | undefined
  /** As FileSystem.openWrite; a sink opens files while rows come in and cannot wait. */
  openWrite(path: string): ImmediateWriter
  /** As FileSystem.createAtomic. */
  createAtomic(path: string, bytes: Uint8Array): void
  /** As FileSystem.makeDirectory. */
  makeDirectory(path: string): void
  /** As FileSystem.remove. */
  remove(path: string): void
}
