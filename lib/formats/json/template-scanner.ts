/**
 * The first way: a loop over records, generated for the shapes that the file's records have. What does not fit any of
 * them goes to the general scanner, and from there to the full byte parser.
 */

import { CodeWriter } from '../../codegen/code-writer.ts'
import { hashBytes } from '../../columnar/bytes.ts'
import type { DataType } from '../../types/data-type.ts'
import type { GeneralScan } from './general-scanner.ts'
import { decimalAt, doubleAt } from './number-bytes.ts'
import type { JsonReadOptions } from './options.ts'
import {
  dateText,
  fixedSeconds,
  integerText,
  localCache,
  mismatch,
  storeExact,
  stringText,
  type TimeCache,
  timestampText,
} from './scan-code.ts'
import { type ScanColumns, Storage } from './scan-columns.ts'
import { skipNumber, skipWord } from './skip-value.ts'
import type { Template, TemplatePart } from './template.ts'

/** Where a scan stands, beside the position it returns. */
export interface ScanState {
  /** Next row to be written. */
  row: number
  /** Records so far that fitted no template. */
  misses: number
  /** Where the last of them began, as a ring. */
  readonly missedAt: Int32Array
  /** The record that nothing generated accepts, when the scan returned -1. */
  at: number
}

/** Reads records from `p` on into rows from `state.row` to `limit - 1`; gives the next position, -1: see `state.at`. */
export type TemplateScan = (
  bytes: Uint8Array,
  view: DataView,
  p: number,
  end: number,
  columns: ScanColumns,
  state: ScanState,
  limit: number,
) => number

/** What the code of one record depends on. */
interface Scan {
  readonly columns: ScanColumns
  readonly options: JsonReadOptions
  readonly carriageReturn: boolean
  readonly cache: TimeCache
}

/** @param carriageReturn whether `\r` ends records too */
export function templateScanner(
  templates: readonly Template[],
  columns: ScanColumns,
  options: JsonReadOptions,
  general: GeneralScan,
  carriageReturn: boolean,
): TemplateScan {
  const w = new CodeWriter()
  w.line('let row = state.row | 0, start = 0, c = 0, w = 0, m = 0, q = 0, x = 0, neg = 0')
  const cache = localCache(w)
  const used = new Set(
    templates.flatMap(({ parts }) => parts.map(({ column }) => column)).filter((column) => column >= 0),
  )
  for (const at of used) w.line(`const ${arraysOf(columns.storage[at] as number, at)}`)
  w.block('while (p < end && row < limit)', () => {
    w.line('start = p')
    templates.forEach((template, at) => {
      w.block(`t${at}:`, () => record(w, template, at, { columns, options, carriageReturn, cache }))
      w.line('p = start')
    })
    w.line('state.missedAt[state.misses++ & 31] = start')
    w.line(`p = ${w.constant(general)}(b, dv, p, columns, row)`)
    w.block('if (p < 0)', () => {
      w.line('state.at = start')
      w.line('state.row = row')
      w.line('return -1')
    })
    w.line('row++')
  })
  w.line('state.row = row')
  w.line('return p')
  return w.compile<TemplateScan>(['b', 'dv', 'p', 'end', 'columns', 'state', 'limit'])
}

function arraysOf(storage: number, at: number): string {
  switch (storage) {
    case Storage.view:
      return `o${at} = columns.offsets[${at}], l${at} = columns.lengths[${at}]`
    case Storage.dictionary:
      return `i${at} = columns.ints[${at}], d${at} = columns.dictionaries[${at}]`
    case Storage.int32:
      return `i${at} = columns.ints[${at}]`
    case Storage.int64:
      return `w${at} = columns.words[${at}]`
    case Storage.float64:
      return `f${at} = columns.doubles[${at}]`
    default:
      return `y${at} = columns.bytes[${at}]`
  }
}

function record(w: CodeWriter, { parts, tail }: Template, label: number, scan: Scan): void {
  const { columns, carriageReturn } = scan
  const fail = `break t${label}`
  for (const part of parts) {
    literal(w, part.literal, fail)
    value(w, part, fail, scan)
  }
  literal(w, tail, fail)
  w.line('c = b[p++]')
  w.block('if (c !== 10)', () => {
    w.line(`if (c !== 13) ${fail}`)
    if (carriageReturn) w.line('if (b[p] === 10) p++')
    else w.line(`if (b[p++] !== 10) ${fail}`)
  })
  const found = new Set(parts.map(({ column }) => column))
  columns.schema.fields.forEach((_, at) => {
    if (columns.corrupt !== at && !found.has(at)) w.line(`columns.putNull(${at}, row)`)
  })
  w.line('row++')
  w.line('continue')
}

