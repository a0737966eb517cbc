/** Generated writers of rows, one per combination of column layouts that batches have. */
import { CodeWriter } from '../../codegen/code-writer.ts'
import { utf8Of } from '../../columnar/bytes.ts'
import { layoutOf } from '../../columnar/layout.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import { quoteJson } from '../../types/json-text.ts'
import { javaDouble, javaFloat } from '../../types/number-text.ts'
import type { Schema } from '../../types/schema.ts'
import { microsPerMinute } from '../../types/time/calendar.ts'
import { zone } from '../../types/time/zone.ts'
import type { OutputBuffer } from '../output-buffer.ts'
import { writeInt, writeLong } from './ascii-digits.ts'
import { ClockText } from './clock-text.ts'
import {
  defaultDateFormat,
  defaultTimestampFormat,
  defaultTimestampNtzFormat,
  type JsonWriteOptions,
} from './options.ts'
import { JsonValueWriter, unwritable } from './value-writer.ts'
import { constantBytes, copiedString, dateText, textOf, timestampText } from './write-code.ts'

/** Bytes of a string column and where they are. */
interface TextParts {
  readonly data: Uint8Array
  readonly view: DataView
  readonly side: Uint8Array
  readonly sideView: DataView
  readonly offsets: Int32Array
  readonly lengths: Int32Array
}

/** A batch as generated code reads it. */
export interface Rows {
  readonly selection: Int32Array | undefined
  readonly columns: readonly Vector[]
  /** Of string columns, by position. */
  readonly texts: readonly (TextParts | undefined)[]
}

/** Writes rows `from … to-1` (of the selection) at `at`, and gives the position behind them. */
export type RowWriter = (rows: Rows, target: OutputBuffer, at: number, from: number, to: number, room: number) => number

/** Most bytes of a value that is not text: a timestamp with an offset of seconds, and its quotes. */
const fixedWidth = 48

/** Code for one column's value in row `i`, and what it needs before the loop. */
interface ColumnCode {
  readonly prelude: (w: CodeWriter, at: number, vector: Vector) => void
  /** Bytes before the value, behind the colon. */
  readonly opening: string
  readonly value: (w: CodeWriter, at: number, vector: Vector) => void
}

interface Column {
  readonly at: number
  readonly field: Field
  readonly code: ColumnCode
}

export class RowWriters {
  readonly #columns: readonly Column[]
  readonly #options: JsonWriteOptions
  readonly #separator: Uint8Array
  readonly #literalBytes: number
  readonly #writers = new Map<string, RowWriter>()

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(schema: Schema, options: JsonWriteOptions, separator: Uint8Array) {
    for (const field of schema.fields) checkWritable(field.type, field.name)
    this.#options = options
    this.#separator = separator
    const columns = schema.fields.map((field, at) => ({ at, field, code: codeOf(field.type, options) }))
    if (options.sortKeys)
      columns.sort((a, b) => (a.field.name < b.field.name ? -1 : a.field.name > b.field.name ? 1 : 0))
    this.#columns = columns
    const literals = columns.map((column) => this.#literal(column).length + fixedWidth)
    this.#literalBytes = literals.reduce((sum, one) => sum + one, 2 + separator.length)
  }

  #literal({ field, code }: Column): Uint8Array {
    return utf8Of(`,${quoteJson(field.name, this.#options.writeNonAsciiCharacterAsCodePoint)}:${code.opening}`)
  }

  /** Bytes that rows `from … to-1` take at most, what has to be escaped apart. */
  room(batch: RecordBatch, rows: Rows, from: number, to: number): number {
    let bytes = this.#literalBytes * (to - from)
    for (let at = 0; at < rows.texts.length; at++) {
      const text = rows.texts[at]
      if (text !== undefined) bytes += textBytes(batch.columns[at] as Vector, text, batch.selection, from, to)
    }
    return bytes + 16
  }

  /** The writer for columns of these layouts. */
  of(columns: readonly Vector[]): RowWriter {
    let key = ''
    for (const column of columns) {
      key += `${column.layout}${column.nulls === undefined ? ';' : '?;'}`
    }
    let writer = this.#writers.get(key)
    if (writer === undefined) {
      writer = this.#compiled(columns)
      this.#writers.set(key, writer)
    }
    return writer
  }

