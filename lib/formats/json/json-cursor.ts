/**
 * A place in the bytes of one record, and what can stand there: blanks, strings, numbers, words. Where it stops after an
 * error is part of the meaning: Spark goes on reading a record behind some errors (see record-parser.ts), with whatever
 * its parser, Jackson, has not consumed yet. So every consuming step here takes exactly the bytes that Jackson takes.
 */
import type { JsonSyntax } from './options.ts'

/** A record is not JSON, or not what its column wants. Not an Error: it is control flow, made for one record in a hundred. */
export class JsonFailure {
  readonly message: string
  /** Byte of the record at which it was found. */
  readonly at: number
  /** Spark's condition, where it has one: Jackson's errors have none. */
  readonly condition: string | undefined
  constructor(message: string, at: number, condition?: string) {
    this.message = message
    this.at = at
    this.condition = condition
  }
}

const quote = 34
const apostrophe = 39
const backslash = 92
const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xe000

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

/** Java's isJavaIdentifierPart, for the words that errors swallow. */
export function isWordPart(code: number): boolean {
  if (code < 128) {
    return (
      isDigit(code) ||
      (code >= 65 && code <= 90) ||
      (code >= 97 && code <= 122) ||
      code === 95 ||
      code === 36 ||
      code <= 8 ||
      (code >= 14 && code <= 27) ||
      code === 127
    )
  }
  return /[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}\p{Cf}\u0080-\u009f]/u.test(String.fromCodePoint(code))
}

export class JsonCursor {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  end = 0
  readonly syntax: JsonSyntax
  /** Spark has two parsers of Jackson's: of bytes (files), and of characters (`from_json`, files with an encoding). */
  readonly characters: boolean

  constructor(syntax: JsonSyntax, characters: boolean) {
    this.syntax = syntax
    this.characters = characters
  }

  fail(message: string): never {
    throw new JsonFailure(message, this.at)
  }

  /** Takes the next byte, or fails at the end of the record. */
  take(): number {
    if (this.at >= this.end) this.fail('Unexpected end-of-input')
    return this.bytes[this.at++] as number
  }

