/**
 * One record as a sequence of tokens, in the order and with the states of Jackson's pull parser, which Spark reads
 * JSON with: a value behind a name is recognised together with the name, a string is only decoded when it is asked for.
 * Both decide which errors spoil a field and which a record.
 */
import { decodeBase64, takeBase64 } from './base64.ts'
import { isWordPart, JsonCursor } from './json-cursor.ts'
import type { JsonSyntax } from './options.ts'
import { longestName } from './skip-value.ts'
import { Token } from './token.ts'

const inRoot = 0
const inArray = 1
const inObject = 2

export class JsonTokens extends JsonCursor {
  /** The current token. */
  token: number = Token.none
  /** Where the current value begins. */
  start = 0
  #pending: number = Token.none
  /** The current token is a string of which only the opening quote is taken. */
  #incomplete = false
  #text = ''
  #depth = 0
  readonly #kinds: number[] = [inRoot]
  readonly #counts: number[] = [-1]
  readonly #names: (string | null)[] = [null]

  /** @param characters is it Jackson's parser of characters? */
  constructor(syntax: JsonSyntax, characters = false) {
    super(syntax, characters)
  }

  /** Begins anew with the record `bytes[from … end-1]`. */
  reset(bytes: Uint8Array, from: number, end: number): void {
    this.bytes = bytes
    this.at = from
    this.end = end
    this.token = Token.none
    this.#pending = Token.none
    this.#incomplete = false
    this.#depth = 0
    this.#counts[0] = -1
    this.#names[0] = null
    // A byte order mark may begin every record of bytes; Jackson looks for it in four bytes.
    if (
      !this.characters &&
      bytes[from] === 0xef &&
      bytes[from + 1] === 0xbb &&
      bytes[from + 2] === 0xbf &&
      from + 3 < end
    )
      this.at += 3
  }

  /** Name of the field the current token belongs to; of an opening bracket, the name it stands behind. */
  get name(): string | null {
    const opening = this.token === Token.objectStart || this.token === Token.arrayStart
    return this.#names[opening ? this.#depth - 1 : this.#depth] ?? null
  }

  /** Moves to the next token and gives it. */
  next(): number {
    if (this.token === Token.name) return this.#valueBehindName()
    if (this.#incomplete) {
      this.#incomplete = false
      this.skipText(34)
    }
    let byte = this.takeBehindBlanks()
    if (byte < 0) {
      if (this.#depth > 0) this.fail('Unexpected end-of-input: expected close marker')
      this.token = Token.none
      return Token.none
    }
    const kind = this.#kinds[this.#depth] as number
    if (byte === 93) return this.#close(kind === inArray, Token.arrayEnd)
    if (byte === 125) return this.#close(kind === inObject, Token.objectEnd)
    const count = (this.#counts[this.#depth] as number) + 1
    this.#counts[this.#depth] = count
    if (kind !== inRoot && count > 0) {
      if (byte !== 44) this.fail('Unexpected character: was expecting comma to separate entries')
      byte = this.takeBehindBlanks()
      if (byte < 0) this.fail('Unexpected end-of-input within/between entries')
    }
    if (kind !== inObject) {
      this.start = this.at - 1
      return this.#enter(this.#value(byte))
    }
    this.#names[this.#depth] = this.#takeName(byte)
    this.token = Token.name
    byte = this.takeBehindBlanks()
    if (byte !== 58) this.fail('Unexpected character: was expecting a colon to separate field name and value')
    byte = this.takeBehindBlanks()
    if (byte < 0) this.fail('Unexpected end-of-input within/between object entries')
    this.start = this.at - 1
    this.#pending = this.#value(byte)
    return Token.name
  }

  #valueBehindName(): number {
    const token = this.#pending
    this.#pending = Token.none
    return this.#enter(token)
  }

  #enter(token: number): number {
    if (token === Token.objectStart || token === Token.arrayStart) {
      const depth = ++this.#depth
      this.#kinds[depth] = token === Token.arrayStart ? inArray : inObject
      this.#counts[depth] = -1
      this.#names[depth] = null
      if (depth > this.syntax.maxNestingDepth) {
        this.fail(`Document nesting depth (${depth}) exceeds the maximum allowed (${this.syntax.maxNestingDepth})`)
      }
    }
    this.token = token
    return token
  }

