/** State of functions of groups and of processors as rows, state variables in the columns that Spark's reader gives them. */
import { RowDecoder } from '../../columnar/row-codec.ts'
import { valueAt } from '../../columnar/values.ts'
import { MillraceError } from '../../errors.ts'
import { chunksOf } from '../../plan/user-state/variables/list-variable.ts'
import { never, ValueCodec } from '../../plan/user-state/variables/value-codec.ts'
import { catalogTable, type KnownVariable, VariableCatalog } from '../../plan/user-state/variables/variable-catalog.ts'
import { MemoryEntries } from '../../state/memory-entries.ts'
import { firstTime, timeBytes, timeOf } from '../../state/timed-key.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { Schema } from '../../types/schema.ts'
import { arrayType, field, longType, mapType, structType } from '../../types/types.ts'
import { fromRowValue } from '../../types/values/row-value.ts'
import type { StoredTable } from './stored-checkpoint.ts'
import { plain, type StoredRows } from './stored-rows.ts'

type Tables = ReadonlyMap<string, StoredTable>

/** Where timers are, by time. */
const timerTables = ['$procTimers_timestampToKey', '$eventTimers_timestampToKey']

/** A table of entries as it was, to be read by ranges. */
function entriesOf({ name, key, value, snapshot, changes }: StoredTable): MemoryEntries {
  const entries = new MemoryEntries({ name, key, value, ordered: true })
  entries.restore(snapshot, changes)
  return entries
}

const nothing = new Uint8Array(0)
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Reads rows that stand in bytes, from an offset on. */
class RowBytes {
  readonly #decoder: RowDecoder
  readonly #at = new Int32Array(1)
  static readonly #first = Int32Array.of(0)

  constructor(fields: readonly Field[]) {
    this.#decoder = new RowDecoder(fields.map(({ type }) => type))
  }

  read(bytes: Uint8Array, offset = 0): SqlValue[] {
    this.#at[0] = offset
    const vectors = this.#decoder.vectors({ bytes, view: viewOf(bytes) }, this.#at, RowBytes.#first, 1)
    return vectors.map((vector) => valueAt(vector, 0))
  }
}

/** Groups of (flat)mapGroupsWithState: the value, and with timeouts the time of theirs. */
export function groupStateRows(table: StoredTable): StoredRows {
  const keys = new RowBytes(table.key.fields)
  const values = new RowBytes(table.value.fields)
  return {
    fields: keyAnd(table.key.fields, [field('value', structType(table.value.fields.map(plain)))]),
    *rows() {
      for (const { key, value } of entriesOf(table).range(nothing)) yield [keys.read(key), values.read(value)]
    },
  }
}

const keyAnd = (key: readonly Field[], rest: readonly Field[]): readonly Field[] => [
  field('key', structType(key.map(plain))),
  ...rest,
]

/** Timers of a processor. */
export function timerRows(tables: Tables): StoredRows {
  const table = timerTables.map((name) => tables.get(name)).find((one) => one !== undefined)
  if (!table) {
    throw invalidOption('readRegisteredTimers', 'Registered timers are not available in this mode of the operator.')
  }
  const key = table.key.fields.slice(1)
  const keys = new RowBytes(key)
  return {
    fields: keyAnd(key, [field('expiration_timestamp_ms', longType)]),
    *rows() {
      for (const entry of entriesOf(table).range(firstTime))
        yield [keys.read(entry.key, timeBytes), BigInt(timeOf(entry.key))]
    },
  }
}

function catalogOf(tables: Tables): VariableCatalog {
  const table = tables.get(catalogTable.name)
  return new VariableCatalog(table ? entriesOf(table) : new MemoryEntries(catalogTable))
}

/**
 * A state variable.
 *
 * @param flatten a row for each element of a list and each entry of a map, else one for each key
 * @throws STDS_INVALID_OPTION_VALUE.WITH_MESSAGE when there is no such variable
 */
export function variableRows(tables: Tables, name: string, flatten: boolean): StoredRows {
  const catalog = catalogOf(tables)
  if (!catalog.names().includes(name)) {
    throw invalidOption('stateVarName', `State variable ${name} is not defined for the operator.`)
  }
  const known = catalog.known(name)
  const table = tables.get(known.tableName)
  const stored = table ?? { name, key: new Schema([]), value: new Schema([]), snapshot: undefined, changes: [] }
  const reader = new VariableReader(name, known, stored)
  if (known.kind === 'ValueState') return reader.values()
  if (known.kind === 'ListState') return reader.lists(flatten)
  return reader.maps(flatten)
}

