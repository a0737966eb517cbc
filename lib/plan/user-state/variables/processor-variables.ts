/** The variables and timers of one transformWithState: their tables, opened once; every lane has its own view of them. */
import { MillraceError } from '../../../errors.ts'
import { type EntryTable, type EntryTableOptions, memoryEntries } from '../../../state/entry-table.ts'
import { EntryTimes } from '../../../state/entry-times.ts'
import { MemoryTimes } from '../../../state/memory-times.ts'
import { MemoryValues } from '../../../state/memory-values.ts'
import type { StateStore } from '../../../state/state-store.ts'
import type { TimeIndex } from '../../../state/time-index.ts'
import { memoryValues, type ValueForm, type ValueTable } from '../../../state/value-table.ts'
import type { Field } from '../../../types/data-type.ts'
import { Schema } from '../../../types/schema.ts'
import { binaryType, field, longType } from '../../../types/types.ts'
import type { GroupCursor } from './group-cursor.ts'
import { ListVariable, sweepLists } from './list-variable.ts'
import { MapKeyCodec } from './map-key-codec.ts'
import { type MapParts, MapVariable, sweepMaps } from './map-variable.ts'
import { duplicateVariable, timeModeText, ttlInTimeMode, ttlNotPositive } from './processor-errors.ts'
import type { ListState, MapState, TimeMode, ValueState } from './stateful-processor.ts'
import { TimerTables, type Times, timesForm } from './timers.ts'
import { TtlIndex } from './ttl-index.ts'
import { ValueCodec } from './value-codec.ts'
import { sweepValues, ValueVariable } from './value-variable.ts'
import { catalogTable, VariableCatalog, type VariableDefinition, type VariableKind } from './variable-catalog.ts'
import type { EntryParts, ValueParts } from './variable-parts.ts'

/** What the tables of a processor are made for. */
export interface VariablesOptions {
  /** undefined = nothing is kept beyond the run. */
  readonly state: StateStore | undefined
  /** Columns of the groups' keys. */
  readonly key: readonly Field[]
  readonly timeMode: TimeMode
  /** As Spark writes it: `Append`. */
  readonly outputMode: string
}

type AnyParts = ValueParts | EntryParts | MapParts

/** Spark's names of the tables of timers. */
const timerTables = { ProcessingTime: '$procTimers', EventTime: '$eventTimers' }

export class ProcessorVariables {
  readonly timers: TimerTables | undefined
  readonly #options: VariablesOptions
  readonly #catalog: VariableCatalog
  readonly #parts = new Map<string, AnyParts>()
  readonly #defined = new Map<string, VariableDefinition>()
  #deleted = 0

  constructor(options: VariablesOptions) {
    this.#options = options
    const { timeMode, outputMode, key } = options
    this.#catalog = new VariableCatalog(this.#open(catalogTable))
    this.#catalog.requireModes({ timeMode: timeModeText(timeMode), outputMode })
    if (timeMode === 'None') return
    const name = timerTables[timeMode]
    const times = field('expiryTimestampMs', longType)
    const byKey = this.#values(
      {
        name: `${name}_keyToTimestamp`,
        key: new Schema(key),
        value: new Schema([field('expiryTimestampsMs', binaryType)]),
        ordered: false,
      },
      timesForm,
    )
    const byTime = {
      name: `${name}_timestampToKey`,
      key: new Schema([times, ...key]),
      value: new Schema([]),
      ordered: true,
    }
    this.timers = new TimerTables(byKey, this.#times(byTime, byKey))
  }

