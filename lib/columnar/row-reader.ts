/** Rows of a batch as a program sees them: a compiled object literal per schema, so that all rows have one shape. */
import { compile } from '../codegen/compile.ts'
import { quote } from '../codegen/quoting.ts'
import type { Field } from '../types/data-type.ts'
import type { Schema } from '../types/schema.ts'
import { type RowObject, toRowValue } from '../types/values/row-value.ts'
import { Timestamp } from '../types/values/timestamp.ts'
import { textOf } from './bytes.ts'
import type { Dictionary } from './dictionary.ts'
import { valueAt } from './values.ts'
import type { DictionaryVector, Float64Vector, Int32Vector, Int64Vector, Vector } from './vector.ts'

/** Row `row` (not of the selection) of columns in the order of the fields. */
export type RowReader = (columns: readonly Vector[], row: number) => RowObject

/** A reader of a schema's rows, made once for each. */
export function rowReaderOf(schema: Schema): RowReader {
  const known = readers.get(schema)
  if (known) return known
  const reader = rowReader(schema.fields)
  readers.set(schema, reader)
  return reader
}

const readers = new WeakMap<Schema, RowReader>()

type CellReader = (vector: Vector, row: number) => unknown

/** Makes a reader of rows; of columns of one name the last one stays, and `__proto__` is a name like any other. */
export function rowReader(fields: readonly Field[]): RowReader {
  const constants = new Map(fields.map((one, at) => [`cell${at}`, cellReader(one)] as const))
  const cells = fields.map(({ name }, at) => `[${quote(name)}]: cell${at}(columns[${at}], row)`)
  return compile<RowReader>(['columns', 'row'], `return { ${cells.join(', ')} }`, constants)
}

/** A reader of one column: the common types without a detour. */
export function cellReader({ type }: Pick<Field, 'type'>): CellReader {
  switch (type.kind) {
    case 'byte':
    case 'short':
    case 'int':
    case 'float':
    case 'double':
      return (vector, row) => (isNull(vector, row) ? null : (vector as Int32Vector | Float64Vector).values[row])
    case 'long':
      return (vector, row) => (isNull(vector, row) ? null : (vector as Int64Vector).values[row])
    case 'timestamp':
      return (vector, row) =>
        isNull(vector, row) ? null : new Timestamp((vector as Int64Vector).values[row] as bigint)
    case 'string':
      return textReader()
    case 'boolean':
      return valueAt
    default:
      return (vector, row) => toRowValue(type, valueAt(vector, row))
  }
}

/** Texts of so many bytes at most are looked at again. */
const shortText = 64

/**
 * Rows of a group often have the same text one after another: what was decoded last is looked at first. Its bytes are
 * copied, since a batch's memory may be another batch's by then.
 */
function textReader(): CellReader {
  const bytes = new Uint8Array(shortText)
  let size = -1
  let last = ''
  const ofCode = codeReader()
  return (vector, row) => {
    if (vector.layout === 'dictionary') return isNull(vector, row) ? null : ofCode(vector, row)
    if (vector.layout !== 'bytes' || isNull(vector, row)) return valueAt(vector, row)
    const { data, offsets, lengths } = vector
    const offset = offsets[row] as number
    const length = lengths[row] as number
    if (offset < 0 || length > shortText) return valueAt(vector, row)
    if (length === size && sameBytes(bytes, data, offset, length)) return last
    for (let i = 0; i < length; i++) bytes[i] = data[offset + i] as number
    size = length
    last = textOf(data, offset, length)
    return last
  }
}

/** The same of codes. Dictionaries only grow: a code stands for one text. */
function codeReader(): (vector: DictionaryVector, row: number) => string {
  let of: Dictionary | undefined
  let code = -1
  let last = ''
  return ({ dictionary, codes }, row) => {
    const next = codes[row] as number
    if (next === code && dictionary === of) return last
    of = dictionary
    code = next
    last = dictionary.text(next)
    return last
  }
}

/** From behind: keys differ there. */
function sameBytes(kept: Uint8Array, data: Uint8Array, offset: number, length: number): boolean {
  for (let i = length - 1; i >= 0; i--) if (kept[i] !== data[offset + i]) return false
  return true
}

function isNull(vector: Vector, row: number): boolean {
  return vector.layout === 'null' || (vector.nulls !== undefined && vector.nulls[row] === 1)
}
