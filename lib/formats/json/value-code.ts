/** Code of the general scanner for one value, by the type of its column. */
import type { CodeWriter } from '../../codegen/code-writer.ts'
import { hashBytes } from '../../columnar/bytes.ts'
import { maxLongDigits } from '../../columnar/layout.ts'
import type { DataType } from '../../types/data-type.ts'
import { rawTextOfFiles } from './converters.ts'
import { type FastCursor, type FastReader, fastReader } from './fast-values.ts'
import { bigintAt, decimalAt, doubleAt } from './number-bytes.ts'
import type { JsonReadOptions } from './options.ts'
import {
  dateText,
  fixedSeconds,
  integerText,
  storeExact,
  stringText,
  type TimeCache,
  timestampText,
} from './scan-code.ts'
import { type ScanColumns, Storage } from './scan-columns.ts'
import { skipNumber, skipValue, skipWord } from './skip-value.ts'
import { textReaderOf } from './text-readers.ts'

/** How a value of a column is read. */
const Reading = Object.freeze({
  string: 1,
  integer: 2,
  long: 3,
  number: 4,
  bool: 5,
  timestamp: 6,
  ntz: 7,
  date: 8,
  decimal: 9,
  other: 10,
})

function readingOf(type: DataType, options: JsonReadOptions): number {
  switch (type.kind) {
    case 'string':
    case 'char':
    case 'varchar':
      return Reading.string
    case 'byte':
    case 'short':
    case 'int':
      return Reading.integer
    case 'long':
      return Reading.long
    case 'float':
    case 'double':
      return Reading.number
    case 'boolean':
      return Reading.bool
    case 'timestamp':
      return options.timestampFormat === undefined ? Reading.timestamp : Reading.other
    case 'timestamp_ntz':
      return options.timestampNtzFormat === undefined ? Reading.ntz : Reading.other
    case 'date':
      return options.dateFormat === undefined ? Reading.date : Reading.other
    case 'decimal':
      return type.precision <= maxLongDigits ? Reading.decimal : Reading.other
    default:
      return Reading.other
  }
}

/**
 * Code that reads the value at `p` (first byte in `c`) into column `k`, row `row`, and stands behind it; what is refused
 * returns -1.
 */
export function valueCode(w: CodeWriter, columns: ScanColumns, options: JsonReadOptions, cache: TimeCache): void {
  const readings = columns.schema.fields.map((field) => readingOf(field.type, options))
  const used = new Set(readings)
  w.block('if (c === 110)', () => {
    w.line('if (dv.getInt32(p, true) !== 0x6c6c756e) return -1')
    w.line('p += 4')
    w.line('columns.putNull(k, row)')
  })
  w.block('else', () => {
    w.line('columns.nulls[k][row] = 0')
    w.block(`switch (${w.constant(Int32Array.from(readings))}[k])`, () => {
      const branch = (reading: number, body: () => void): void => {
        if (!used.has(reading)) return
        w.block(`case ${reading}:`, () => {
          body()
          w.line('break')
        })
      }
      branch(Reading.string, () => stringValue(w, columns, options))
      branch(Reading.integer, () => integerValue(w, columns))
      branch(Reading.long, () => longValue(w))
      branch(Reading.number, () => numberValue(w, columns))
      branch(Reading.bool, () => boolValue(w))
      branch(Reading.timestamp, () => timeValue(w, options, cache, true))
      branch(Reading.ntz, () => timeValue(w, options, cache, false))
      branch(Reading.date, () => dateValue(w, options, cache))
      branch(Reading.decimal, () => decimalValue(w, columns, options))
      branch(Reading.other, () => otherValue(w, columns, options))
    })
  })
}