  #close(fits: boolean, token: number): number {
    if (!fits) this.fail('Unexpected close marker')
    this.#depth--
    this.start = this.at - 1
    this.token = token
    return token
  }

  /** Recognises the value that begins with `byte`; brackets are entered later, strings taken later. */
  #value(byte: number): number {
    switch (byte) {
      case 34:
        this.#incomplete = true
        return Token.string
      case 123:
        return Token.objectStart
      case 91:
        return Token.arrayStart
      case 116:
        this.takeWord('true')
        return Token.true
      case 102:
        this.takeWord('false')
        return Token.false
      case 110:
        this.takeWord('null')
        return Token.null
      case 45: {
        const digit = this.take()
        return digit >= 48 && digit <= 57 ? this.#number(digit) : this.#signedWord(digit, '-')
      }
      case 43:
        return this.#signedWord(this.take(), '+')
      case 39:
        if (this.syntax.allowSingleQuotes) {
          this.#text = this.takeText(39)
          return Token.string
        }
        break
      case 78:
        return this.#notANumber('NaN')
      case 73:
        return this.#notANumber('Infinity')
      case 93:
      case 44:
      case 125:
        this.fail('Unexpected character: expected a value')
    }
    if (byte >= 48 && byte <= 57) return this.#number(byte)
    if (byte < 128 && isWordPart(byte) && byte > 32) this.swallowWord()
    if (byte > 127 && isWordPart(byte)) this.swallowWord()
    this.fail('Unexpected character: expected a valid value')
  }

  #number(first: number): number {
    const integral = this.takeNumber(first)
    // A number alone in the record must be followed by a blank.
    if (this.#depth === 0 && this.at < this.end) {
      const next = this.bytes[this.at] as number
      if (next === 32 || next === 9 || next === 10) this.at++
      else if (next !== 13) {
        this.at++
        this.fail('Expected space separating root-level values')
      }
    }
    return integral ? Token.integer : Token.float
  }

  #notANumber(word: string): number {
    this.takeWord(word)
    if (!this.syntax.allowNonNumericNumbers) this.fail(`Non-standard token '${word}'`)
    return Token.float
  }

  /** -INF, +INF, -Infinity, +Infinity; `byte` stands behind the sign. */
  #signedWord(byte: number, sign: string): number {
    if (byte === 73) {
      const second = this.take()
      const rest = second === 78 ? 'NF' : second === 110 ? 'nfinity' : undefined
      if (rest !== undefined) {
        this.takeWord(rest)
        if (!this.syntax.allowNonNumericNumbers) this.fail(`Non-standard token '${sign}I${rest}'`)
        return Token.float
      }
    }
    this.fail(
      `Unexpected character in numeric value: expected digit (0-9) to follow ${sign === '-' ? 'minus' : 'plus'} sign`,
    )
  }

  #takeName(byte: number): string {
    if (byte === 34) return this.#takeQuotedName(34)
    if (byte === 39 && this.syntax.allowSingleQuotes) return this.#takeQuotedName(39)
    if (!this.syntax.allowUnquotedFieldNames) {
      this.takeCharacter(byte)
      this.fail('Unexpected character: was expecting double-quote to start field name')
    }
    const from = this.at - 1
    if (!this.#takesNamePart(byte)) {
      this.fail(
        'Unexpected character: was expecting either valid name character (for unquoted name) or double-quote to start field name',
      )
    }
    for (let next = this.at; next < this.end; next = this.at) {
      if (this.#takesNamePart(this.bytes[this.at++] as number)) continue
      this.at = next
      break
    }
    try {
      return nameDecoder.decode(this.bytes.subarray(from, this.at))
    } catch {
      this.fail('partial character in field name')
    }
  }

  /**
   * Jackson's parser of bytes asks byte by byte, as if they were Latin-1: most names beyond ASCII end inside a character,
   * and fail [json-allowunquotedfieldnames].
   */
  #takesNamePart(byte: number): boolean {
    return isNamePart(this.characters ? this.takeCharacter(byte) : byte)
  }

  /** Escapes in a name must not make half of a surrogate pair, unlike in a string; Jackson finds out behind the quote. */
  #takeQuotedName(closing: number): string {
    const from = this.at
    const name = this.takeText(closing, longestName)
    const escaped = loneSurrogate.test(name) && this.bytes.subarray(from, this.at).includes(92)
    if (escaped) this.fail('Incomplete surrogate in a field name')
    return name
  }

  /** Text of the current token: of a string, decoded; of a number or word, as it stands. */
  text(): string {
    if (this.token !== Token.string) return String.fromCharCode(...this.bytes.subarray(this.start, this.#scalarEnd()))
    if (this.#incomplete) {
      this.#incomplete = false
      this.#text = this.takeText(34)
    }
    return this.#text
  }

  /** Where the text of a number ends; a blank taken behind it at the top level does not belong to it. */
  #scalarEnd(): number {
    let end = this.at
    while (end > this.start && (this.bytes[end - 1] as number) <= 32) end--
    return end
  }

  /**
   * The current string decoded from base64 (MIME alphabet, padding needed). After a failure the rest of the string is
   * still to be skipped, as in Jackson.
   */
  binary(): Uint8Array {
    const wasIncomplete = this.#incomplete
    const text = wasIncomplete ? undefined : this.#text
    if (text !== undefined) return decodeBase64(text) ?? this.fail('Failed to decode VALUE_STRING as base64')
    const decoded = takeBase64(this)
    this.#incomplete = false
    return decoded
  }

  /** With an opening bracket current: moves to its closing one. Otherwise does nothing. */
  skipChildren(): void {
    if (this.token !== Token.objectStart && this.token !== Token.arrayStart) return
    let open = 1
    while (open > 0) {
      const token = this.next()
      if (token === Token.objectStart || token === Token.arrayStart) open++
      else if (token === Token.objectEnd || token === Token.arrayEnd) open--
      else if (token === Token.none) {
        if (this.#depth > 0) this.fail('Unexpected end-of-input: expected close marker')
        return
      }
    }
  }
}

const loneSurrogate = /\p{Cs}/u

const nameDecoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

/** Of an unquoted name: what may stand in Java's identifiers, and `@ # * - +`. */
const isNamePart = (code: number): boolean =>
  code > 32 && (isWordPart(code) || code === 64 || code === 35 || code === 42 || code === 45 || code === 43)