  #compiled(vectors: readonly Vector[]): RowWriter {
    const w = new CodeWriter()
    w.line('let o = t.bytes, od = t.view, i = 0, x = 0, e = 0, j = 0, q = 0, n = 0, start = 0')
    w.line('const { selection, columns, texts } = rows')
    for (const { at, code } of this.#columns) {
      const vector = vectors[at] as Vector
      if (vector.nulls !== undefined) w.line(`const n${at} = columns[${at}].nulls`)
      if (vector.layout !== 'null') code.prelude(w, at, vector)
    }
    w.block('for (let k = from; k < to; k++)', () => {
      w.line('i = selection === undefined ? k : selection[k]')
      w.line('start = p')
      for (const column of this.#columns) this.#member(w, column, vectors[column.at] as Vector)
      // Every member begins with a comma; the first one's becomes the bracket.
      w.line('o[start] = 123')
      w.line('if (p === start) p++')
      w.line('o[p++] = 125')
      constantBytes(w, this.#separator)
    })
    w.line('return p')
    return w.compile<RowWriter>(['rows', 't', 'p', 'from', 'to', 'room'])
  }

  #member(w: CodeWriter, column: Column, vector: Vector): void {
    const { at, code } = column
    const empty = (): void => {
      if (!this.#options.ignoreNullFields) constantBytes(w, this.#nullMember(column))
    }
    if (vector.layout === 'null') return empty()
    const value = (): void => {
      constantBytes(w, this.#literal(column))
      code.value(w, at, vector)
    }
    if (vector.nulls === undefined) return value()
    w.block(`if (n${at}[i] === 0)`, value)
    w.block('else', empty)
  }

  #nullMember({ field }: Column): Uint8Array {
    return utf8Of(`,${quoteJson(field.name, this.#options.writeNonAsciiCharacterAsCodePoint)}:null`)
  }
}

/** Bytes of a string column's rows `from … to-1` of the selection; null rows have none. */
export function textBytes(
  vector: Vector,
  { lengths }: TextParts,
  selection: Int32Array | undefined,
  from: number,
  to: number,
): number {
  let bytes = 0
  const codes = vector.layout === 'dictionary' ? vector.codes : undefined
  const { nulls } = vector
  for (let k = from; k < to; k++) {
    const row = selection === undefined ? k : (selection[k] as number)
    if (nulls !== undefined && nulls[row] === 1) continue
    bytes += lengths[codes === undefined ? row : (codes[row] as number)] as number
  }
  return bytes
}

/** Spark's JSON writer takes every type but calendar intervals and times. */
function checkWritable(type: DataType, column: string): void {
  switch (type.kind) {
    case 'calendar_interval':
    case 'time':
      throw unwritable(type, column)
    case 'array':
      return checkWritable(type.element, column)
    case 'map':
      checkWritable(type.key, column)
      return checkWritable(type.value, column)
    case 'struct':
      for (const field of type.fields) checkWritable(field.type, column)
  }
}

function codeOf(type: DataType, options: JsonWriteOptions): ColumnCode {
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return stringCode(options)
    case 'boolean':
      return booleanCode
    case 'byte':
    case 'short':
    case 'int':
      return valuesCode((w, at) => w.line(`p = ${w.constant(writeInt)}(od, p, v${at}[i])`))
    case 'long':
      return wordsCode((w, at) => w.line(`p = ${w.constant(writeLong)}(od, p, w${at}[2 * i], w${at}[2 * i + 1])`))
    case 'float':
    case 'double':
      return floatCode(type.kind === 'float' ? javaFloat : javaDouble)
    case 'timestamp':
      return hasDefaultClock(options) ? timestampCode(type, options, true) : anyCode(type, options)
    case 'timestamp_ntz':
      return options.timestampNtzFormat === defaultTimestampNtzFormat
        ? timestampCode(type, options, false)
        : anyCode(type, options)
    case 'date':
      return options.dateFormat === defaultDateFormat ? dateCode(type, options) : anyCode(type, options)
    default:
      return anyCode(type, options)
  }
}

