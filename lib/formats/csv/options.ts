/** The options of the csv format and of from_csv and to_csv: Spark's `CSVOptions`, names, defaults and errors. */
import { MillraceError } from '../../errors.ts'
import { zone as zoneOf } from '../../types/time/zone.ts'
import { encodedText } from '../encoding.ts'
import type { FormatOptions } from '../format.ts'
import { encodingOption, invalidOption, type ParseMode, parseModeOption } from '../format-options.ts'
import { defaultDateFormat, defaultTimestampNtzFormat } from '../json/options.ts'

/** What to do with a quote inside a quoted value that is neither escaped nor the last character of the value. */
export type UnescapedQuoteHandling =
  | 'STOP_AT_CLOSING_QUOTE'
  | 'STOP_AT_DELIMITER'
  | 'BACK_TO_DELIMITER'
  | 'SKIP_VALUE'
  | 'RAISE_ERROR'

/** Characters with a meaning, and how values are told apart: the same for reading and writing. `\0` = none. */
export interface CsvSyntax {
  /** One character or more. */
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  /** Escapes `escape` itself; `\0` = nothing does. */
  readonly escapeEscape: string
  /** `\0` = no line is a comment. */
  readonly comment: string
  readonly nullValue: string
  readonly lineSep: string | undefined
}

/** Reading. Formats of dates and times are undefined where Spark then reads as CAST does. */
export interface CsvReadOptions extends CsvSyntax {
  readonly mode: ParseMode
  readonly header: boolean
  readonly enforceSchema: boolean
  readonly columnPruning: boolean
  readonly multiLine: boolean
  readonly emptyValue: string
  readonly nanValue: string
  readonly positiveInf: string
  readonly negativeInf: string
  readonly ignoreLeadingWhiteSpace: boolean
  readonly ignoreTrailingWhiteSpace: boolean
  readonly maxColumns: number
  /** -1 = no limit. */
  readonly maxCharsPerColumn: number
  readonly unescapedQuoteHandling: UnescapedQuoteHandling
  readonly columnNameOfCorruptRecord: string
  /** Dates without `dateFormat` are `yyyy-MM-dd` first. */
  readonly preferDate: boolean
  readonly dateFormat: string | undefined
  readonly timestampFormat: string | undefined
  readonly timestampNtzFormat: string | undefined
  readonly enableDateTimeParsingFallback: boolean | undefined
  readonly locale: string
  readonly zone: string
  readonly encoding: string | undefined
  /** The column that takes each whole record as a VARIANT. */
  readonly singleVariantColumn: string | undefined
}

export interface CsvWriteOptions extends CsvSyntax {
  readonly header: boolean
  readonly quoteAll: boolean
  readonly escapeQuotes: boolean
  readonly emptyValue: string
  readonly ignoreLeadingWhiteSpace: boolean
  readonly ignoreTrailingWhiteSpace: boolean
  readonly dateFormat: string
  readonly timestampFormat: string | undefined
  readonly timestampNtzFormat: string
  readonly locale: string
  readonly zone: string
  readonly encoding: string | undefined
  readonly extension: string
}

/**
 * Options for reading.
 *
 * @param zone session zone, used unless the option timeZone is given
 * @param corruptRecordColumn `spark.sql.columnNameOfCorruptRecord`
 * @throws Spark's errors for values that it refuses
 */
export function csvReadOptions(
  options: FormatOptions,
  zone: string,
  corruptRecordColumn = '_corrupt_record',
): CsvReadOptions {
  checkAll(options)
  zoneOf(options.get('timezone') ?? zone)
  return {
    ...syntaxOf(options),
    mode: parseModeOption(options),
    header: flag(options, 'header', false),
    enforceSchema: flag(options, 'enforceSchema', true),
    columnPruning: flag(options, 'columnPruning', true),
    multiLine: scalaFlag(options, 'multiLine') ?? false,
    emptyValue: options.get('emptyvalue') ?? '',
    nanValue: options.get('nanvalue') ?? 'NaN',
    positiveInf: options.get('positiveinf') ?? 'Inf',
    negativeInf: options.get('negativeinf') ?? '-Inf',
    ignoreLeadingWhiteSpace: flag(options, 'ignoreLeadingWhiteSpace', false),
    ignoreTrailingWhiteSpace: flag(options, 'ignoreTrailingWhiteSpace', false),
    maxColumns: integer(options, 'maxColumns', 20480),
    maxCharsPerColumn: integer(options, 'maxCharsPerColumn', -1),
    unescapedQuoteHandling: quoteHandling(options),
    columnNameOfCorruptRecord: options.get('columnnameofcorruptrecord') ?? corruptRecordColumn,
    preferDate: flag(options, 'preferDate', true),
    dateFormat: options.get('dateformat'),
    timestampFormat: options.get('timestampformat'),
    timestampNtzFormat: options.get('timestampntzformat'),
    enableDateTimeParsingFallback: scalaFlag(options, 'enableDateTimeParsingFallback'),
    locale: options.get('locale') ?? 'en-US',
    zone: options.get('timezone') ?? zone,
    encoding: charset(options),
    singleVariantColumn: options.get('singlevariantcolumn'),
  }
}

