/**
 * Tokens to internal values, type by type: Spark's `JacksonParser.makeConverter`. A converter is called with the name or
 * the value as current token, and either gives the value, or throws JsonFailure (the value is bad) or PartialValue.
 */
import { MillraceError } from '../../errors.ts'
import type { DataType, Field, SqlValue } from '../../types/data-type.ts'
import { typeSql } from '../../types/ddl/type-sql.ts'
import { VariantTooLarge } from '../../types/variant/variant-builder.ts'
import { parseDecimal } from './decimal-text.ts'
import { JsonFailure } from './json-cursor.ts'
import type { JsonTokens } from './json-tokens.ts'
import { readVariant } from './json-variant.ts'
import { numberWords } from './number-words.ts'
import type { JsonReadOptions } from './options.ts'
import { PartialValue } from './partial-value.ts'
import { reserialize } from './reserialize.ts'
import { type TextReader, textReaderOf } from './text-readers.ts'
import { Token, tokenName } from './token.ts'

/** Gives the value at the current token. */
export type Converter = (tokens: JsonTokens) => SqlValue

/** How raw text reaches a string column: the bytes as they stand (files), or written anew (`from_json`). */
export type RawText = 'exact' | 'rewritten'

/** Of files: with the option encoding, UTF-8 too, Spark's parser gets characters and has no bytes to copy. */
export function rawTextOfFiles(options: JsonReadOptions): RawText {
  return options.encoding === undefined ? 'exact' : 'rewritten'
}

/** Makes the converter of a type. Throws UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE-like errors only when asked to read. */
export function converterOf(type: DataType, options: JsonReadOptions, raw: RawText): Converter {
  switch (type.kind) {
    case 'struct':
      return structConverter(type.fields, options, raw)
    case 'array': {
      const element = converterOf(type.element, options, raw)
      return onToken(type, (tokens) => (tokens.token === Token.arrayStart ? readArray(tokens, element) : undefined))
    }
    case 'map': {
      const value = converterOf(type.value, options, raw)
      return onToken(type, (tokens) => (tokens.token === Token.objectStart ? readMap(tokens, value) : undefined))
    }
    case 'null':
      return onToken(type, () => null)
    case 'variant':
      return readVariantValue
    default:
      return scalarConverter(type, options, raw)
  }
}

/** A value as it is; JSON's null too. A name twice in an object spoils it. */
export function readVariantValue(tokens: JsonTokens): SqlValue {
  if (tokens.token === Token.name) tokens.next()
  try {
    return readVariant(tokens)
  } catch (error) {
    if (error instanceof VariantTooLarge)
      throw new JsonFailure('The value is larger than a variant may be', tokens.start)
    throw error instanceof MillraceError ? new JsonFailure(error.message, tokens.start, error.condition) : error
  }
}

/** Steps from a name to its value, lets null be null, and fails where `read` has no answer for the token. */
function onToken(type: DataType, read: (tokens: JsonTokens) => SqlValue | undefined): Converter {
  return (tokens) => {
    let token = tokens.token
    if (token === Token.name) token = tokens.next()
    if (token === Token.none || token === Token.null) return null
    const value = read(tokens)
    if (value !== undefined) return value
    if (token === Token.string && tokens.text() === '') {
      throw new JsonFailure(`Failed to parse an empty string for data type ${type.kind}`, tokens.at)
    }
    throw new JsonFailure(
      `Cannot parse the field name '${tokens.name ?? ''}' and the value ${tokens.text()} of the JSON token type ` +
        `${tokenName(token)} to target Spark data type "${typeSql(type)}".`,
      tokens.start,
      'CANNOT_PARSE_JSON_FIELD',
    )
  }
}

