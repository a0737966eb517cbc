/**
 * Rows as columns: a schema, one vector per field, and optionally a selection. Filters select, they do not copy.
 */
import { invariant } from '../errors.ts'
import type { Schema } from '../types/schema.ts'
import type { Lease } from './pool.ts'
import type { Vector } from './vector.ts'

export class RecordBatch {
  readonly schema: Schema
  readonly columns: readonly Vector[]
  /** Rows in the columns, selected or not. */
  readonly length: number
  /** Row numbers that exist, ascending, the first `selected` entries; undefined = all rows. May be longer than `selected`. */
  readonly selection: Int32Array | undefined
  /** How many rows the batch has for its reader. */
  readonly selected: number
  /** What this batch itself borrowed (not what a derived batch shares with its parent). */
  readonly leases: readonly Lease[]
  /** The batch whose memory this one also views; kept so that `retain` reaches it. */
  readonly parent: RecordBatch | undefined

  constructor(
    schema: Schema,
    columns: readonly Vector[],
    length: number,
    options: {
      readonly selection?: Int32Array | undefined
      readonly selected?: number
      readonly leases?: readonly Lease[]
      readonly parent?: RecordBatch | undefined
    } = {},
  ) {
    invariant(columns.length === schema.length, `a batch of ${columns.length} columns under ${schema.length} fields`)
    this.schema = schema
    this.columns = columns
    this.length = length
    this.selection = options.selection
    this.selected = options.selected ?? (options.selection ? options.selection.length : length)
    this.leases = options.leases ?? []
    this.parent = options.parent
  }

  /** Keeps the batch readable beyond the current `onBatch`; give it back once by `release(owner)`. */
  retain(owner: string): void {
    for (const lease of this.leases) lease.retain(owner)
    this.parent?.retain(owner)
  }

  /**
   * Gives back what `retain(owner)` kept; without an owner, the producer's own reference to what this batch itself
   * borrowed (a derived batch never gives back its parent's).
   */
  release(owner?: string): void {
    for (const lease of this.leases) lease.release(owner)
    if (owner !== undefined) this.parent?.release(owner)
  }

  /** The same columns under a selection (`selected` valid entries); borrows nothing unless told so by `leases`. */
  select(selection: Int32Array, selected: number, leases: readonly Lease[] = []): RecordBatch {
    return new RecordBatch(this.schema, this.columns, this.length, { selection, selected, leases, parent: this })
  }
}