/** Options for writing; see `csvReadOptions`. */
export function csvWriteOptions(options: FormatOptions, zone: string): CsvWriteOptions {
  checkAll(options)
  return {
    ...syntaxOf(options),
    header: flag(options, 'header', false),
    quoteAll: flag(options, 'quoteAll', false),
    escapeQuotes: flag(options, 'escapeQuotes', true),
    emptyValue: options.get('emptyvalue') ?? '""',
    ignoreLeadingWhiteSpace: flag(options, 'ignoreLeadingWhiteSpace', true),
    ignoreTrailingWhiteSpace: flag(options, 'ignoreTrailingWhiteSpace', true),
    dateFormat: options.get('dateformat') ?? defaultDateFormat,
    timestampFormat: options.get('timestampformat'),
    timestampNtzFormat: options.get('timestampntzformat') ?? defaultTimestampNtzFormat,
    locale: options.get('locale') ?? 'en-US',
    zone: options.get('timezone') ?? zone,
    encoding: charset(options),
    extension: options.get('extension') ?? 'csv',
  }
}

/** Options are checked by one class in Spark, whatever they are for: a reader refuses a bad `quoteAll`. */
function checkAll(options: FormatOptions): void {
  flag(options, 'inferSchema', false)
  flag(options, 'preferDate', true)
  flag(options, 'quoteAll', false)
  flag(options, 'escapeQuotes', true)
  javaInteger(options, 'inputBufferSize')
  const ratio = options.get('samplingratio')
  if (ratio !== undefined && !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[fd]?\s*$/i.test(ratio)) {
    throw notParsed('samplingRatio', ratio)
  }
}

function syntaxOf(options: FormatOptions): CsvSyntax {
  const quote = character(options, 'quote', '"')
  const escaper = character(options, 'escape', '\\')
  return {
    delimiter: delimiterOf(options.get('sep') ?? options.get('delimiter') ?? ','),
    quote,
    escape: escaper,
    escapeEscape: escapeEscape(options, quote, escaper),
    comment: character(options, 'comment', '\0'),
    nullValue: options.get('nullvalue') ?? '',
    lineSep: lineSeparator(options),
  }
}

/** univocity's default: the escape character escapes itself, unless it is the quote. */
function escapeEscape(options: FormatOptions, quote: string, escaper: string): string {
  const given = options.get('chartoescapequoteescaping')
  if (given === undefined || given === '') return quote === escaper ? '\0' : escaper
  if (given.length > 1) throw moreThanOneCharacter('charToEscapeQuoteEscaping', given)
  return given
}

function character(options: FormatOptions, name: string, fallback: string): string {
  const text = options.get(name.toLowerCase())
  if (text === undefined) return fallback
  if (text.length > 1) throw moreThanOneCharacter(name, text)
  return text === '' ? '\0' : text
}

function moreThanOneCharacter(name: string, value: string): MillraceError {
  return new MillraceError(
    'OPTION_VALUE_EXCEEDS_ONE_CHARACTER',
    `The value of ${name} cannot be more than one character, but got ${value}.`,
    { sqlState: '22023', parameters: { optionName: name, optionValue: value } },
  )
}

function flag(options: FormatOptions, name: string, fallback: boolean): boolean {
  const text = options.get(name.toLowerCase())?.toLowerCase()
  if (text === undefined) return fallback
  if (text === 'true' || text === 'false') return text === 'true'
  throw new MillraceError('_LEGACY_ERROR_TEMP_2147', `${name} flag can be true or false.`, {
    parameters: { paramName: name },
  })
}

/** Options that Spark reads with Scala's `toBoolean`. */
function scalaFlag(options: FormatOptions, name: string): boolean | undefined {
  const text = options.get(name.toLowerCase())
  if (text === undefined) return undefined
  const lower = text.toLowerCase()
  if (lower === 'true' || lower === 'false') return lower === 'true'
  throw notParsed(name, text)
}

