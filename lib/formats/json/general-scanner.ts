/**
 * The second way: one record with keys in any order, blanks, escapes, nulls, missing and unknown fields, stepped through
 * by code generated for the wanted names. It accepts less than Spark does (see `skip-value.ts`), never more.
 */
import { hashBytes, utf8Of } from '../../columnar/bytes.ts'
import { CodeWriter } from '../../codegen/code-writer.ts'
import type { DataType } from '../../types/data-type.ts'
import { zone } from '../../types/time/zone.ts'
import { converterOf } from './converters.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens } from './json-tokens.ts'
import type { JsonReadOptions } from './options.ts'
import { PartialValue } from './partial-value.ts'
import {
  dateText,
  exactPowers,
  integerText,
  keptCache,
  stringText,
  type TimeCache,
  timestampText,
  wordOf,
} from './scan-code.ts'
import { type ScanColumns, Storage } from './scan-columns.ts'
import { skipNumber, skipValue, skipWord } from './skip-value.ts'
import { textReaderOf } from './text-readers.ts'

/** Reads the record at `p` into row `row`; gives the position behind the record's line end, or -1: not accepted. */
export type GeneralScan = (bytes: Uint8Array, view: DataView, p: number, columns: ScanColumns, row: number) => number

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
  other: 9,
})

/** @param carriageReturn whether `\r` ends records too (it does unless `lineSep` is given) */
export function generalScanner(columns: ScanColumns, options: JsonReadOptions, carriageReturn: boolean): GeneralScan {
  const w = new CodeWriter()
  const { corrupt } = columns
  const { fields } = columns.schema
  const names = fields.flatMap((field, at) => (at === corrupt ? [] : [{ bytes: utf8Of(field.name), at }]))
  const readings = fields.map((field) => readingOf(field.type, options))
  const seen = new Int32Array(fields.length)
  const stamp = new Int32Array(1)
  w.line('let c = 0, w = 0, m = 0, q = 0, k = 0, x = 0, neg = 0, count = 0')
  const cache = keptCache(w)
  w.line(`const seen = ${w.constant(seen)}, stamp = ++${w.constant(stamp)}[0] | 0`)
  w.line('c = b[p]')
  blanks(w)
  w.line('if (c !== 123) return -1')
  w.line('c = b[++p]')
  blanks(w)
  w.block('if (c === 125)', () => w.line('p++'))
  w.block('else for (;;)', () => {
    w.line('if (c !== 34) return -1')
    w.line('q = ++p')
    stringText(w, 'return -1', 'return -1')
    matchName(w, names)
    w.line('c = b[++p]')
    blanks(w)
    w.line('if (c !== 58) return -1')
    w.line('c = b[++p]')
    blanks(w)
    w.block('if (k < 0)', () => {
      w.line(`p = ${w.constant(skipValue)}(b, dv, p)`)
      w.line('if (p < 0) return -1')
    })
    w.block('else', () => {
      w.line('if (seen[k] !== stamp) { seen[k] = stamp; count++ }')
      value(w, columns, readings, options, cache)
    })
    w.line('c = b[p]')
    blanks(w)
    w.line('if (c === 44) { c = b[++p]')
    blanks(w)
    w.line('continue }')
    w.line('if (c !== 125) return -1')
    w.line('p++')
    w.line('break')
  })
  w.block(`if (count !== ${names.length})`, () => {
    w.block(`for (k = 0; k < ${fields.length}; k++)`, () => {
      w.line(`if (seen[k] !== stamp${corrupt >= 0 ? ` && k !== ${corrupt}` : ''}) columns.putNull(k, row)`)
    })
  })
  if (columns.hasBuilt) w.line('columns.finishRow()')
  // What follows the closing brace is not read, as in Spark.
  w.line(carriageReturn ? 'while ((c = b[p]) !== 10 && c !== 13) p++' : 'while (b[p] !== 10) p++')
  w.line(carriageReturn ? 'return c === 13 && b[p + 1] === 10 ? p + 2 : p + 1' : 'return p + 1')
  return w.compile<GeneralScan>(['b', 'dv', 'p', 'columns', 'row'])
}

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
    default:
      return Reading.other
  }
}

/** Skips blanks within the line: `c` is the byte at `p`. */
function blanks(w: CodeWriter): void {
  w.line('while (c === 32 || c === 9) c = b[++p]')
}

