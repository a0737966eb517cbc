/**
 * One record to rows, exactly as Spark's `JacksonParser.parse` and `FailureSafeParser` do: the slow, complete way that
 * the fast ones (scanner.ts) fall back to, and the judge of what is malformed.
 */
import type { Field, SqlValue } from '../../types/data-type.ts'
import { converterOf, objectReader, rawTextOfFiles, readArray, readVariantValue } from './converters.ts'
import { foreignEncoding, transcodedRecord } from './foreign-encoding.ts'
import { JsonFailure } from './json-cursor.ts'
import { JsonTokens } from './json-tokens.ts'
import type { JsonReadOptions } from './options.ts'
import { PartialValue } from './partial-value.ts'
import { Token } from './token.ts'

const strictDecoder = new TextDecoder('utf-8', { fatal: true })

/** Characters come out of Java's decoder, which gives up the whole record at ill-formed bytes [json-encoding-utf8]. */
function requireWellFormed(bytes: Uint8Array, from: number, end: number): void {
  try {
    strictDecoder.decode(bytes.subarray(from, end))
  } catch {
    throw new JsonFailure('Malformed input', from)
  }
}

type Row = readonly SqlValue[]

export class JsonRecordParser {
  /** Rows of the last record: whole ones, or what could be read of a malformed one. */
  rows: readonly Row[] = []
  /** Why the last record is malformed; undefined when it is not. */
  failure: unknown
  readonly #tokens: JsonTokens
  readonly #fields: readonly Field[]
  /** Is a record one VARIANT, whatever it is? */
  readonly #single: boolean
  /** Does Spark's parser get characters? */
  readonly #characters: boolean
  readonly #object: (tokens: JsonTokens) => SqlValue[]
  readonly #element: (tokens: JsonTokens) => SqlValue

  /** @param fields the wanted columns, without the one for corrupt records */
  constructor(fields: readonly Field[], options: JsonReadOptions) {
    const raw = rawTextOfFiles(options)
    this.#characters = raw === 'rewritten'
    this.#fields = fields
    this.#single = options.singleVariantColumn !== undefined
    this.#tokens = new JsonTokens(options, this.#characters)
    this.#object = objectReader(fields, options, raw)
    this.#element = converterOf({ kind: 'struct', fields }, options, raw)
  }

  /**
   * Reads `bytes[from … end-1]` into `rows` and `failure`. A blank record has no rows; a malformed one has its partial
   * rows, or none when nothing could be kept (all its columns are null then).
   */
  parse(bytes: Uint8Array, from: number, end: number): void {
    const tokens = this.#tokens
    this.failure = undefined
    this.rows = []
    try {
      const text = this.#transcoded(bytes, from, end)
      if (text === undefined) tokens.reset(bytes, from, end)
      else tokens.reset(text, 0, text.length)
      const token = tokens.next()
      if (token === Token.none) return
      if (this.#single) {
        const value = readVariantValue(tokens)
        this.rows = [this.#fields.map(() => value)]
        return
      }
      if (token === Token.objectStart) this.rows = [this.#object(tokens)]
      else if (token === Token.arrayStart) this.#array()
      else throw new JsonFailure('Cannot convert JSON root field to target Spark type', tokens.start)
    } catch (error) {
      if (error instanceof PartialValue) {
        this.rows = this.#isArray ? (error.value as readonly Row[]) : [error.value as Row]
        this.failure = error.cause
      } else if (error instanceof JsonFailure) {
        this.failure = error
      } else {
        throw error
      }
    }
    this.#isArray = false
  }

  /** undefined: Jackson reads the bytes as they are. */
  #transcoded(bytes: Uint8Array, from: number, end: number): Uint8Array | undefined {
    if (this.#characters) {
      requireWellFormed(bytes, from, end)
      return undefined
    }
    const foreign = foreignEncoding(bytes, from, end)
    return foreign === undefined ? undefined : transcodedRecord(bytes, from, end, foreign)
  }

  #isArray = false

  /** A list at the top gives one row per element. */
  #array(): void {
    this.#isArray = true
    this.rows = readArray(this.#tokens, this.#element, true) as readonly Row[]
  }
}
