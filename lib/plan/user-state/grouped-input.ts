/** What stages with state of the program's own have in common: rows of an epoch by key, without those that are late. */
import type { RecordBatch } from '../../columnar/record-batch.ts'
import type { Vector } from '../../columnar/vector.ts'
import { EntryKeys } from '../../state/entry-keys.ts'
import { eventTimeColumn, expiryTimes } from '../../state/late-rows.ts'
import type { Port } from '../../stream/processor.ts'
import type { Field } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { LateRowFilter } from '../late-row-filter.ts'
import type { StageContext } from '../operator.ts'
import { EpochGroups } from './epoch-groups.ts'
import { type KeyReader, keyReader } from './group-keys.ts'
import { fromColumns, type ValueShape } from './value-shape.ts'

export class GroupedInput {
  /** Of a frame that does not stream: no state exists, no row is late. */
  readonly isStatic: boolean
  readonly hasEventTime: boolean
  readonly keys: readonly Field[]
  readonly groups: EpochGroups
  readonly late: LateRowFilter
  readonly #keyBytes: EntryKeys
  readonly #shape: ValueShape
  readonly #readKey: KeyReader
  /** Is a key one text? */
  readonly #isText: boolean
  /** By which rows are late; −1 = none are. */
  readonly #timeColumn: number

  /**
   * @param width columns of the key: the last so many of each input
   * @param judges whether rows may be late
   */
  constructor(context: StageContext, width: number, flatKey: boolean, judges: boolean) {
    const [{ fields }] = context.inputs as readonly [Schema]
    const own = new Schema(fields.slice(0, fields.length - width))
    this.isStatic = !context.state && context.eventTime !== undefined
    this.hasEventTime = eventTimeColumn(own) >= 0 && !this.isStatic
    this.keys = fields.slice(own.length)
    this.groups = new EpochGroups(context.inputs, width)
    this.late = new LateRowFilter(context)
    this.#readKey = keyReader(this.keys, flatKey)
    this.#isText = flatKey && this.keys[0]?.type.kind === 'string'
    this.#keyBytes = new EntryKeys(this.keys.map(({ type }) => type))
    this.#shape = { fields: this.keys, flat: flatKey }
    this.#timeColumn = judges && this.hasEventTime ? eventTimeColumn(own) : -1
  }

  /** Takes rows of a batch, or of the initial state (input 1), none of which is late. */
  add(batch: RecordBatch, port: Port): void {
    if (port === 1) return this.groups.add(batch, 1)
    const time = this.#timeColumn
    this.late.keep(batch, time < 0 ? undefined : expiryTimes(batch.columns[time] as Vector))
    this.groups.add(batch, 0, this.late.rows, this.late.count)
  }

  /** A group's key as functions see it. */
  key(group: number): unknown {
    return this.#isText ? this.groups.keyText(group) : this.#readKey(this.groups.keys(), group)
  }

  /** The key of what state has, as functions see it. */
  keyOf(bytes: Uint8Array): unknown {
    return fromColumns(this.#shape, this.#keyBytes.values(bytes))
  }
}
