/**
 * The fast way: a scanner generated for the columns of the files, of which only the wanted ones are decoded. It takes
 * records whose values are plain, or quoted and escaped as they should be; every other record goes to the tokenizer.
 */
import { CodeWriter } from '../../codegen/code-writer.ts'
import { localCache } from '../json/scan-code.ts'
import type { ScanColumns } from '../json/scan-columns.ts'
import type { FieldSyntax } from './field-bytes.ts'
import { type FieldContext, fieldCode } from './field-code.ts'
import type { CsvReadOptions } from './options.ts'
import type { CsvColumns } from './record-parser.ts'

/** Rows of a scan, in and out. */
export interface CsvScanState {
  row: number
  /** Where the record stands that was not taken. */
  at: number
}

/** Scans records from `p` on until `limit` rows or `end`; gives the position behind them, or -1 and where it stopped. */
export type CsvScan = (
  bytes: Uint8Array,
  view: DataView,
  p: number,
  end: number,
  columns: ScanColumns,
  state: CsvScanState,
  limit: number,
) => number

/** More columns than this make more code than V8 optimises. */
const maxScannedColumns = 400

/**
 * The scanner for a decoder's columns; undefined where only the tokenizer is right.
 *
 * @param parsed position in the decoder's schema of each wanted column
 */
export function fieldScanner(
  fields: CsvColumns,
  parsed: readonly number[],
  columns: ScanColumns,
  options: CsvReadOptions,
): CsvScan | undefined {
  const syntax = byteSyntax(options)
  if (syntax === undefined || fields.fields.length > Math.min(maxScannedColumns, options.maxColumns)) return undefined
  if (fields.wanted.length === 0 && fields.counted) return undefined
  const w = new CodeWriter()
  w.line('let row = state.row, c = 0, w = 0, m = 0, q = 0, e = 0, x = 0, neg = 0, start = 0')
  const context: FieldContext = { w, columns, options, syntax, cache: localCache(w), ends: endTest(syntax) }
  const targets = new Map(fields.wanted.map((field, i) => [field, parsed[i] as number]))
  for (const [field, at] of targets) fieldCode(context, fields.fields[field]?.type, at)?.prelude()
  w.block('while (row < limit && p < end)', () => {
    w.line('start = p')
    w.line('c = b[p]')
    skipped(w, options, syntax)
    w.block('odd:', () => {
      recordCode(w, fields, targets, context)
      if (columns.hasBuilt) w.line('columns.finishRow()')
      w.line(syntax.carriageReturn ? 'p = c === 13 && b[p + 1] === 10 ? p + 2 : p + 1' : 'p++')
      w.line('row++')
      w.line('continue')
    })
    w.line('state.row = row')
    w.line('state.at = start')
    w.line('return -1')
  })
  w.line('state.row = row')
  w.line('return p')
  return w.compile<CsvScan>(['b', 'dv', 'p', 'end', 'columns', 'state', 'limit'])
}

/** Blank lines and comments are no records. */
function skipped(w: CodeWriter, options: CsvReadOptions, syntax: FieldSyntax): void {
  const lineEnd = syntax.carriageReturn ? 'c === 10 || c === 13' : 'c === 10'
  w.block('if (c <= 32)', () => {
    w.line('q = p')
    w.line(`while (c <= 32 && !(${lineEnd})) c = b[++q]`)
    w.line(`if (${lineEnd}) { p = q + 1; continue }`)
    w.line('c = b[p]')
  })
  if (options.comment === '\0') return
  w.block(`if (c === ${options.comment.charCodeAt(0)})`, () => {
    w.line(`while (!(${lineEnd})) c = b[++p]`)
    w.line('p++')
    w.line('continue')
  })
}

function recordCode(
  w: CodeWriter,
  fields: CsvColumns,
  targets: ReadonlyMap<number, number>,
  context: FieldContext,
): void {
  const { syntax, options } = context
  // Without columns Spark does not look into lines.
  if (fields.wanted.length === 0) return toLineEnd(w, syntax)
  const count = fields.fields.length
  const lastWanted = Math.max(...fields.wanted)
  // A quote that raises an error may stand behind the columns wanted.
  const last = fields.counted || options.unescapedQuoteHandling === 'RAISE_ERROR' ? count - 1 : lastWanted
  for (let field = 0; field <= last; field++) {
    const at = targets.get(field)
    const code = fieldCode(context, at === undefined ? undefined : fields.fields[field]?.type, at ?? -1)
    code.read()
    if (field < last) {
      w.line(`if (c !== ${syntax.delimiter}) break odd`)
      w.line('p++')
    }
  }
  if (fields.counted || last > lastWanted) return w.line(`if (c === ${syntax.delimiter}) break odd`)
  toLineEnd(w, syntax)
  w.line(`if (p - start >= ${options.maxColumns}) break odd`)
}

function toLineEnd(w: CodeWriter, { carriageReturn }: FieldSyntax): void {
  w.line(carriageReturn ? 'while (c !== 10 && c !== 13) c = b[++p]' : 'while (c !== 10) c = b[++p]')
}

/** Code that is true when `c` ends a field. */
const endTest = ({ delimiter, carriageReturn }: FieldSyntax): string =>
  `(c === ${delimiter} || c === 10${carriageReturn ? ' || c === 13' : ''})`

/** The syntax in bytes; undefined when a character is none, or when characters would be mistaken for each other. */
function byteSyntax(options: CsvReadOptions): FieldSyntax | undefined {
  const { delimiter, quote, escape: escaper, escapeEscape, comment, lineSep } = options
  const trims = options.ignoreLeadingWhiteSpace || options.ignoreTrailingWhiteSpace
  const all = [delimiter, quote, escaper, comment]
  if (all.some((one) => one.length !== 1 || one.charCodeAt(0) > 127 || one === '\n' || one === '\r')) return undefined
  if (escaper === '\0' || delimiter === quote || delimiter === escaper || delimiter === '\0' || quote === '\0')
    return undefined
  if (quote.charCodeAt(0) <= 32 || (trims && delimiter.charCodeAt(0) <= 32)) return undefined
  if (options.maxCharsPerColumn >= 0 || (lineSep !== undefined && lineSep !== '\n')) return undefined
  if (escapeEscape !== escaper && escapeEscape !== '\0') return undefined
  return {
    delimiter: delimiter.charCodeAt(0),
    quote: quote.charCodeAt(0),
    escape: escaper.charCodeAt(0),
    escapeEscape: escapeEscape.charCodeAt(0),
    carriageReturn: lineSep === undefined,
  }
}
