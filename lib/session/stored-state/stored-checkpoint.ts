/** What a checkpoint holds of state, for those who look at it from outside: operators, committed batches, tables. */

import { stateRoot } from '../../checkpoint/spark-state.ts'
import { MillraceError } from '../../errors.ts'
import type { ImmediateFiles } from '../../files/file-system.ts'
import { decodeStateFile, type StateFile } from '../../state/state-file.ts'
import { type Chain, partPath, piecesOf } from '../../state/state-versions.ts'
import { schemaFromJson } from '../../types/ddl/schema-json.ts'
import type { Schema } from '../../types/schema.ts'

/** A stateful operator of the query, by its number in the plan, downstream first. */
export interface StoredOperator {
  readonly id: number
  /** Spark's: `stateStoreSave`. */
  readonly name: string
  readonly folder: string
}

/** One table at one version, as it was written. */
export interface StoredTable {
  readonly name: string
  readonly key: Schema
  readonly value: Schema
  /** In lists of entries: so are tables that were on disk. */
  readonly isEntries?: boolean
  readonly snapshot: Uint8Array | undefined
  readonly changes: readonly Uint8Array[]
}

export class StoredCheckpoint {
  readonly path: string
  readonly #files: ImmediateFiles

  constructor(path: string, files: ImmediateFiles) {
    this.path = path
    this.#files = files
  }

  operators(): readonly StoredOperator[] {
    const root = stateRoot(this.path)
    return this.#files
      .names(root)
      .flatMap(({ name }): StoredOperator[] => {
        const match = /^(\d+)-(.+)$/.exec(name)
        return match ? [{ id: Number(match[1]), name: match[2] as string, folder: `${root}/${name}` }] : []
      })
      .sort((a, b) => a.id - b.id)
  }

  /** Committed batches, ascending. */
  batches(): readonly number[] {
    return this.#files
      .names(`${this.path}/commits`)
      .flatMap(({ name }) => (/^\d+$/.test(name) ? [Number(name)] : []))
      .sort((a, b) => a - b)
  }

  /** @throws STDS_COMMITTED_BATCH_UNAVAILABLE */
  lastBatch(): number {
    const last = this.batches().at(-1)
    if (last !== undefined) return last
    throw new MillraceError(
      'STDS_COMMITTED_BATCH_UNAVAILABLE',
      `No committed batch found, checkpoint location: ${this.path}. Ensure that the query has run and committed any microbatch before stopping.`,
      { sqlState: 'KD006', parameters: { checkpointLocation: this.path } },
    )
  }

  /**
   * An operator's tables after a batch.
   *
   * @throws MILLRACE_STATE_MISSING when files of the version are gone, MILLRACE_STATE_CORRUPT when none can be read
   */
  tables({ folder }: StoredOperator, batch: number): ReadonlyMap<string, StoredTable> {
    const chain = this.#chain(folder, batch + 1)
    const tables = new Map<string, StoredTable>()
    for (const { name, isEntries, key, value } of (chain.changes.at(-1) ?? chain.snapshot)?.tables ?? []) {
      const { snapshot, changes } = piecesOf(chain, name, isEntries)
      tables.set(name, { name, isEntries, key: schemaFromJson(key), value: schemaFromJson(value), snapshot, changes })
    }
    return tables
  }

  /** What one batch changed, per table; undefined = the operator wrote nothing. */
  changesOf({ folder }: StoredOperator, batch: number): StateFile | undefined {
    return this.#read(`${folder}/${batch + 1}.changes`)
  }

  /** The newest snapshot up to a version, and the changes after it, in order. */
  #chain(folder: string, version: number): Chain {
    const changes: StateFile[] = []
    for (let at = version; at > 0; at--) {
      const snapshot = this.#readable(folder, at)
      if (snapshot) return { ...snapshot, changes }
      const file = this.#read(`${folder}/${at}.changes`)
      if (!file) throw missing(folder, version, at)
      changes.unshift(file)
    }
    return { parts: [], changes }
  }

  #read(path: string): StateFile | undefined {
    const bytes = this.#files.readAll(path)
    return bytes && decodeStateFile(bytes, path)
  }

  /** As the query itself does, a damaged snapshot is passed over: the changes before it are there. */
  #readable(folder: string, version: number): Omit<Chain, 'changes'> | undefined {
    try {
      const snapshot = this.#read(`${folder}/${version}.snapshot`)
      if (!snapshot) return undefined
      const numbers = Array.from({ length: snapshot.parts ?? 0 }, (_, at) => at + 1)
      const parts = numbers.map((number) => this.#read(partPath(folder, version, number)))
      return parts.every((part) => part !== undefined) ? { snapshot, parts } : undefined
    } catch (error) {
      if (error instanceof MillraceError && error.condition === 'MILLRACE_STATE_CORRUPT') return undefined
      throw error
    }
  }
}

function missing(folder: string, version: number, at: number): MillraceError {
  return new MillraceError(
    'MILLRACE_STATE_MISSING',
    `State of version ${version} is asked for, and version ${at} is not there. Old versions are removed as a query goes on ` +
      `(spark.sql.streaming.minBatchesToRetain keeps more); read a later batch: ${folder}`,
    { parameters: { folder, version: String(version), missing: String(at) } },
  )
}