function integer(options: FormatOptions, name: string, fallback: number): number {
  const text = options.get(name.toLowerCase())
  if (text === undefined) return fallback
  const value = Number(text)
  if (/^[+-]?\d+$/.test(text) && value === (value | 0)) return value
  throw new MillraceError('_LEGACY_ERROR_TEMP_2146', `${name} should be an integer. Found ${text}.`, {
    parameters: { paramName: name, value: text },
  })
}

function javaInteger(options: FormatOptions, name: string): void {
  const text = options.get(name.toLowerCase())
  if (text === undefined) return
  const value = Number(text)
  if (!/^[+-]?\d+$/.test(text) || value !== (value | 0)) throw notParsed(name, text)
}

/** An IllegalArgumentException of Spark's, which has no condition. */
const notParsed = (name: string, text: string): MillraceError =>
  invalidOption(name, text, `For input string: "${text}"`)

function lineSeparator(options: FormatOptions): string | undefined {
  const text = options.get('linesep')
  if (text === undefined) return undefined
  if (text === '') throw lineSeparatorError('EMPTY', "The 'lineSep' option cannot be an empty string.")
  if (text.length > 2) {
    const message = `The 'lineSep' option can contain at most 2 characters, but got ${text.length} characters.`
    throw lineSeparatorError('TOO_LONG', message)
  }
  return text
}

const lineSeparatorError = (kind: string, message: string): MillraceError =>
  new MillraceError(`INVALID_LINE_SEPARATOR.${kind}`, `Invalid line separator configuration. ${message}`, {
    sqlState: '22023',
  })

/** The names that Spark's csv takes, in any case. */
const charsets: readonly string[] = ['iso-8859-1', 'us-ascii', 'utf-16', 'utf-16be', 'utf-16le', 'utf-32', 'utf-8']

function charset(options: FormatOptions): string | undefined {
  const name = encodingOption(options)
  if (name === undefined || charsets.includes(name.toLowerCase())) return name
  throw new MillraceError(
    'INVALID_PARAMETER_VALUE.CHARSET',
    'The value of parameter(s) `charset` in `CSVOptions` is invalid: expects one of the ' +
      `${charsets.join(', ')}, but got ${name}.`,
    { sqlState: '22023', parameters: { functionName: '`CSVOptions`', parameter: '`charset`', charset: name } },
  )
}

const handlings: readonly string[] = [
  'STOP_AT_CLOSING_QUOTE',
  'STOP_AT_DELIMITER',
  'BACK_TO_DELIMITER',
  'SKIP_VALUE',
  'RAISE_ERROR',
]

function quoteHandling(options: FormatOptions): UnescapedQuoteHandling {
  const name = (options.get('unescapedquotehandling') ?? 'STOP_AT_DELIMITER').toUpperCase()
  if (handlings.includes(name)) return name as UnescapedQuoteHandling
  const message = `No enum constant com.univocity.parsers.csv.UnescapedQuoteHandling.${name}`
  throw invalidOption('unescapedQuoteHandling', name, message)
}

/** The bytes that end lines; undefined = `\n`, `\r\n` and `\r` all do. */
export function lineSeparatorBytes(options: CsvReadOptions): Uint8Array | undefined {
  return options.lineSep === undefined ? undefined : encodedText(options.lineSep, 'UTF-8')
}

const meanings: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
])

/** Spark's `CSVExprUtils.toDelimiterStr`: escapes as in Java, joined. */
function delimiterOf(text: string): string {
  if (text === '') throw invalidOption('delimiter', text, 'Delimiter cannot be empty')
  let delimiter = ''
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] as string
    if (unit !== '\\') {
      delimiter += unit
      continue
    }
    if (text.startsWith('\\u0000', at)) {
      delimiter += '\0'
      at += 5
      continue
    }
    const next = text[at + 1]
    if (next === undefined) {
      throw delimiterError(
        'Single backslash is prohibited. It has special meaning as beginning of an escaper sequence. To get the backslash ' +
          'character, pass a string with two backslashes as the delimiter.',
        'INVALID_DELIMITER_VALUE.SINGLE_BACKSLASH',
      )
    }
    const meaning = meanings.get(next)
    if (meaning === undefined) {
      throw delimiterError(
        `Unsupported special character for delimiter: ${text.slice(at, at + 2)}`,
        'INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER',
      )
    }
    delimiter += meaning
    at++
  }
  return delimiter
}

const delimiterError = (message: string, condition: string): MillraceError =>
  new MillraceError(condition, `Invalid value for delimiter. ${message}`, { sqlState: '42602' })
