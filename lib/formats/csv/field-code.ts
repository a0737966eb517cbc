/**
 * Code for one field at `p`, by the type of its column. It leaves `p` at the byte behind the field and that byte in `c`;
 * `break odd` gives the record up. Locals as in `json/scan-code.ts`, and `e` (end of a value).
 */
import type { CodeWriter } from '../../codegen/code-writer.ts'
import { hashBytes, utf8Of } from '../../columnar/bytes.ts'
import { maxLongDigits } from '../../columnar/layout.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import { decimalAt, plainDouble } from '../json/number-bytes.ts'
import { dateText, fixedSeconds, mismatch, storeExact, type TimeCache, timestampText } from '../json/scan-code.ts'
import { type ScanColumns, Storage } from '../json/scan-columns.ts'
import { skipMultiByte } from '../json/skip-value.ts'
import { converterOf, type TextConverter } from './converters.ts'
import { type FieldSyntax, unescapeInto } from './field-bytes.ts'
import { javaText } from './java-text.ts'
import type { CsvReadOptions } from './options.ts'

export interface FieldContext {
  readonly w: CodeWriter
  readonly columns: ScanColumns
  readonly options: CsvReadOptions
  readonly syntax: FieldSyntax
  readonly cache: TimeCache
  /** Condition: `c` ends a field. */
  readonly ends: string
}

/** How a column is read. */
export interface FieldCode {
  /** Before the loop over records. */
  prelude(): void
  read(): void
}

/**
 * The code of a field.
 *
 * @param type undefined = the field is stepped over
 * @param at position of the column in the decoder's schema
 */
export function fieldCode(context: FieldContext, type: DataType | undefined, at: number): FieldCode {
  const { w } = context
  const read = type === undefined ? () => span(context) : readerOf(context, type, at)
  return { prelude: () => preludeOf(w, context.columns, at), read }
}

function preludeOf(w: CodeWriter, columns: ScanColumns, at: number): void {
  switch (columns.storage[at]) {
    case Storage.view:
      return w.line(`const o${at} = columns.offsets[${at}], l${at} = columns.lengths[${at}]`)
    case Storage.dictionary:
      return w.line(`const v${at} = columns.ints[${at}], d${at} = columns.dictionaries[${at}]`)
    case Storage.int32:
      return w.line(`const v${at} = columns.ints[${at}]`)
    case Storage.int64:
      return w.line(`const w${at} = columns.words[${at}]`)
    case Storage.float64:
      return w.line(`const v${at} = columns.doubles[${at}]`)
    case Storage.bool:
      return w.line(`const v${at} = columns.bytes[${at}]`)
  }
}

function readerOf(context: FieldContext, type: DataType, at: number): () => void {
  const { options } = context
  // A null's text that looks like a value of the type must be compared before the value is read.
  const compares = options.nullValue !== '' && /^[-+\d.tf]/i.test(options.nullValue)
  const other = (): void => otherField(context, { type }, at)
  if (compares && type.kind !== 'string') return other
  switch (type.kind) {
    case 'string':
      return () => stringField(context, at)
    case 'byte':
      return () => integerField(context, at, 127)
    case 'short':
      return () => integerField(context, at, 32767)
    case 'int':
      return () => integerField(context, at, 2147483647)
    case 'long':
      return () => longField(context, at)
    case 'double':
    case 'float':
      return () => doubleField(context, at, type)
    case 'decimal':
      return type.precision <= maxLongDigits && options.locale === 'en-US'
        ? () => decimalField(context, at, type)
        : other
    case 'timestamp':
      return options.timestampFormat === undefined ? () => timestampField(context, at, type) : other
    case 'timestamp_ntz':
      return options.timestampNtzFormat === undefined ? () => timestampField(context, at, type) : other
    case 'date':
      return options.dateFormat === undefined ? () => dateField(context, at) : other
    default:
      return other
  }
}

// The four bytes of `w` that are zero after this are those that equal `byte`; see `plainTest` of the json scanners.
const hits = (byte: number): string => {
  const word = `(w ^ ${(byte * 0x01010101) | 0})`
  return `(${word} - 0x01010101 & ~${word})`
}

/** Steps to the next byte of `stops`, or a byte above 127, four at a time; it is in `c` then. */
function stepTo(w: CodeWriter, stops: readonly number[]): void {
  w.line('w = dv.getInt32(p, true)')
  w.line(`m = (${stops.map(hits).join(' | ')} | w) & 0x80808080`)
  w.block('if (m === 0)', () => {
    w.line('p += 4')
    w.line('continue')
  })
  w.line('p += (31 - Math.clz32(m & -m)) >> 3')
  w.line('c = b[p]')
}