function scalarConverter(type: DataType, options: JsonReadOptions, raw: RawText): Converter {
  switch (type.kind) {
    case 'boolean':
      return onToken(type, ({ token }) => (token === Token.true ? true : token === Token.false ? false : undefined))
    case 'byte':
      // Jackson takes -128 to 255 for a byte and wraps.
      return integerConverter(type, -128n, 255n, (value) => (Number(value) << 24) >> 24)
    case 'short':
      return integerConverter(type, -32768n, 32767n, Number)
    case 'int':
      return integerConverter(type, -2147483648n, 2147483647n, Number)
    case 'long':
      return integerConverter(type, minLong, maxLong, (value) => value)
    case 'float':
    case 'double':
      return floatConverter(type, options)
    case 'string':
    case 'char':
    case 'varchar':
      return onToken(type, (tokens) =>
        tokens.token === Token.string ? wellFormed(tokens.text()) : rawText(tokens, raw),
      )
    case 'binary':
      return onToken(type, (tokens) => (tokens.token === Token.string ? tokens.binary() : undefined))
    case 'decimal':
      return onToken(type, (tokens) => {
        const number = tokens.token === Token.integer || tokens.token === Token.float
        if (!number && (tokens.token !== Token.string || tokens.text() === '')) return undefined
        const text = number ? tokens.text() : plainDecimal(tokens.text(), options.locale)
        return parseDecimal(text, type.precision, type.scale) ?? failValue(tokens, type)
      })
    case 'timestamp':
      return timestampConverter(type, options)
    default:
      return textConverter(type, textReaderOf(type, options))
  }
}

const minLong = -(1n << 63n)
const maxLong = (1n << 63n) - 1n

function integerConverter(type: DataType, min: bigint, max: bigint, convert: (value: bigint) => SqlValue): Converter {
  return onToken(type, (tokens) => {
    if (tokens.token !== Token.integer) return undefined
    const value = BigInt(tokens.text().replace(/^\+/, ''))
    if (value < min || value > max) throw new JsonFailure(`Numeric value out of range of ${type.kind}`, tokens.start)
    return convert(value)
  })
}

function floatConverter(type: DataType, options: JsonReadOptions): Converter {
  const round = type.kind === 'float' ? Math.fround : (value: number): number => value
  return onToken(type, (tokens) => {
    if (tokens.token === Token.integer || tokens.token === Token.float) {
      const text = tokens.text()
      const value = round(numberWords.get(text) ?? Number(text))
      // `-0` is an integer, and integers have no negative zero.
      return value === 0 && tokens.token === Token.integer ? 0 : value
    }
    if (tokens.token !== Token.string || tokens.text() === '') return undefined
    const value = options.allowNonNumericNumbers ? numberWords.get(tokens.text()) : undefined
    return value ?? failValue(tokens, type)
  })
}

function timestampConverter(type: DataType, options: JsonReadOptions): Converter {
  const read = textReaderOf(type, options)
  return onToken(type, (tokens) => {
    if (tokens.token === Token.integer) {
      const seconds = BigInt(tokens.text())
      if (seconds < minLong || seconds > maxLong)
        throw new JsonFailure('Numeric value out of range of long', tokens.start)
      return BigInt.asIntN(64, seconds * 1000000n)
    }
    if (tokens.token !== Token.string || tokens.text() === '') return undefined
    return read(tokens.text()) ?? failValue(tokens, type)
  })
}

function textConverter(type: DataType, read: TextReader): Converter {
  return onToken(type, (tokens) => {
    if (tokens.token !== Token.string || tokens.text() === '') return undefined
    return read(tokens.text()) ?? failValue(tokens, type)
  })
}

/** Strings are kept as Java's UTF-8 encoder writes them: a lone surrogate becomes a question mark. */
export const wellFormed = (text: string): string =>
  loneSurrogate.test(text) ? text.replace(loneSurrogates, '?') : text

const loneSurrogate = /\p{Cs}/u
const loneSurrogates = /\p{Cs}/gu

/** A number in a string without the grouping of its locale (Spark's `getDecimalParser`). */
export function plainDecimal(text: string, locale: string): string {
  if (locale === 'en-US') return text.replaceAll(',', '')
  const parts = new Intl.NumberFormat(locale).formatToParts(-12345.6)
  const sign = (type: string, fallback: string) => parts.find((part) => part.type === type)?.value ?? fallback
  return text.replaceAll(sign('group', ','), '').replace(sign('decimal', '.'), '.')
}

