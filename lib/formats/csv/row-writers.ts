/** Generated writers of rows, one per combination of column layouts that batches have. */
import { CodeWriter } from '../../codegen/code-writer.ts'
import { utf8Of } from '../../columnar/bytes.ts'
import type { RecordBatch } from '../../columnar/record-batch.ts'
import { valueAt } from '../../columnar/values.ts'
import type { Vector } from '../../columnar/vector.ts'
import type { Field } from '../../types/data-type.ts'
import type { Schema } from '../../types/schema.ts'
import { zone } from '../../types/time/zone.ts'
import { writeInt, writeLong } from '../json/ascii-digits.ts'
import { ClockText } from '../json/clock-text.ts'
import { defaultDateFormat, defaultTimestampNtzFormat } from '../json/options.ts'
import { type Rows, type RowWriter, textBytes } from '../json/row-writers.ts'
import { constantBytes, dateText, textOf, timestampText } from '../json/write-code.ts'
import type { CsvWriteOptions } from './options.ts'
import type { CsvRowText } from './row-text.ts'
import { stringCode } from './string-code.ts'
import { type ValueText, valueTextOf } from './value-text.ts'

/** Most bytes of a value that is not text, its quotes and its delimiter apart. */
const fixedWidth = 48

export class RowWriters {
  readonly #fields: readonly Field[]
  readonly #options: CsvWriteOptions
  readonly #rows: CsvRowText
  readonly #texts: readonly ValueText[]
  readonly #delimiter: Uint8Array
  readonly #separator: Uint8Array
  readonly #rowBytes: number
  readonly #writers = new Map<string, RowWriter>()

  /** @throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_DATETIME_PATTERN, INVALID_TIMEZONE */
  constructor(schema: Schema, options: CsvWriteOptions, rows: CsvRowText) {
    this.#fields = schema.fields
    this.#options = options
    this.#rows = rows
    this.#texts = schema.fields.map((field) => valueTextOf(field, options))
    this.#delimiter = utf8Of(options.delimiter)
    this.#separator = utf8Of(options.lineSep ?? '\n')
    const constant = 2 * utf8Of(options.nullValue + options.emptyValue + options.quote).length + 8
    this.#rowBytes = schema.length * (fixedWidth + this.#delimiter.length + constant) + this.#separator.length
  }

  /** Bytes that rows `from … to-1` take at most, what has to be quoted apart. */
  room(batch: RecordBatch, rows: Rows, from: number, to: number): number {
    let bytes = this.#rowBytes * (to - from) + 16
    for (let at = 0; at < rows.texts.length; at++) {
      const text = rows.texts[at]
      if (text !== undefined) bytes += textBytes(batch.columns[at] as Vector, text, batch.selection, from, to)
    }
    return bytes
  }

  /** The writer for columns of these layouts. */
  of(columns: readonly Vector[]): RowWriter {
    let key = ''
    for (const column of columns) {
      key += `${column.layout}${column.layout === 'bytes' && column.side !== undefined ? 's' : ''}${column.nulls === undefined ? ';' : '?;'}`
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
    vectors.forEach((vector, at) => {
      if (vector.nulls !== undefined) w.line(`const n${at} = columns[${at}].nulls`)
    })
    const codes = vectors.map((vector, at) => this.#code(w, at, vector))
    w.block('for (let k = from; k < to; k++)', () => {
      w.line('i = selection === undefined ? k : selection[k]')
      w.line('start = p')
      vectors.forEach((vector, at) => {
        if (at > 0) constantBytes(w, this.#delimiter)
        this.#value(w, at, vector, codes[at] as () => void)
      })
      // A line without a character is not written.
      w.line('if (p === start) continue')
      constantBytes(w, this.#separator)
    })
    w.line('return p')
    return w.compile<RowWriter>(['rows', 't', 'p', 'from', 'to', 'room'])
  }

  #value(w: CodeWriter, at: number, vector: Vector, code: () => void): void {
    const empty = (): void => constantBytes(w, utf8Of(this.#rows.value(undefined, at === 0)))
    if (vector.layout === 'null') return empty()
    if (vector.nulls === undefined) return code()
    w.block(`if (n${at}[i] === 0)`, code)
    w.block('else', empty)
  }

  /** Writes what a column's code needs before the loop; gives the code of a value that is not null. */
  #code(w: CodeWriter, at: number, vector: Vector): () => void {
    const { type } = this.#fields[at] as Field
    const isText = type.kind === 'string' || type.kind === 'char' || type.kind === 'varchar'
    if (isText && (vector.layout === 'bytes' || vector.layout === 'dictionary')) {
      return stringCode(w, at, vector, this.#options, this.#rows)
    }
    const general = this.#general(w, at)
    if (!leavesPlain(this.#options)) return general
    switch (type.kind) {
      case 'byte':
      case 'short':
      case 'int':
        w.line(`const v${at} = columns[${at}].values`)
        return () => w.line(`p = ${w.constant(writeInt)}(od, p, v${at}[i])`)
      case 'long':
        w.line(`const w${at} = columns[${at}].words`)
        return () => w.line(`p = ${w.constant(writeLong)}(od, p, w${at}[2 * i], w${at}[2 * i + 1])`)
      case 'boolean':
        w.line(`const v${at} = columns[${at}].values`)
        return () => {
          w.block(`if (v${at}[i] === 1)`, () => constantBytes(w, utf8Of('true')))
          w.block('else', () => constantBytes(w, utf8Of('false')))
        }
      case 'timestamp':
      case 'timestamp_ntz':
        return this.#time(w, at, type.kind === 'timestamp', general)
      case 'date': {
        if (this.#options.dateFormat !== defaultDateFormat) return general
        const clock = new ClockText(undefined)
        w.line(`const v${at} = columns[${at}].values`)
        return () => quoteless(w, () => dateText(w, clock, `v${at}[i]`, quoted(w, general)))
      }
      default:
        return general
    }
  }

  #time(w: CodeWriter, at: number, zoned: boolean, general: () => void): () => void {
    const { timestampFormat, timestampNtzFormat } = this.#options
    if (zoned ? timestampFormat !== undefined : timestampNtzFormat !== defaultTimestampNtzFormat) return general
    const clock = new ClockText(zoned ? zone(this.#options.zone) : undefined)
    w.line(`const w${at} = columns[${at}].words`)
    return () => quoteless(w, () => timestampText(w, clock, `w${at}`, zoned, quoted(w, general)))
  }

  /** A value as text, quoted as it needs to be. */
  #general(w: CodeWriter, at: number): () => void {
    const text = this.#texts[at] as ValueText
    const rows = this.#rows
    const write = (vector: Vector, row: number): string => rows.value(text(valueAt(vector, row)), at === 0)
    return () => textOf(w, `${w.constant(write)}(columns[${at}], i)`)
  }
}

/** The json writers' times end with a quote, which csv's do not. */
function quoteless(w: CodeWriter, write: () => void): void {
  write()
  w.line('p--')
}

const quoted = (w: CodeWriter, write: () => void) => (): void => {
  write()
  w.line('p++')
}

/** Whether numbers, booleans, dates and times in their default forms stand in the file as they are. */
function leavesPlain(options: CsvWriteOptions): boolean {
  const { delimiter, quote, escape: escaper, lineSep, comment, quoteAll } = options
  const special = delimiter + quote + escaper + (lineSep ?? '') + comment
  return !quoteAll && !/[-+.:\dA-Za-z]/.test(special)
}