/** Whether timestamps look as `ClockText` writes them; see `JsonWriteOptions.timestampFormat` for the seconds of offsets. */
function hasDefaultClock({ timestampFormat, zone: id }: JsonWriteOptions): boolean {
  if (timestampFormat === undefined) return true
  const { fixed } = zone(id)
  return timestampFormat === defaultTimestampFormat && fixed !== undefined && fixed % microsPerMinute === 0n
}

function valuesCode(value: ColumnCode['value']): ColumnCode {
  return { opening: '', prelude: (w, at) => w.line(`const v${at} = columns[${at}].values`), value }
}

function wordsCode(value: ColumnCode['value'], opening = ''): ColumnCode {
  return { opening, prelude: (w, at) => w.line(`const w${at} = columns[${at}].words`), value }
}

const booleanCode = valuesCode((w, at) => {
  w.block(`if (v${at}[i] === 1)`, () => constantBytes(w, utf8Of('true')))
  w.block('else', () => constantBytes(w, utf8Of('false')))
})

function stringCode(options: JsonWriteOptions): ColumnCode {
  const ascii = options.writeNonAsciiCharacterAsCodePoint
  return {
    opening: '"',
    prelude: (w, at, vector) => {
      w.line(
        `const { data: a${at}, view: d${at}, side: s${at}, sideView: e${at}, offsets: f${at}, lengths: l${at} } = texts[${at}]`,
      )
      if (vector.layout === 'dictionary') w.line(`const c${at} = columns[${at}].codes`)
    },
    value: (w, at, vector) => {
      const row = vector.layout === 'dictionary' ? `c${at}[i]` : 'i'
      w.line(`q = f${at}[${row}]`)
      w.line(`n = l${at}[${row}]`)
      if (vector.layout !== 'bytes') return copiedString(w, `a${at}`, `d${at}`, ascii)
      // Also where no string has an escape: another writer for those would be compiled and optimised beside this one.
      w.block('', () => {
        w.line(`let a = a${at}, d = d${at}`)
        w.block('if (q < 0)', () => {
          w.line('q = -1 - q')
          w.line(`a = s${at}`)
          w.line(`d = e${at}`)
        })
        copiedString(w, 'a', 'd', ascii)
      })
    },
  }
}

function floatCode(print: (value: number) => string): ColumnCode {
  const text = (value: number): string => (Number.isFinite(value) ? print(value) : `"${value}"`)
  return valuesCode((w, at) => textOf(w, `${w.constant(text)}(v${at}[i])`))
}

/** Values that have no code of their own, as the value writer prints them; strings' quotes included. */
function anyText(type: DataType, options: JsonWriteOptions): (vector: Vector, row: number) => string {
  const writer = new JsonValueWriter(type, options)
  return (vector, row) => writer.text(valueAt(vector, row))
}

function anyCode(type: DataType, options: JsonWriteOptions): ColumnCode {
  if (type.kind !== 'null') layoutOf(type)
  const text = anyText(type, options)
  return {
    opening: '',
    prelude: () => undefined,
    value: (w, at) => textOf(w, `${w.constant(text)}(columns[${at}], i)`),
  }
}

function timestampCode(type: DataType, options: JsonWriteOptions, zoned: boolean): ColumnCode {
  const clock = new ClockText(zoned ? zone(options.zone) : undefined)
  return wordsCode((w, at) => timestampText(w, clock, `w${at}`, zoned, slowText(w, at, type, options)), '"')
}

function dateCode(type: DataType, options: JsonWriteOptions): ColumnCode {
  const clock = new ClockText(undefined)
  return { ...valuesCode((w, at) => dateText(w, clock, `v${at}[i]`, slowText(w, at, type, options))), opening: '"' }
}

/** The rest of a quoted value whose opening quote is written. */
function slowText(w: CodeWriter, at: number, type: DataType, options: JsonWriteOptions): () => void {
  const text = anyText(type, options)
  const unopened = (vector: Vector, row: number): string => text(vector, row).slice(1)
  return () => {
    textOf(w, `${w.constant(unopened)}(columns[${at}], i)`)
  }
}
