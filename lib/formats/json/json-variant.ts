/** JSON to variants: what Spark's parse_json reads. */
import { utf8Of } from '../../columnar/bytes.ts'
import type { SqlValue } from '../../types/data-type.ts'
import { VariantBuilder, type VariantField } from '../../types/variant/variant-builder.ts'
import { decimalDigits } from '../../types/variant/variant-layout.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens } from './json-tokens.ts'
import { numberWords } from './number-words.ts'
import { defaultSyntax, type JsonSyntax } from './options.ts'
import { Token } from './token.ts'

/** Jackson without any of Spark's allowances. */
const strictSyntax: JsonSyntax = { ...defaultSyntax, allowSingleQuotes: false, allowNonNumericNumbers: false }

const maxLong = (1n << 63n) - 1n

/**
 * The variant that JSON text is. What stands behind the first value is not looked at, as in Spark.
 *
 * @throws JsonFailure, VARIANT_DUPLICATE_KEY, VariantTooLarge
 */
export function parseJsonVariant(text: string): SqlValue {
  const bytes = utf8Of(text)
  const tokens = new JsonTokens(strictSyntax, true)
  tokens.reset(bytes, 0, bytes.length)
  tokens.next()
  return readVariant(tokens)
}

/** The value at the current token, which is taken with all that belongs to it. @throws as `parseJsonVariant` */
export function readVariant(tokens: JsonTokens): SqlValue {
  const builder = new VariantBuilder()
  appendValue(builder, tokens)
  return builder.finish()
}

function appendValue(builder: VariantBuilder, tokens: JsonTokens): void {
  switch (tokens.token) {
    case Token.objectStart:
      return appendObject(builder, tokens)
    case Token.arrayStart:
      return appendArray(builder, tokens)
    case Token.string:
      return builder.text(wholeText(tokens, tokens.text()))
    case Token.integer: {
      const value = BigInt(tokens.text())
      if (value > maxLong || value < -maxLong - 1n) return appendFraction(builder, tokens.text())
      return builder.long(value)
    }
    case Token.float:
      return appendFraction(builder, tokens.text())
    case Token.true:
      return builder.boolean(true)
    case Token.false:
      return builder.boolean(false)
    case Token.null:
      return builder.null()
    default:
      throw new JsonFailure('Unexpected end of input: expected a value', tokens.at)
  }
}

function appendObject(builder: VariantBuilder, tokens: JsonTokens): void {
  const start = builder.top
  const fields: VariantField[] = []
  while (tokens.next() !== Token.objectEnd) {
    const key = wholeText(tokens, tokens.name ?? '')
    tokens.next()
    fields.push({ key, id: builder.key(key), offset: builder.top - start })
    appendValue(builder, tokens)
  }
  builder.object(start, fields)
}

function appendArray(builder: VariantBuilder, tokens: JsonTokens): void {
  const start = builder.top
  const offsets: number[] = []
  while (tokens.next() !== Token.arrayEnd) {
    offsets.push(builder.top - start)
    appendValue(builder, tokens)
  }
  builder.array(start, offsets)
}

/** A number with a point is a decimal while it fits one; one with an exponent is a double. */
function appendFraction(builder: VariantBuilder, text: string): void {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text)
  if (match) {
    const [, whole = '', fraction = ''] = match
    const unscaled = BigInt(whole + fraction)
    const digits = (unscaled < 0n ? -unscaled : unscaled).toString().length
    if (digits <= decimalDigits[2] && fraction.length <= decimalDigits[2]) {
      return builder.decimal(unscaled, fraction.length)
    }
  }
  builder.double(numberWords.get(text) ?? Number(text))
}

const loneSurrogate = /\p{Cs}/u

function wholeText(tokens: JsonTokens, text: string): string {
  if (loneSurrogate.test(text)) throw new JsonFailure('Invalid UTF-8 string: half of a surrogate pair', tokens.start)
  return text
}