  /** Takes blanks and the byte behind them; -1 at the end. */
  takeBehindBlanks(): number {
    const { bytes, end } = this
    while (this.at < end) {
      const byte = bytes[this.at++] as number
      if (byte > 32) {
        if (byte === 47 && this.syntax.allowComments) this.#skipComment()
        else if (byte === 47) this.fail("Unexpected character ('/'): maybe a (non-standard) comment?")
        else return byte
      } else if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) {
        this.fail(`Illegal character (code ${byte}): only regular white space is allowed between tokens`)
      }
    }
    return -1
  }

  #skipComment(): void {
    const kind = this.take()
    if (kind === 47) {
      while (this.at < this.end) {
        const byte = this.bytes[this.at++] as number
        if (byte === 10 || byte === 13) return
      }
      return
    }
    if (kind !== 42) this.fail("was expecting either '*' or '/' for a comment")
    for (;;) {
      if (this.take() === 42 && this.at < this.end && this.bytes[this.at] === 47) {
        this.at++
        return
      }
    }
  }

  /**
   * Takes the rest of a string behind its opening quote and gives its text. Ill-formed UTF-8 fails, but what Jackson
   * lets pass (overlong forms, beyond U+10FFFF) passes, as the same UTF-16 units.
   */
  takeText(closing: number, limit = this.syntax.maxStringLen): string {
    const { bytes } = this
    const from = this.at
    let plain = true
    let at = from
    // Most strings need no unescaping and are decoded whole.
    for (;;) {
      if (at >= this.end) break
      const byte = bytes[at] as number
      if (byte === closing) {
        if (at - from > limit) break
        this.at = at + 1
        if (plain) return latin(bytes, from, at)
        try {
          return decoder.decode(bytes.subarray(from, at))
        } catch {
          break
        }
      }
      if (byte === backslash || byte < 32) break
      if (byte > 127) plain = false
      at++
    }
    this.at = from
    return this.#takeTextSlowly(closing, limit)
  }

  #takeTextSlowly(closing: number, limit: number): string {
    const units: number[] = []
    let text = ''
    for (;;) {
      const byte = this.take()
      if (byte === closing) break
      if (units.length >= 4096) {
        text += String.fromCharCode(...units)
        units.length = 0
      }
      if (byte === backslash) units.push(this.takeEscape())
      else if (byte < 32) this.#controlCharacter(byte, units)
      else if (byte < 128) units.push(byte)
      else this.#takeMultiByte(byte, units)
    }
    text += String.fromCharCode(...units)
    if (text.length > limit) this.fail(`String value length (${text.length}) exceeds the maximum allowed (${limit})`)
    return text
  }

  #controlCharacter(byte: number, units: number[] | undefined): void {
    if (!this.syntax.allowUnquotedControlChars) {
      this.fail(
        `Illegal unquoted character (code ${byte}): has to be escaped using backslash to be included in string value`,
      )
    }
    units?.push(byte)
  }

  #takeMultiByte(first: number, units: number[] | undefined): void {
    const continuation = (): number => {
      const byte = this.take()
      if ((byte & 0xc0) !== 0x80) this.fail(`Invalid UTF-8 middle byte 0x${byte.toString(16)}`)
      return byte & 0x3f
    }
    if ((first & 0xe0) === 0xc0) {
      const low = continuation()
      units?.push(((first & 0x1f) << 6) | low)
    } else if ((first & 0xf0) === 0xe0) {
      const middle = continuation()
      const low = continuation()
      const unit = ((first & 0x0f) << 12) | (middle << 6) | low
      if (units !== undefined && isSurrogate(unit)) this.fail(`Incomplete surrogate 0x${unit.toString(16)} in UTF-8`)
      units?.push(unit)
    } else if ((first & 0xf8) === 0xf0) {
      const high = continuation()
      const middle = continuation()
      const code = (((first & 0x07) << 18) | (high << 12) | (middle << 6) | continuation()) - 0x10000
      units?.push((0xd800 | (code >> 10)) & 0xffff, 0xdc00 | (code & 0x3ff))
    } else {
      this.fail(`Invalid UTF-8 start byte 0x${first.toString(16)}`)
    }
  }

  /** Takes what stands behind a backslash and gives the UTF-16 unit it means. */
  takeEscape(): number {
    const byte = this.take()
    switch (byte) {
      case 98:
        return 8
      case 116:
        return 9
      case 110:
        return 10
      case 102:
        return 12
      case 114:
        return 13
      case quote:
      case 47:
      case backslash:
        return byte
      case 117:
        return this.#takeHex()
    }
    const code = this.takeCharacter(byte)
    if (this.syntax.allowBackslashEscapingAnyCharacter) return code
    if (code === apostrophe && this.syntax.allowSingleQuotes) return code
    this.fail(`Unrecognized character escape ${String.fromCodePoint(code)}`)
  }

  #takeHex(): number {
    let value = 0
    for (let i = 0; i < 4; i++) {
      const byte = this.take()
      const lower = byte | 32
      if (isDigit(byte)) value = value * 16 + byte - 48
      else if (lower >= 97 && lower <= 102) value = value * 16 + lower - 87
      else this.fail('expected a hex-digit for character escape sequence')
    }
    return value
  }

  /** The whole character that begins with `first`, already taken; continuation bytes that do not fit fail. */
  takeCharacter(first: number): number {
    if (first < 128) return first
    const units: number[] = []
    this.#takeMultiByte(first, units)
    return String.fromCharCode(...units).codePointAt(0) ?? first
  }

  /** Takes the rest of a string without looking at its text. */
  skipText(closing: number): void {
    const { bytes, end } = this
    while (this.at < end) {
      const byte = bytes[this.at++] as number
      if (byte === closing) return
      if (byte === backslash) this.takeEscape()
      else if (byte < 32) this.#controlCharacter(byte, undefined)
      else if (byte > 127) this.#takeMultiByte(byte, undefined)
    }
    this.fail('Unexpected end-of-input: was expecting closing quote for a string value')
  }

  /** Takes `word` behind its first byte; on a mismatch the whole word that stands there is swallowed. */
  takeWord(word: string): void {
    for (let i = 1; i < word.length; i++) {
      if (this.at >= this.end || this.bytes[this.at] !== word.charCodeAt(i)) this.swallowWord()
      this.at++
    }
    if (this.at >= this.end) return
    const next = this.bytes[this.at] as number
    if (next < 48 || next === 93 || next === 125) return
    const back = this.at++
    const code = this.takeCharacter(next)
    this.at = back
    if (isWordPart(code)) this.swallowWord()
  }

  /**
   * Takes a word, and as Jackson's parser of bytes also the character that ends it, and fails: that is how far Jackson
   * looks for its message.
   */
  swallowWord(): never {
    for (let from = this.at; from < this.end; from = this.at) {
      if (isWordPart(this.takeCharacter(this.bytes[this.at++] as number))) continue
      if (this.characters) this.at = from
      break
    }
    this.fail('Unrecognized token')
  }

  /**
   * Takes a number whose first digit is `first` (already taken).
   *
   * @returns whether it has neither fraction nor exponent
   */
  takeNumber(first: number): boolean {
    const { bytes, end, syntax } = this
    const next = this.at < end ? (bytes[this.at] as number) : -1
    if (first === 48 && isDigit(next) && !syntax.allowNumericLeadingZeros)
      this.fail('Invalid numeric value: Leading zeroes not allowed')
    let digits = 1 + this.#takeDigits()
    let integral = true
    if (this.at < end && bytes[this.at] === 46) {
      integral = false
      this.at++
      const fraction = this.#takeDigits()
      if (fraction === 0) {
        if (this.at < end) this.at++
        this.fail('Decimal point not followed by a digit')
      }
      digits += fraction
    }
    if (this.at < end && ((bytes[this.at] as number) | 32) === 101) {
      integral = false
      this.at++
      if (this.at < end && (bytes[this.at] === 43 || bytes[this.at] === 45)) this.at++
      const exponent = this.#takeDigits()
      if (exponent === 0) {
        if (this.at < end) this.at++
        this.fail('Exponent indicator not followed by a digit')
      }
      digits += exponent
    }
    if (digits > syntax.maxNumLen)
      this.fail(`Number value length (${digits}) exceeds the maximum allowed (${syntax.maxNumLen})`)
    return integral
  }

  #takeDigits(): number {
    const from = this.at
    while (this.at < this.end && isDigit(this.bytes[this.at] as number)) this.at++
    return this.at - from
  }
}

/** Text of ASCII bytes; short runs without a decoder. */
function latin(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 24) return decoder.decode(bytes.subarray(from, to))
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number)
  return text
}
