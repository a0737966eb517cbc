/** The files of one epoch: rows in, finished files out. Memory and open files are bounded whatever the partitions. */
import { batchOf } from '../../lib/columnar/builder.ts'
import { RecordBatch } from '../../lib/columnar/record-batch.ts'
import type { Vector } from '../../lib/columnar/vector.ts'
import type { FileSystem } from '../../lib/files/file-system.ts'
import type { RecordEncoder } from '../../lib/formats/format.ts'
import type { OutputBuffer } from '../../lib/formats/output-buffer.ts'
import type { Schema } from '../../lib/types/schema.ts'
import type { Compression } from './compression.ts'
import type { PartitionRouter } from './partition-router.ts'
import { StagedFile } from './staged-file.ts'

/** Handles held at most. */
const maxOpenFiles = 64
/** Bytes of all partitions in memory, above which the largest are written. */
const maxBufferedBytes = 32 << 20

/** What is the same in every epoch. */
export interface FileLayout {
  readonly files: FileSystem
  readonly output: string
  /** Without the partition columns. */
  readonly schema: Schema
  /** Positions of the schema's columns in the incoming rows. */
  readonly columns: readonly number[]
  /** undefined: all rows into one directory. */
  readonly router: PartitionRouter | undefined
  readonly encoder: () => RecordEncoder
  readonly compression: Compression
  /** With its dot: `.json`. */
  readonly extension: string
  /** Rows per file at most; 0 = no limit. */
  readonly maxRecords: number
  readonly buffer: OutputBuffer
}

export interface EpochNames {
  /** The part of the names that tells the epoch. */
  readonly uuid: string
  stagedPath(count: number): string
}

interface Target {
  file: StagedFile | undefined
  /** Files begun in this directory. */
  count: number
}

export class EpochFiles {
  readonly #layout: FileLayout
  readonly #names: EpochNames
  readonly #targets = new Map<string, Target>()
  readonly #begun: StagedFile[] = []
  /** Files whose last bytes are on their way to the disk. */
  readonly #finishing: Promise<void>[] = []
  rows = 0

  constructor(layout: FileLayout, names: EpochNames) {
    this.#layout = layout
    this.#names = names
  }

  /** All files begun, for clean-up. */
  get begun(): readonly StagedFile[] {
    return this.#begun
  }

  append(batch: RecordBatch): void {
    if (batch.selected === 0) return
    this.rows += batch.selected
    const { router } = this.#layout
    if (!router) {
      this.#write('', this.#data(batch, batch.selection, batch.selected))
      return
    }
    for (const { directory, rows } of router.route(batch)) this.#write(directory, this.#data(batch, rows, rows.length))
    this.#bound()
  }

  /** Begins a file without partitions that has what a format writes before the first row, for when no row comes. */
  begin(): void {
    this.#fileOf('', this.#target('')).append(batchOf(this.#layout.schema, []))
  }

  /** Finishes every file; all contents are durable when it resolves. */
  async finish(): Promise<void> {
    for (const target of this.#targets.values()) this.#finish(target)
    this.#targets.clear()
    await Promise.all(this.#finishing)
  }

  /** Closes what is open; nothing is written any more. */
  abandon(): void {
    for (const file of this.#begun) file.close()
    this.#targets.clear()
  }

  /** The batch without partition columns. */
  #data(batch: RecordBatch, selection: Int32Array | undefined, selected: number): RecordBatch {
    const { schema, columns, router } = this.#layout
    if (!router) return batch
    const vectors = columns.map((column) => batch.columns[column] as Vector)
    return new RecordBatch(schema, vectors, batch.length, { selection, selected, parent: batch })
  }

  #write(directory: string, batch: RecordBatch): void {
    const { maxRecords } = this.#layout
    const target = this.#target(directory)
    if (maxRecords <= 0) {
      this.#fileOf(directory, target).append(batch)
      return
    }
    for (let from = 0; from < batch.selected; ) {
      if (target.file && target.file.rows >= maxRecords) this.#finish(target)
      const file = this.#fileOf(directory, target)
      const count = Math.min(batch.selected - from, maxRecords - file.rows)
      file.append(slice(batch, from, count))
      from += count
    }
  }

  #target(directory: string): Target {
    const known = this.#targets.get(directory)
    if (known) return known
    const target: Target = { file: undefined, count: 0 }
    this.#targets.set(directory, target)
    return target
  }

  #fileOf(directory: string, target: Target): StagedFile {
    if (target.file) return target.file
    const { output, router, encoder, compression, extension, files, buffer } = this.#layout
    const counter = String(target.count).padStart(3, '0')
    const name = `part-00000-${this.#names.uuid}${router ? '.' : '-'}c${counter}${extension}${compression.extension}`
    const file = new StagedFile({
      files,
      stagedPath: this.#names.stagedPath(this.#begun.length),
      finalPath: `${output}/${directory === '' ? '' : `${directory}/`}${name}`,
      encoder: encoder(),
      compression,
      // Only one file is written at a time, so all can share the large buffer.
      ...(router ? {} : { buffer }),
    })
    target.count += 1
    target.file = file
    this.#begun.push(file)
    return file
  }

  /** Writes the largest buffers when all together hold too much, and closes files when too many are open. */
  #bound(): void {
    const targets = [...this.#targets.values()].filter((target) => target.file !== undefined)
    let open = targets.reduce((count, { file }) => count + (file?.isOpen ? 1 : 0), 0)
    let buffered = targets.reduce((sum, { file }) => sum + (file?.buffered ?? 0), 0)
    if (buffered > maxBufferedBytes) {
      targets.sort((a, b) => (b.file?.buffered ?? 0) - (a.file?.buffered ?? 0))
      for (const target of targets) {
        const { file } = target
        if (buffered <= maxBufferedBytes / 2 || !file) break
        buffered -= file.buffered
        if (file.isOpen) file.flush()
        else if (open < maxOpenFiles) {
          file.flush()
          open += 1
        } else this.#finish(target)
      }
    }
    // Files also open by themselves when they have gathered enough.
    for (const target of targets) {
      if (open <= maxOpenFiles) break
      if (!target.file?.isOpen) continue
      this.#finish(target)
      open -= 1
    }
  }

  /** A finished file is not opened again: the directory's next rows begin another one. */
  #finish(target: Target): void {
    const finishing = target.file?.finish()
    target.file = undefined
    if (!finishing) return
    // Told by `finish`; until then it is nobody's unhandled rejection.
    finishing.catch(() => {})
    this.#finishing.push(finishing)
  }
}

function slice(batch: RecordBatch, from: number, count: number): RecordBatch {
  if (from === 0 && count === batch.selected) return batch
  const selection = new Int32Array(count)
  for (let i = 0; i < count; i++) selection[i] = batch.selection ? (batch.selection[from + i] as number) : from + i
  return batch.select(selection, count)
}