function stringValue(w: CodeWriter, columns: ScanColumns, options: JsonReadOptions): void {
  w.block('if (c === 34)', () => {
    w.line('q = ++p')
    w.block('escaped:', () => {
      w.block('plain:', () => {
        stringText(w, 'return -1', 'if (c !== 92) return -1\nbreak plain')
        store(w, columns, 'p - q')
        w.line('p++')
        w.line('break escaped')
      })
      w.line('m = columns.side.top')
      w.line('p = columns.side.unescape(b, q, p - q)')
      w.line('if (p < 0) return -1')
      w.line('columns.putSide(k, row, m)')
    })
  })
  // Anything else in a string column is its raw text, if it stays as it stands.
  if (rawTextOfFiles(options) === 'rewritten') return w.line('else return -1')
  w.block('else', () => {
    w.line('q = p')
    w.line(`p = ${w.constant(skipValue)}(b, dv, p)`)
    w.line('if (p < 0) return -1')
    store(w, columns, 'p - q')
  })
}

function store(w: CodeWriter, columns: ScanColumns, length: string): void {
  const view = (): void => {
    w.line('columns.offsets[k][row] = q')
    w.line(`columns.lengths[k][row] = ${length}`)
  }
  const code = (): void => {
    w.line(
      `columns.ints[k][row] = columns.dictionaries[k].lookup(b, dv, q, ${length}, ${w.constant(hashBytes)}(dv, q, ${length}))`,
    )
  }
  if (!columns.storage.includes(Storage.dictionary)) return view()
  w.block(`if (columns.storage[k] === ${Storage.dictionary})`, code)
  w.block('else', view)
}

/** Ranges by column: of BYTE, SHORT and INT. A BYTE above 127 wraps in Spark; it is left to the full parser. */
function integerValue(w: CodeWriter, columns: ScanColumns): void {
  const limits = columns.schema.fields.map(({ type }) =>
    type.kind === 'byte' ? 127 : type.kind === 'short' ? 32767 : 2147483647,
  )
  const limit = w.constant(Int32Array.from(limits))
  integerText(w, 'return -1', () => {
    // Ten digits are still exact in a double.
    w.line('const y = (x * 10 + c) * (neg === 1 ? -1 : 1)')
    w.line('c = b[++p] - 48')
    w.line('if ((c >= 0 && c <= 9) || y !== (y | 0) || p - q !== 10) return -1')
    w.line('x = y | 0')
  })
  w.line(`m = ${limit}[k]`)
  w.line('if (x > m || x < -m - 1) return -1')
  w.line('c = b[p]')
  w.line('if (c === 46 || (c | 32) === 101) return -1')
  w.line('columns.ints[k][row] = x')
}

function longValue(w: CodeWriter): void {
  w.line('const words = columns.words[k]')
  w.block('long:', () => {
    integerText(w, 'return -1', () => {
      w.line('if (x === 0) return -1')
      w.line('let y = x * 10 + c')
      w.line('p++')
      w.line('while ((c = b[p] - 48) >= 0 && c <= 9) { y = y * 10 + c; p++ }')
      w.block('if (p - q > 15)', () => {
        w.line(`if (!${w.constant(bigLong)}(b, q - neg, p, columns.longs[k], row)) return -1`)
      })
      w.block('else', () => {
        w.line('if (neg === 1) y = -y')
        storeExact(w, 'words', 'y')
      })
      w.line('break long')
    })
    w.line('words[2 * row] = x')
    w.line('words[2 * row + 1] = x >> 31')
  })
  w.line('c = b[p]')
  w.line('if (c === 46 || (c | 32) === 101) return -1')
}

/** Stores a long of 16 to 19 digits; false when it is out of range. */
function bigLong(bytes: Uint8Array, from: number, end: number, values: BigInt64Array, row: number): boolean {
  const value = bigintAt(bytes, from, end)
  values[row] = value
  return values[row] === value
}

function numberValue(w: CodeWriter, columns: ScanColumns): void {
  const parse = w.constant(doubleAt)
  w.line('q = p')
  w.line(`p = ${w.constant(skipNumber)}(b, q)`)
  w.line('if (p < 0) return -1')
  const floats = columns.schema.fields.map(({ type }) => (type.kind === 'float' ? 1 : 0))
  if (!floats.includes(1)) return w.line(`columns.doubles[k][row] = ${parse}(b, q, p)`)
  w.line(
    `columns.doubles[k][row] = ${w.constant(Uint8Array.from(floats))}[k] === 1 ? Math.fround(${parse}(b, q, p)) : ${parse}(b, q, p)`,
  )
}