class VariableReader {
  readonly #known: KnownVariable
  readonly #entries: MemoryEntries
  readonly #key: readonly Field[]
  readonly #keys: RowBytes
  readonly #codec: ValueCodec
  readonly #present: DataType
  readonly #name: string

  constructor(name: string, known: KnownVariable, table: StoredTable) {
    this.#name = name
    this.#known = known
    this.#entries = entriesOf(table)
    this.#key = known.kind === 'MapState' ? table.key.fields.slice(0, -1) : table.key.fields
    this.#keys = new RowBytes(this.#key)
    const { fields } = known.writers.at(-1)?.schema ?? new Schema([])
    this.#codec = new ValueCodec(name, { fields, flat: false }, known.writers)
    this.#present = structType(fields.map(plain))
  }

  values(): StoredRows {
    const self = this
    return {
      fields: keyAnd(this.#key, [field('value', this.#valueType)]),
      *rows() {
        for (const { key, value } of self.#entries.range(nothing)) yield [self.#keys.read(key), self.#value(value)]
      },
    }
  }

  lists(flatten: boolean): StoredRows {
    const self = this
    const column = flatten ? field('list_element', this.#valueType) : field('list_value', arrayType(this.#valueType))
    return {
      fields: keyAnd(this.#key, [column]),
      *rows() {
        for (const { key } of self.#entries.range(nothing)) {
          // The first chunk of a list stands for it.
          const group = key.subarray(0, key.length - 4)
          if (viewOf(key).getUint32(group.length) !== 0) continue
          const values = chunksOf(self.#entries, group).flatMap((bytes) =>
            self.#codec.decodeAll(bytes).map((one) => self.#typed(one)),
          )
          if (flatten) for (const value of values) yield [self.#keys.read(group), value]
          else yield [self.#keys.read(group), values]
        }
      },
    }
  }

  maps(flatten: boolean): StoredRows {
    const self = this
    const { fields } = this.#known.key ?? new Schema([])
    const [only] = fields
    // A plain key is a column called `key`, and stands in the entry's key as it is.
    const isPlain = fields.length === 1 && only?.name === 'key'
    const read = new RowBytes([...this.#key, field('userKey', isPlain ? (only as Field).type : structType(fields))])
    const userKey = structType(fields.map(plain))
    const entries = function* (): Generator<readonly [SqlValue, SqlValue, SqlValue]> {
      for (const { key, value } of self.#entries.range(nothing)) {
        const values = read.read(key)
        const last = values.pop() as SqlValue
        yield [values, isPlain ? [last] : last, self.#value(value)]
      }
    }
    if (flatten)
      return {
        fields: keyAnd(this.#key, [field('user_map_key', userKey), field('user_map_value', this.#valueType)]),
        rows: entries,
      }
    return {
      fields: keyAnd(this.#key, [field('map_value', mapType(userKey, this.#valueType))]),
      *rows() {
        let open: { readonly text: string; readonly row: SqlValue[]; readonly pairs: SqlValue[] } | undefined
        for (const [key, user, value] of entries()) {
          const text = JSON.stringify(key, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one))
          if (open?.text !== text) {
            if (open) yield open.row
            const pairs: SqlValue[] = []
            open = { text, row: [key, pairs], pairs }
          }
          open.pairs.push([user, value])
        }
        if (open) yield open.row
      },
    }
  }

  get #valueType(): DataType {
    if (!this.#known.ttl) return this.#present
    return structType([field('value', this.#present), field('ttlExpirationMs', longType)])
  }

  #value(bytes: Uint8Array): SqlValue {
    return this.#typed(this.#codec.decode(bytes))
  }

  #typed({ value, expiryMs }: { readonly value: unknown; readonly expiryMs: number }): SqlValue {
    const typed = fromRowValue(this.#present, value, `state ${this.#name}`)
    return this.#known.ttl ? [typed, expiryMs === never ? null : BigInt(expiryMs)] : typed
  }
}

/** Spark's error of an option's value. */
export function invalidOption(name: string, message: string): MillraceError {
  return new MillraceError(
    'STDS_INVALID_OPTION_VALUE.WITH_MESSAGE',
    `Invalid value for source option '${name}': ${message}`,
    { sqlState: '42616', parameters: { optionName: name, message } },
  )
}