function multiByte(w: CodeWriter): void {
  w.block('if (c > 127)', () => {
    w.line(`p = ${w.constant(skipMultiByte)}(b, p)`)
    w.line('if (p < 0) break odd')
    w.line('continue')
  })
}

const lineEnds = ({ carriageReturn }: FieldSyntax): readonly number[] => (carriageReturn ? [10, 13] : [10])

/** Any field: its text is `q` to `e` (without quotes); a quoted one sets `x` to 1, to 2 when it has escapes. */
function span(context: FieldContext): void {
  const { w, syntax, ends } = context
  const { quote, escape: escaper, escapeEscape, delimiter } = syntax
  w.line('x = 0')
  w.block(`if (b[p] === ${quote})`, () => {
    w.line('x = 1')
    w.line('q = ++p')
    w.block('for (;;)', () => {
      stepTo(w, [...new Set([quote, escaper, ...lineEnds(syntax)])])
      multiByte(w)
      if (quote === escaper) w.line(`if (c === ${quote} && b[p + 1] === ${quote}) { x = 2; p += 2; continue }`)
      w.line(`if (c === ${quote}) break`)
      if (quote === escaper) return w.line('break odd')
      w.line(`if (c !== ${escaper}) break odd`)
      w.line('c = b[p + 1]')
      w.line(`if (c === ${quote}${escapeEscape === 0 ? '' : ` || c === ${escapeEscape}`}) { x = 2; p += 2 } else p++`)
    })
    w.line('e = p')
    w.line('c = b[++p]')
    w.line(`if (!${ends}) break odd`)
  })
  w.block('else', () => {
    w.line('q = p')
    w.block('for (;;)', () => {
      stepTo(w, [delimiter, ...lineEnds(syntax)])
      multiByte(w)
      w.line('break')
    })
    w.line('e = p')
    trims(context)
  })
}

/** Blanks that options take away make a record odd. */
function trims({ w, options }: FieldContext): void {
  if (options.ignoreLeadingWhiteSpace) w.line('if (e > q && b[q] <= 32) break odd')
  if (options.ignoreTrailingWhiteSpace) w.line('if (e > q && b[e - 1] <= 32) break odd')
}

function stringField(context: FieldContext, at: number): void {
  const { w, columns, options, syntax } = context
  const { nullValue, emptyValue } = options
  span(context)
  const text = nullValue === '' ? undefined : utf8Of(nullValue)
  const isNull = text === undefined ? '' : ` || (e - q === ${text.length} && !(${mismatch(text, 'q')}))`
  const emptyQuoted = emptyValue === nullValue ? 'true' : 'x === 0'
  w.block(`if (e === q ? ${emptyQuoted} : false${isNull})`, () => {
    w.line(`columns.putNull(${at}, row)`)
  })
  if (emptyValue !== '' && emptyValue !== nullValue) w.line('else if (e === q) break odd')
  w.block('else if (x === 2)', () => {
    // Unescaped it might be the null's text.
    if (text !== undefined) return w.line('break odd')
    w.line('m = columns.side.top')
    w.line(`if (${w.constant(unescapeInto)}(columns.side, b, q, ${w.constant(syntax)}) < 0) break odd`)
    w.line(`columns.putSide(${at}, row, m)`)
  })
  w.block('else', () => {
    if (columns.storage[at] === Storage.dictionary) {
      w.line(`v${at}[row] = d${at}.lookup(b, dv, q, e - q, ${w.constant(hashBytes)}(dv, q, e - q))`)
    } else {
      w.line(`o${at}[row] = q`)
      w.line(`l${at}[row] = e - q`)
    }
  })
}

/** Runs `fast` in a block `value:` that it leaves when it has the value, else reads the field the general way. */
function orOther(context: FieldContext, type: DataType, at: number, fast: () => void): void {
  const { w } = context
  w.block('value:', () => {
    w.line('q = p')
    w.block('other:', () => {
      fast()
      w.line('break value')
    })
    w.line('p = q')
    otherField(context, { type }, at)
  })
}

/** Up to nine digits into `x`; the byte behind them is in `c`. */
function digits(w: CodeWriter): void {
  w.line('neg = 0')
  w.line('if (b[p] === 45) { neg = 1; p++ }')
  w.line('e = p')
  w.line('x = b[p++] - 48')
  w.line('if (x < 0 || x > 9) break other')
  w.line('while ((c = b[p] - 48) >= 0 && c <= 9 && p - e < 9) { x = x * 10 + c | 0; p++ }')
}