function boolValue(w: CodeWriter): void {
  w.line('columns.bytes[k][row] = c === 116 ? 1 : 0')
  w.line('if (c !== 116 && c !== 102) return -1')
  w.line(`p = ${w.constant(skipWord)}(b, dv, p)`)
  w.line('if (p < 0) return -1')
}

/** The forms of `timestampText`; other strings are decoded and read by Spark's rules. */
function timeValue(w: CodeWriter, options: JsonReadOptions, cache: TimeCache, zones: boolean): void {
  const zoneless = zones ? fixedSeconds(options) : 0
  const type: DataType = { kind: zones ? 'timestamp' : 'timestamp_ntz' }
  w.line('if (c !== 34) return -1')
  w.block('read:', () => {
    w.line('const at = ++p')
    w.block('odd:', () => {
      w.line('const words = columns.words[k]')
      timestampText(w, cache, 'words', 'break odd', zoneless, zones)
      w.line('break read')
    })
    w.line('q = p = at')
    decoded(w, textReaderOf(type, options), (read) => w.line(`columns.longs[k][row] = ${read}`))
  })
}

function dateValue(w: CodeWriter, options: JsonReadOptions, cache: TimeCache): void {
  w.line('if (c !== 34) return -1')
  w.block('read:', () => {
    w.line('const at = ++p')
    w.block('odd:', () => {
      dateText(w, cache, 'break odd')
      w.line('if (b[p + 10] !== 34) break odd')
      w.line(`columns.ints[k][row] = ${cache.day}`)
      w.line('p += 11')
      w.line('break read')
    })
    w.line('q = p = at')
    decoded(w, textReaderOf({ kind: 'date' }, options), (read) => w.line(`columns.ints[k][row] = ${read}`))
  })
}

/** Decodes the plain string at `p` and gives it to a reader; escapes and what the reader refuses are not accepted. */
function decoded(w: CodeWriter, reader: (text: string) => unknown, write: (read: string) => void): void {
  stringText(w, 'return -1', 'return -1')
  w.line(`const text = ${w.constant(textDecoder)}.decode(b.subarray(q, p))`)
  w.line(`const value = text === '' ? undefined : ${w.constant(reader)}(text)`)
  w.line('if (value === undefined) return -1')
  write('value')
  w.line('p++')
}

const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Numbers that need no rounding; everything else as `otherValue`. */
function decimalValue(w: CodeWriter, columns: ScanColumns, options: JsonReadOptions): void {
  const parts = columns.schema.fields.map(({ type }) => (type.kind === 'decimal' ? type : { precision: 0, scale: 0 }))
  const scales = w.constant(Int32Array.from(parts, (one) => one.scale))
  const limits = w.constant(Float64Array.from(parts, (one) => 10 ** one.precision))
  w.block('decimal:', () => {
    w.block('if (c !== 34)', () => {
      w.line('q = p')
      w.line(`p = ${w.constant(skipNumber)}(b, q)`)
      w.line('if (p < 0) return -1')
      w.line(`const y = ${w.constant(decimalAt)}(b, q, p, ${scales}[k], ${limits}[k])`)
      w.block('if (y === y)', () => {
        storeExact(w, 'columns.words[k]', 'y')
        w.line('break decimal')
      })
      w.line('p = q')
    })
    otherValue(w, columns, options)
  })
}

/** Types without code of their own: through a reader of values. */
function otherValue(w: CodeWriter, columns: ScanColumns, options: JsonReadOptions): void {
  const readers = columns.schema.fields.map(({ type }) => fastReader(type, options))
  const cursor: FastCursor = { bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)), at: 0 }
  const read = (
    bytes: Uint8Array,
    view: DataView,
    from: number,
    into: ScanColumns,
    at: number,
    row: number,
  ): number => {
    cursor.bytes = bytes
    cursor.view = view
    cursor.at = from
    const value = (readers[at] as FastReader)(cursor)
    if (cursor.at >= 0) into.put(at, row, value)
    return cursor.at
  }
  w.line(`p = ${w.constant(read)}(b, dv, p, columns, k, row)`)
  w.line('if (p < 0) return -1')
}
