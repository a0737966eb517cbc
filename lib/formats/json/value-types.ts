/** The type of one JSON value, by what it holds: Spark's `JsonInferSchema.inferField`. */
import { utf8Of } from '../../columnar/bytes.ts'
import { MillraceError } from '../../errors.ts'
import type { DataType, Field } from '../../types/data-type.ts'
import type { FormatOptions } from '../format.ts'
import { flagOption } from '../format-options.ts'
import { decimalOfText, decimalType, double, long, nothing, string } from '../inferred-types.ts'
import { plainDecimal } from './converters.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens } from './json-tokens.ts'
import { compatibleType, field, sorted } from './merge-types.ts'
import type { JsonReadOptions } from './options.ts'
import { type TextReader, textReaderOf } from './text-readers.ts'
import { Token } from './token.ts'

/** Options that only matter while types are looked for. */
export interface JsonInferenceOptions {
  readonly primitivesAsString: boolean
  readonly prefersDecimal: boolean
  readonly inferTimestamp: boolean
  readonly dropFieldIfAllNull: boolean
}

/** @throws MILLRACE_OPTION_INVALID with Spark's text */
export function jsonInferenceOptions(options: FormatOptions): JsonInferenceOptions {
  return {
    primitivesAsString: flagOption(options, 'primitivesAsString', false),
    prefersDecimal: flagOption(options, 'prefersDecimal', false),
    inferTimestamp: flagOption(options, 'inferTimestamp', false),
    dropFieldIfAllNull: flagOption(options, 'dropFieldIfAllNull', false),
  }
}

/** Types of single values: for records of files and for `schema_of_json`. */
export class JsonTypes {
  readonly #options: JsonReadOptions
  readonly #inference: JsonInferenceOptions
  readonly #readTime: TextReader | undefined

  constructor(options: JsonReadOptions, inference: JsonInferenceOptions) {
    this.#options = options
    this.#inference = inference
    this.#readTime = inference.inferTimestamp
      ? textReaderOf({ kind: 'timestamp' }, { ...options, enableDateTimeParsingFallback: false })
      : undefined
  }

  /** `inferField`: the type of the value at the current token, which is left at its last token. */
  typeAt(tokens: JsonTokens): DataType {
    if (tokens.token === Token.name) tokens.next()
    switch (tokens.token) {
      case Token.none:
      case Token.null:
        return nothing
      case Token.string:
        return this.#textType(tokens.text())
      case Token.objectStart:
        return this.#objectType(tokens)
      case Token.arrayStart: {
        let element = nothing
        while (tokens.next() !== Token.arrayEnd) element = compatibleType(element, this.typeAt(tokens))
        return { kind: 'array', element, containsNull: true }
      }
      case Token.true:
      case Token.false:
        return this.#inference.primitivesAsString ? string : { kind: 'boolean' }
      default:
        return this.#inference.primitivesAsString ? string : this.#numberType(tokens)
    }
  }

  #objectType(tokens: JsonTokens): DataType {
    const fields: Field[] = []
    while (tokens.next() !== Token.objectEnd) {
      const name = tokens.name ?? ''
      fields.push(field(name, this.typeAt(tokens)))
    }
    return { kind: 'struct', fields: sorted(fields) }
  }

  /** An empty string may stand for anything. */
  #textType(text: string): DataType {
    if (text === '') return nothing
    if (this.#inference.prefersDecimal) {
      const decimal = decimalOfText(plainDecimal(text, this.#options.locale))
      if (decimal !== undefined && decimal.scale >= 0 && decimal.scale <= decimal.precision && decimal.precision <= 38)
        return decimalType(decimal.precision, decimal.scale)
    }
    return this.#readTime?.(text) === undefined ? string : { kind: 'timestamp' }
  }

  #numberType(tokens: JsonTokens): DataType {
    const text = tokens.text()
    if (tokens.token === Token.integer) {
      const value = BigInt(text)
      if (value === BigInt.asIntN(64, value)) return long
    } else if (!this.#inference.prefersDecimal) return double
    const decimal = decimalOfText(text)
    // A NaN has no digits: Java's exception spoils the record.
    if (decimal === undefined) throw new JsonFailure(`Not a decimal number: ${text}`, tokens.start)
    const precision = Math.max(decimal.precision, decimal.scale)
    if (precision > 38) return double
    if (decimal.scale < 0) throw negativeScale(decimal.scale)
    return decimalType(precision, decimal.scale)
  }

  /** Without what is of no type: fields without a name, structs without fields; undefined when nothing is left. */
  canonical(type: DataType): DataType | undefined {
    switch (type.kind) {
      case 'array': {
        const element = this.canonical(type.element)
        return element && { ...type, element }
      }
      case 'struct': {
        const fields = type.fields.flatMap((one) => {
          const kept = one.name === '' ? undefined : this.canonical(one.type)
          return kept === undefined ? [] : [{ ...one, type: kept }]
        })
        return fields.length === 0 ? undefined : { ...type, fields }
      }
      case 'null':
        return this.#inference.dropFieldIfAllNull ? undefined : string
      default:
        return type
    }
  }
}

/**
 * The type of a text: Spark's `schema_of_json`. What follows the first value is not read.
 *
 * @throws MILLRACE_JSON_TEXT for text that is no JSON
 */
export function schemaOfJsonText(text: string, options: JsonReadOptions, inference: JsonInferenceOptions): DataType {
  const types = new JsonTypes(options, inference)
  const tokens = new JsonTokens(options)
  const bytes = utf8Of(text)
  tokens.reset(bytes, 0, bytes.length)
  let type: DataType
  try {
    tokens.next()
    type = types.typeAt(tokens)
  } catch (error) {
    if (!(error instanceof JsonFailure)) throw error
    throw new MillraceError('MILLRACE_JSON_TEXT', `${error.message}, at byte ${error.at}: ${text.slice(0, 200)}`)
  }
  const canonical = types.canonical(type)
  if (canonical !== undefined) return canonical
  const nothingLeft: DataType = { kind: 'struct', fields: [] }
  if (type.kind === 'struct') return nothingLeft
  if (type.kind === 'array' && type.element.kind === 'struct') return { ...type, element: nothingLeft }
  return string
}

/** Spark cannot make such a type, and does not go on. */
function negativeScale(scale: number): MillraceError {
  return new MillraceError(
    'NEGATIVE_SCALE_DISALLOWED',
    `Negative scale is not allowed: '${scale}'. Read such numbers without the option prefersDecimal.`,
    { sqlState: '0A000', parameters: { scale: `'${scale}'` } },
  )
}