function literal(w: CodeWriter, bytes: Uint8Array, fail: string): void {
  if (bytes.length === 0) return
  w.line(`if (${mismatch(bytes, 'p')}) ${fail}`)
  w.line(`p += ${bytes.length}`)
}

function value(w: CodeWriter, { kind, column }: TemplatePart, fail: string, { columns, options, cache }: Scan): void {
  if (kind === 'null') {
    w.line(`if (dv.getInt32(p, true) !== 0x6c6c756e) ${fail}`)
    w.line('p += 4')
    if (column >= 0) w.line(`columns.putNull(${column}, row)`)
    return
  }
  if (column < 0) return skipped(w, kind, fail)
  const { type } = columns.schema.fields[column] as { type: DataType }
  switch (type.kind) {
    case 'byte':
    case 'short':
    case 'int':
      return integer(w, type.kind, column, fail)
    case 'long':
      return long(w, column, fail)
    case 'float':
    case 'double':
      w.line('q = p')
      w.line(`p = ${w.constant(skipNumber)}(b, p)`)
      w.line(`if (p < 0) ${fail}`)
      w.line(`f${column}[row] = ${type.kind === 'float' ? 'Math.fround' : ''}(${w.constant(doubleAt)}(b, q, p))`)
      return
    case 'decimal':
      w.line('q = p')
      w.line(`p = ${w.constant(skipNumber)}(b, p)`)
      w.line(`if (p < 0) ${fail}`)
      w.block('', () => {
        w.line(`const y = ${w.constant(decimalAt)}(b, q, p, ${type.scale}, 1e${type.precision})`)
        w.line(`if (y !== y) ${fail}`)
        storeExact(w, `w${column}`, 'y')
      })
      return
    case 'boolean':
      w.line(`y${column}[row] = b[p] === 116 ? 1 : 0`)
      return skipped(w, kind, fail)
    case 'timestamp':
      return timestampText(w, cache, `w${column}`, fail, fixedSeconds(options), true)
    case 'timestamp_ntz':
      return timestampText(w, cache, `w${column}`, fail, 0, false)
    case 'date':
      dateText(w, cache, fail)
      w.line(`if (b[p + 10] !== 34) ${fail}`)
      w.line(`i${column}[row] = ${cache.day}`)
      w.line('p += 11')
      return
    default:
      return text(w, column, fail, columns)
  }
}

function skipped(w: CodeWriter, kind: string, fail: string): void {
  if (kind === 'string') {
    stringText(w, fail, fail)
    w.line('p++')
    return
  }
  w.line(kind === 'number' ? `p = ${w.constant(skipNumber)}(b, p)` : `p = ${w.constant(skipWord)}(b, dv, p)`)
  w.line(`if (p < 0) ${fail}`)
}

function text(w: CodeWriter, column: number, fail: string, columns: ScanColumns): void {
  w.line('q = p')
  stringText(w, fail, fail)
  if (columns.storage[column] === Storage.dictionary) {
    w.line(`i${column}[row] = d${column}.lookup(b, dv, q, p - q, ${w.constant(hashBytes)}(dv, q, p - q))`)
  } else {
    w.line(`o${column}[row] = q`)
    w.line(`l${column}[row] = p - q`)
  }
  w.line('p++')
}

const limits = { byte: 127, short: 32767, int: 0x7fffffff } as const

function integer(w: CodeWriter, kind: keyof typeof limits, column: number, fail: string): void {
  integerText(w, fail, () => w.line(fail))
  if (kind !== 'int') w.line(`if (x > ${limits[kind]} || x < ${-limits[kind] - 1}) ${fail}`)
  w.line(`i${column}[row] = x`)
}

/** Up to nine digits as they come, up to fifteen through an exact double, more the general way. */
function long(w: CodeWriter, column: number, fail: string): void {
  w.block(`long${column}:`, () => {
    integerText(w, fail, () => {
      w.line(`if (x === 0) ${fail}`)
      w.line('let y = x * 10.0 + c')
      w.line('p++')
      w.line('while ((c = b[p] - 48) >= 0 && c <= 9) { y = y * 10 + c; p++ }')
      w.line(`if (p - q > 15) ${fail}`)
      w.line('if (neg === 1) y = -y')
      storeExact(w, `w${column}`, 'y')
      w.line(`break long${column}`)
    })
    w.line(`w${column}[2 * row] = x`)
    w.line(`w${column}[2 * row + 1] = x >> 31`)
  })
}
