/** The options of the json format and of from_json and to_json: Spark's `JSONOptions`, names and defaults. */

import type { FormatOptions } from '../format.ts'
import {
  encodingOption,
  flagOption,
  integerOption,
  invalidOption,
  lineSeparatorOption,
  type ParseMode,
  parseModeOption,
} from '../format-options.ts'

/** What the tokenizer lets pass beyond RFC 8259, and its limits. */
export interface JsonSyntax {
  readonly allowComments: boolean
  readonly allowUnquotedFieldNames: boolean
  readonly allowSingleQuotes: boolean
  readonly allowNumericLeadingZeros: boolean
  readonly allowNonNumericNumbers: boolean
  readonly allowBackslashEscapingAnyCharacter: boolean
  readonly allowUnquotedControlChars: boolean
  readonly maxNestingDepth: number
  readonly maxNumLen: number
  readonly maxStringLen: number
}

/** Reading. Formats of dates and times are undefined where Spark then reads as CAST does. */
export interface JsonReadOptions extends JsonSyntax {
  readonly mode: ParseMode
  readonly columnNameOfCorruptRecord: string
  readonly timestampFormat: string | undefined
  readonly timestampNtzFormat: string | undefined
  readonly dateFormat: string | undefined
  readonly timeFormat: string | undefined
  readonly enableDateTimeParsingFallback: boolean | undefined
  readonly locale: string
  readonly zone: string
  readonly multiLine: boolean
  readonly lineSep: string | undefined
  readonly encoding: string | undefined
  /** The column that takes each whole record as a VARIANT. */
  readonly singleVariantColumn: string | undefined
}

export interface JsonWriteOptions {
  readonly ignoreNullFields: boolean
  /** Undefined is nearly `defaultTimestampFormat`, but shows the seconds of old offsets: +05:21:10. */
  readonly timestampFormat: string | undefined
  readonly timestampNtzFormat: string
  readonly dateFormat: string
  readonly timeFormat: string
  readonly locale: string
  readonly zone: string
  readonly lineSep: string
  readonly encoding: string | undefined
  readonly pretty: boolean
  readonly sortKeys: boolean
  readonly writeNonAsciiCharacterAsCodePoint: boolean
}

const strict: JsonSyntax = {
  allowComments: false,
  allowUnquotedFieldNames: false,
  allowSingleQuotes: true,
  allowNumericLeadingZeros: false,
  allowNonNumericNumbers: true,
  allowBackslashEscapingAnyCharacter: false,
  allowUnquotedControlChars: false,
  maxNestingDepth: 1000,
  maxNumLen: 1000,
  maxStringLen: 2147483647,
}

/** The syntax without any option given. */
export const defaultSyntax: JsonSyntax = Object.freeze(strict)

function syntaxOf(options: FormatOptions): JsonSyntax {
  const flag = (name: keyof JsonSyntax & `allow${string}`): boolean => flagOption(options, name, strict[name])
  return {
    allowComments: flag('allowComments'),
    allowUnquotedFieldNames: flag('allowUnquotedFieldNames'),
    allowSingleQuotes: flag('allowSingleQuotes'),
    allowNumericLeadingZeros: flag('allowNumericLeadingZeros'),
    allowNonNumericNumbers: flag('allowNonNumericNumbers'),
    allowBackslashEscapingAnyCharacter: flag('allowBackslashEscapingAnyCharacter'),
    allowUnquotedControlChars: flag('allowUnquotedControlChars'),
    maxNestingDepth: integerOption(options, 'maxNestingDepth', strict.maxNestingDepth),
    maxNumLen: integerOption(options, 'maxNumLen', strict.maxNumLen),
    maxStringLen: integerOption(options, 'maxStringLen', strict.maxStringLen),
  }
}

/**
 * Options for reading.
 *
 * @param zone session zone, used unless the option timeZone is given
 * @param corruptRecordColumn `spark.sql.columnNameOfCorruptRecord`
 * @throws MILLRACE_OPTION_INVALID with Spark's text
 */
export function jsonReadOptions(
  options: FormatOptions,
  zone: string,
  corruptRecordColumn = '_corrupt_record',
): JsonReadOptions {
  const encoding = encodingOption(options)
  const lineSep = lineSeparatorOption(options)
  const multiLine = flagOption(options, 'multiLine', false)
  if (encoding !== undefined && !multiLine) checkLineEncoding(encoding, lineSep)
  return {
    ...syntaxOf(options),
    mode: parseModeOption(options),
    columnNameOfCorruptRecord: options.get('columnnameofcorruptrecord') ?? corruptRecordColumn,
    timestampFormat: options.get('timestampformat'),
    timestampNtzFormat: options.get('timestampntzformat'),
    dateFormat: options.get('dateformat'),
    timeFormat: options.get('timeformat'),
    enableDateTimeParsingFallback: options.has('enabledatetimeparsingfallback')
      ? flagOption(options, 'enableDateTimeParsingFallback', true)
      : undefined,
    locale: options.get('locale') ?? 'en-US',
    zone: options.get('timezone') ?? zone,
    multiLine,
    lineSep,
    encoding,
    singleVariantColumn: options.get('singlevariantcolumn'),
  }
}

/** Lines cannot be told apart in encodings that begin with a byte order mark of unknown order. */
function checkLineEncoding(encoding: string, lineSep: string | undefined): void {
  const upper = encoding.toUpperCase()
  if (upper === 'UTF-16' || upper === 'UTF-32') {
    throw invalidOption(
      'encoding',
      encoding,
      `requirement failed: The ${encoding} encoding must not be included in the denyList when multiLine is disabled:\n` +
        'denylist: UTF-16, UTF-32',
    )
  }
  if (upper !== 'UTF-8' && upper !== 'UTF8' && lineSep === undefined) {
    throw invalidOption(
      'encoding',
      encoding,
      `requirement failed: The lineSep option must be specified for the ${encoding} encoding`,
    )
  }
}

/** Options for writing; see `jsonReadOptions`. */
export function jsonWriteOptions(options: FormatOptions, zone: string): JsonWriteOptions {
  return {
    ignoreNullFields: flagOption(options, 'ignoreNullFields', true),
    timestampFormat: options.get('timestampformat'),
    timestampNtzFormat: options.get('timestampntzformat') ?? defaultTimestampNtzFormat,
    dateFormat: options.get('dateformat') ?? defaultDateFormat,
    timeFormat: options.get('timeformat') ?? 'HH:mm:ss.SSSSSS',
    locale: options.get('locale') ?? 'en-US',
    zone: options.get('timezone') ?? zone,
    lineSep: lineSeparatorOption(options) ?? '\n',
    encoding: encodingOption(options),
    pretty: flagOption(options, 'pretty', false),
    sortKeys: flagOption(options, 'sortKeys', false),
    writeNonAsciiCharacterAsCodePoint: flagOption(options, 'writeNonAsciiCharacterAsCodePoint', false),
  }
}

export const defaultTimestampFormat = "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]"
export const defaultTimestampNtzFormat = "yyyy-MM-dd'T'HH:mm:ss[.SSS]"
export const defaultDateFormat = 'yyyy-MM-dd'