function integerField(context: FieldContext, at: number, limit: number): void {
  const { w, ends } = context
  const type: DataType = { kind: limit === 127 ? 'byte' : limit === 32767 ? 'short' : 'int' }
  orOther(context, type, at, () => {
    digits(w)
    w.line('c = b[p]')
    w.line(`if (!${ends}) break other`)
    w.line('if (neg === 1) x = -x')
    if (limit < 2147483647) w.line(`if (x > ${limit} || x < ${-limit - 1}) break other`)
    w.line(`v${at}[row] = x`)
  })
}

function longField(context: FieldContext, at: number): void {
  const { w, ends } = context
  orOther(context, { kind: 'long' }, at, () => {
    digits(w)
    w.block('if (c >= 0 && c <= 9)', () => {
      w.line('let y = x * 10 + c')
      w.line('p++')
      w.line('while ((c = b[p] - 48) >= 0 && c <= 9 && p - e < 15) { y = y * 10 + c; p++ }')
      w.line('c = b[p]')
      w.line(`if (!${ends}) break other`)
      w.line('if (neg === 1) y = -y')
      storeExact(w, `w${at}`, 'y')
    })
    w.block('else', () => {
      w.line('c = b[p]')
      w.line(`if (!${ends}) break other`)
      w.line('if (neg === 1) x = -x')
      w.line(`w${at}[2 * row] = x`)
      w.line(`w${at}[2 * row + 1] = x >> 31`)
    })
  })
}

/** Any unquoted text from `q` to `e`, for types whose text is read by a function. */
function plainText({ w, ends }: FieldContext): void {
  w.line('c = b[p]')
  w.line(`while (!${ends}) c = b[++p]`)
  w.line('e = p')
  w.line('if (e === q) break other')
}

function doubleField(context: FieldContext, at: number, type: DataType): void {
  const { w } = context
  orOther(context, type, at, () => {
    plainText(context)
    w.line(`const y = ${w.constant(plainDouble)}(b, q, e)`)
    w.line('if (y !== y) break other')
    w.line(`v${at}[row] = ${type.kind === 'float' ? 'Math.fround(y)' : 'y'}`)
  })
}

function decimalField(context: FieldContext, at: number, type: DataType & { kind: 'decimal' }): void {
  const { w } = context
  orOther(context, type, at, () => {
    plainText(context)
    w.line('if (b[e - 1] < 48 || b[e - 1] > 57) break other')
    w.line(`const y = ${w.constant(decimalAt)}(b, q, e, ${type.scale}, ${10 ** type.precision})`)
    w.line('if (y !== y) break other')
    storeExact(w, `w${at}`, 'y')
  })
}

function timestampField(context: FieldContext, at: number, type: DataType): void {
  const { w, cache, options, ends } = context
  const zones = type.kind === 'timestamp'
  orOther(context, type, at, () => {
    w.line('x = p')
    const closing = (): void => {
      w.line('c = b[p]')
      w.line(`if (!${ends}) { q = x; break other }`)
    }
    timestampText(w, cache, `w${at}`, '{ q = x; break other }', zones ? fixedSeconds(options) : 0, zones, closing)
  })
}

function dateField(context: FieldContext, at: number): void {
  const { w, cache, ends } = context
  orOther(context, { kind: 'date' }, at, () => {
    dateText(w, cache, 'break other')
    w.line('p += 10')
    w.line('c = b[p]')
    w.line(`if (!${ends}) break other`)
    w.line(`v${at}[row] = ${cache.day}`)
  })
}

/** The general way: the field's text as a string through the converter of the type. */
function otherField(context: FieldContext, { type }: Pick<Field, 'type'>, at: number): void {
  const { w, options } = context
  const convert = converterOf({ name: '', type, nullable: true }, options)
  span(context)
  w.line('if (x === 2) break odd')
  w.line(`if (!${w.constant(reader(convert, options))}(columns, ${at}, row, b, q, e, x)) break odd`)
}

function reader(convert: TextConverter, { nullValue, emptyValue }: CsvReadOptions) {
  return (
    columns: ScanColumns,
    at: number,
    row: number,
    bytes: Uint8Array,
    from: number,
    end: number,
    quoted: number,
  ): boolean => {
    let token = javaText(bytes.subarray(from, end))
    if (token === '') token = quoted === 0 ? nullValue : emptyValue
    const value = token === nullValue ? null : convert(token)
    if (value === undefined) return false
    columns.put(at, row, value)
    return true
  }
}