/** Sets `k` to the column named by the bytes from `q` to `p`, or -1: by length, then by words. */
function matchName(w: CodeWriter, names: readonly { readonly bytes: Uint8Array; readonly at: number }[]): void {
  const byLength = new Map<number, { readonly bytes: Uint8Array; readonly at: number }[]>()
  for (const one of names) {
    const same = byLength.get(one.bytes.length)
    if (same) same.push(one)
    else byLength.set(one.bytes.length, [one])
  }
  w.line('k = -1')
  w.block('switch (p - q)', () => {
    for (const [length, candidates] of byLength) {
      w.block(`case ${length}:`, () => {
        for (const { bytes, at } of candidates) w.line(`if (${sameBytes(bytes)}) { k = ${at}; break }`)
        w.line('break')
      })
    }
  })
}

const masks = [0, 0xff, 0xffff, 0xffffff] as const

function sameBytes(bytes: Uint8Array): string {
  const tests: string[] = []
  for (let at = 0; at < bytes.length; at += 4) {
    const length = Math.min(4, bytes.length - at)
    const word = `dv.getInt32(q + ${at}, true)`
    tests.push(
      length === 4
        ? `${word} === ${wordOf(bytes, at, 4)}`
        : `(${word} & ${masks[length]}) === ${wordOf(bytes, at, length)}`,
    )
  }
  return tests.length === 0 ? 'true' : tests.join(' && ')
}

function value(
  w: CodeWriter,
  columns: ScanColumns,
  readings: readonly number[],
  options: JsonReadOptions,
  cache: TimeCache,
): void {
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
      branch(Reading.string, () => stringValue(w, columns))
      branch(Reading.integer, () => integerValue(w, columns))
      branch(Reading.long, () => longValue(w))
      branch(Reading.number, () => numberValue(w, columns))
      branch(Reading.bool, () => boolValue(w))
      branch(Reading.timestamp, () => timeValue(w, options, cache, true))
      branch(Reading.ntz, () => timeValue(w, options, cache, false))
      branch(Reading.date, () => dateValue(w, options, cache))
      branch(Reading.other, () => otherValue(w, columns, options))
    })
  })
}

function stringValue(w: CodeWriter, columns: ScanColumns): void {
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
  // Anything else in a string column is its raw text.
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
        w.line('words[2 * row] = y | 0')
        w.line(`words[2 * row + 1] = Math.floor(y * ${2 ** -32})`)
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
  const value = BigInt(String.fromCharCode(...bytes.subarray(from, end)))
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

/** The double of a checked number. `-0` is an integer, which has no negative zero. */
export function doubleAt(bytes: Uint8Array, from: number, end: number): number {
  let at = bytes[from] === 45 ? from + 1 : from
  let value = 0
  let scale = 0
  const first = at
  for (; at < end; at++) {
    const digit = (bytes[at] as number) - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  if (at < end && bytes[at] === 46) {
    const point = at++
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - 48
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    scale = at - point - 1
  }
  // Up to 15 digits and a power of ten below 1e23 are exact, so one division rounds correctly.
  if (at < end || at - first - (scale > 0 ? 1 : 0) > 15 || scale > 22)
    return Number(String.fromCharCode(...bytes.subarray(from, end)))
  if (scale > 0) value /= exactPowers[scale] as number
  if (bytes[from] !== 45) return value
  return value === 0 && scale === 0 ? 0 : -value
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

/** Seconds of the session zone's offset if it never changes, for text without a zone. */
export function fixedSeconds(options: JsonReadOptions): number | undefined {
  const { fixed } = zone(options.zone)
  return fixed === undefined ? undefined : Number(fixed / 1_000_000n)
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

/** Types without a fast way: the value's bytes go through the full parser's converter. */
function otherValue(w: CodeWriter, columns: ScanColumns, options: JsonReadOptions): void {
  const tokens = new JsonTokens(options)
  const converters = columns.schema.fields.map(({ type }) => converterOf(type, options, 'exact'))
  const convert = (bytes: Uint8Array, from: number, end: number, at: number, row: number): boolean => {
    try {
      tokens.reset(bytes, from, end)
      tokens.next()
      columns.put(at, row, (converters[at] as (typeof converters)[number])(tokens))
      return true
    } catch (error) {
      if (error instanceof JsonFailure || error instanceof PartialValue) return false
      throw error
    }
  }
  w.line('q = p')
  w.line(`p = ${w.constant(skipValue)}(b, dv, q)`)
  w.line(`if (p < 0 || !${w.constant(convert)}(b, q, p, k, row)) return -1`)
}