  /** Takes a variable of the first lane's `init`; of the others' it must be one that is known. */
  define(definition: VariableDefinition, first: boolean): void {
    const { name, ttlMs } = definition
    if (!first) return
    if (this.#defined.has(name)) throw duplicateVariable(name)
    requireName(name)
    if (ttlMs !== undefined) {
      const { timeMode } = this.#options
      if (timeMode !== 'ProcessingTime') throw ttlInTimeMode(name, timeMode)
      if (!(ttlMs > 0)) throw ttlNotPositive(name)
    }
    this.#catalog.define(definition)
    this.#defined.set(name, definition)
    this.#openVariable(name)
  }

  /** Variables that the program asked for. */
  get defined(): ReadonlyMap<string, VariableDefinition> {
    return this.#defined
  }

  /** Of the first lane's `init`. */
  delete(name: string): void {
    if (this.#catalog.delete(name)) this.#deleted++
  }

  /** Opens the tables of variables that the program does not ask for any more: their content stays. */
  openOthers(): void {
    for (const name of this.#catalog.names()) if (!this.#parts.has(name)) this.#openVariable(name)
  }

  value(name: string, cursor: GroupCursor): ValueState<unknown> {
    return new ValueVariable(this.#parts.get(name) as ValueParts, cursor)
  }

  list(name: string, cursor: GroupCursor): ListState<unknown> {
    return new ListVariable(this.#parts.get(name) as EntryParts, cursor)
  }

  map(name: string, cursor: GroupCursor): MapState<unknown, unknown> {
    return new MapVariable(this.#parts.get(name) as MapParts, cursor)
  }

  /** Removes values whose time to live is over. @returns how many */
  sweep(nowMs: number): number {
    let removed = 0
    for (const [name, parts] of this.#parts) removed += sweep(this.#catalog.known(name).kind, parts, nowMs)
    return removed
  }

  /** The earliest time at which there is work without data, ms; undefined = none. Of processing time only. */
  earliest(): number | undefined {
    if (this.#options.timeMode !== 'ProcessingTime') return undefined
    let earliest = this.timers?.earliest()
    for (const { ttl } of this.#parts.values()) {
      const one = ttl?.index.earliest()
      if (one !== undefined && (earliest === undefined || one < earliest)) earliest = one
    }
    return earliest
  }

  /** Entries of the variables; indexes do not count. */
  get rows(): number {
    let rows = 0
    for (const { table } of this.#parts.values()) rows += table.size
    return rows
  }

  /** Spark's metrics of variables, since the program began. */
  get counts(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {
      numValueStateVars: 0,
      numListStateVars: 0,
      numMapStateVars: 0,
      numDeletedStateVars: this.#deleted,
      numValueStateWithTTLVars: 0,
      numListStateWithTTLVars: 0,
      numMapStateWithTTLVars: 0,
    }
    for (const { kind, ttlMs } of this.#defined.values()) {
      const name = `num${kind}${ttlMs === undefined ? '' : 'WithTTL'}Vars`
      counts[name] = (counts[name] as number) + 1
    }
    return counts
  }

  #openVariable(name: string): void {
    const { key } = this.#options
    const known = this.#catalog.known(name)
    const definition = this.#defined.get(name)
    const present = known.writers.at(-1)?.schema as Schema
    const userKey = known.key ? [field('userKey', { kind: 'struct', fields: known.key.fields })] : []
    const options = {
      name: known.tableName,
      key: new Schema([...key, ...userKey]),
      // Values say by which schema they were written; the schemas are in the catalog.
      value: new Schema([field('value', binaryType)]),
      ordered: known.kind === 'MapState',
    }
    const shape = definition?.shape ?? { fields: present.fields, flat: false }
    const codec = new ValueCodec(name, shape, known.writers)
    const table = known.kind === 'ValueState' ? this.#values(options, codec.form) : this.#open(options)
    const ttl = known.ttl ? { ms: definition?.ttlMs ?? 0, index: this.#expiry(known.tableName) } : undefined
    const parts = { name, table, codec, ttl }
    const keyShape = definition?.key ?? (known.key && { fields: known.key.fields, flat: false })
    this.#parts.set(name, (keyShape ? { ...parts, keys: new MapKeyCodec(name, keyShape) } : parts) as AnyParts)
  }

  #expiry(tableName: string): TtlIndex {
    const key = new Schema([field('expirationMs', longType), field('elementKey', binaryType)])
    const table = { name: `$ttl_${tableName}`, key, value: new Schema([]), ordered: true }
    return new TtlIndex(new EntryTimes(this.#open(table)))
  }

  #open(options: EntryTableOptions): EntryTable {
    return this.#options.state ? this.#options.state.entries(options) : memoryEntries(options)
  }

  #values<V>(options: EntryTableOptions, form: ValueForm<V>): ValueTable<V> {
    return this.#options.state ? this.#options.state.values(options, form) : memoryValues(options, form)
  }

  /** What is in memory is over the times that are there by key. */
  #times(options: EntryTableOptions, byKey: ValueTable<Times>): TimeIndex {
    if (!(byKey instanceof MemoryValues)) return new EntryTimes(this.#open(options))
    const times = new MemoryTimes(options, byKey)
    this.#options.state?.register(times, true)
    return times
  }
}

function sweep(kind: VariableKind, parts: AnyParts, nowMs: number): number {
  if (kind === 'ListState') return sweepLists(parts as EntryParts, nowMs)
  return kind === 'MapState' ? sweepMaps(parts as MapParts, nowMs) : sweepValues(parts as ValueParts, nowMs)
}

/** @throws Spark's errors of names of column families */
function requireName(name: string): void {
  if (name === '' || name !== name.trim() || name === 'default') {
    throw new MillraceError(
      'STATE_STORE_CANNOT_USE_COLUMN_FAMILY_WITH_INVALID_NAME',
      `Failed to perform column family operation=create_col_family with invalid name=${name}. Column family name cannot be empty or include leading/trailing spaces or use the reserved keyword=default`,
      { sqlState: '42802', parameters: { operationName: 'create_col_family', colFamilyName: name } },
    )
  }
  if (!name.startsWith('$')) return
  throw new MillraceError(
    'STATE_STORE_CANNOT_CREATE_COLUMN_FAMILY_WITH_RESERVED_CHARS',
    `Failed to create column family with unsupported starting character and name=${name}.`,
    { sqlState: '42802', parameters: { colFamilyName: name } },
  )
}