function failValue(tokens: JsonTokens, type: DataType): never {
  throw new JsonFailure(`Cannot parse '${tokens.text().slice(0, 100)}' as ${type.kind}`, tokens.start)
}

function rawText(tokens: JsonTokens, raw: RawText): string {
  if (raw === 'rewritten') return reserialize(tokens)
  const from = tokens.start
  const structure = tokens.token === Token.objectStart || tokens.token === Token.arrayStart
  if (!structure) return tokens.text()
  tokens.skipChildren()
  return rawDecoder.decode(tokens.bytes.subarray(from, tokens.at))
}

const rawDecoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A struct inside a record; its bad fields become null and make the struct a partial value. */
function structConverter(fields: readonly Field[], options: JsonReadOptions, raw: RawText): Converter {
  const reader = objectReader(fields, options, raw)
  const type: DataType = { kind: 'struct', fields }
  return onToken(type, (tokens) => (tokens.token === Token.objectStart ? reader(tokens) : undefined))
}

/** Reads the object that the current token opens. At the root and below a bad field spoils itself only. */
export function objectReader(
  fields: readonly Field[],
  options: JsonReadOptions,
  raw: RawText,
): (tokens: JsonTokens) => SqlValue[] {
  const positions = new Map(fields.map((one, at) => [one.name, at]))
  const converters = fields.map((one) => converterOf(one.type, options, raw))
  return (tokens) => {
    const row = new Array<SqlValue>(fields.length).fill(null)
    let cause: unknown
    for (;;) {
      const token = tokens.next()
      if (token === Token.none || token === Token.objectEnd) break
      const name = tokens.name
      const at = name === null ? undefined : positions.get(name)
      if (at === undefined) {
        tokens.skipChildren()
        continue
      }
      try {
        row[at] = (converters[at] as Converter)(tokens)
      } catch (error) {
        cause ??= causeOf(error)
        if (error instanceof PartialValue) row[at] = error.value
        else tokens.skipChildren()
      }
    }
    if (cause !== undefined) throw new PartialValue(row, cause)
    return row
  }
}

/** The failure behind an error; anything that is neither failure nor partial value is a bug and goes on. */
function causeOf(error: unknown): unknown {
  if (error instanceof PartialValue) return error.cause
  if (error instanceof JsonFailure) return error
  throw error
}

/** A map keeps duplicate keys, as Spark does here; a bad value spoils the map. */
function readMap(tokens: JsonTokens, value: Converter): SqlValue {
  const entries: [SqlValue, SqlValue][] = []
  let cause: unknown
  let bad = false
  for (;;) {
    const token = tokens.next()
    if (token === Token.none || token === Token.objectEnd) break
    const key = tokens.name
    try {
      entries.push([key, value(tokens)])
    } catch (error) {
      cause ??= causeOf(error)
      if (error instanceof PartialValue) entries.push([key, error.value])
      else {
        // Spark then has one key more than values, and gives the map up.
        bad = true
        tokens.skipChildren()
      }
    }
  }
  if (bad) throw new JsonFailure('A value of the map cannot be parsed', tokens.start)
  if (cause !== undefined) throw new PartialValue(entries, cause)
  return entries
}

/** A bad element that is not itself partial leaves the array at once: the tokens stay inside it. */
export function readArray(tokens: JsonTokens, element: Converter, rejectNull = false): SqlValue[] {
  const values: SqlValue[] = []
  let cause: unknown
  for (;;) {
    const token = tokens.next()
    if (token === Token.none || token === Token.arrayEnd) break
    try {
      const value = element(tokens)
      if (rejectNull && value === null)
        throw new JsonFailure('Cannot convert JSON root field to target Spark type', tokens.start)
      values.push(value)
    } catch (error) {
      if (!(error instanceof PartialValue)) throw error
      cause ??= error.cause
      values.push(error.value)
    }
  }
  if (cause !== undefined) throw new PartialValue(values, cause)
  return values
}
