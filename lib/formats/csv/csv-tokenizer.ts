/**
 * CSV text to tokens, character by character, by the rules of univocity 2.9.1 with the settings that Spark gives it: the
 * full parser, right for everything and slow. What univocity does beyond RFC 4180 (quotes inside values, escapes at the
 * end, blanks behind a closing quote) follows from the order in which it looks at characters, so that order is kept.
 */
import { CsvInput, endOfInput, none } from './csv-input.ts'
import { CsvSyntaxError } from './csv-syntax-error.ts'
import type { CsvReadOptions } from './options.ts'
import { TokenBuffer, trimmedEnd } from './token-buffer.ts'

const blank = 32

type Input = Pick<
  CsvReadOptions,
  | 'delimiter'
  | 'quote'
  | 'escape'
  | 'escapeEscape'
  | 'comment'
  | 'nullValue'
  | 'emptyValue'
  | 'ignoreLeadingWhiteSpace'
  | 'ignoreTrailingWhiteSpace'
  | 'maxColumns'
  | 'maxCharsPerColumn'
  | 'unescapedQuoteHandling'
  | 'lineSep'
  | 'multiLine'
>

export class CsvTokenizer {
  /** What line ends become: Spark sets it to the separator itself when that is one character. */
  readonly #newLine: number
  readonly #delimiter: number
  readonly #delimiters: readonly number[]
  readonly #many: boolean
  readonly #quote: number
  readonly #escape: number
  readonly #escapeEscape: number
  readonly #comment: number
  readonly #options: Input
  readonly #untilDelimiter: boolean
  readonly #normalizesInQuotes: boolean
  readonly #input: CsvInput
  readonly #out: TokenBuffer

  #ch = none
  #prev = none
  #match = 0
  #unescaped = false
  #recordStart = 0
  #ended = false

  constructor(options: Input) {
    this.#options = options
    this.#newLine = options.lineSep?.length === 1 ? options.lineSep.charCodeAt(0) : 10
    this.#delimiters = Array.from({ length: options.delimiter.length }, (_, at) => options.delimiter.charCodeAt(at))
    this.#many = this.#delimiters.length > 1
    // univocity looks for no single character then, also where it forgets that there are several.
    this.#delimiter = this.#many ? none : (this.#delimiters[0] as number)
    this.#quote = options.quote.charCodeAt(0)
    this.#escape = options.escape.charCodeAt(0)
    this.#escapeEscape = options.escapeEscape.charCodeAt(0)
    this.#comment = options.comment.charCodeAt(0)
    const handling = options.unescapedQuoteHandling
    this.#untilDelimiter = handling !== 'STOP_AT_CLOSING_QUOTE' && handling !== 'RAISE_ERROR'
    this.#normalizesInQuotes = options.lineSep === undefined || !options.multiLine
    this.#input = new CsvInput(options.lineSep ?? '\n', this.#newLine)
    this.#out = new TokenBuffer(options)
  }

  /** The tokens of a line; undefined when it has none (empty, a comment). Tokens equal to `nullValue` are null values. */
  line(text: string): string[] | undefined {
    if (text === '') return undefined
    this.begin(text)
    return this.next()
  }

  /** Begins a text of many records; its line ends are what the first one is, unless `lineSep` says. */
  begin(text: string): void {
    const { multiLine, lineSep } = this.#options
    this.#input.begin(text, multiLine && lineSep === undefined)
    this.#out.begin()
    this.#match = 0
    this.#ended = false
  }

  /** The next record's tokens; undefined at the end. */
  next(): string[] | undefined {
    try {
      for (;;) {
        this.#recordStart = this.#input.at
        this.#ch = this.#input.next()
        if (this.#comment !== none && this.#ch === this.#comment) {
          if (!this.#options.multiLine) return undefined
          this.#skipComment()
          continue
        }
        if (this.#out.pending.length === 0) this.#record()
        const row = this.#out.row()
        if (row !== undefined) return row
      }
    } catch (error) {
      if (error !== endOfInput) throw error
      if (this.#ended) return this.#out.pending.shift()
      this.#ended = true
      return this.#end()
    }
  }

  /** The text of the record read last, without the line end behind it. */
  get record(): string {
    return this.#input.text.slice(this.#recordStart, this.#input.at).replace(/\r?\n$|\r$/, '')
  }

  #skipComment(): void {
    do this.#ch = this.#input.next()
    while (this.#ch !== this.#newLine)
  }

  // Values.

  #appendUntil(stop: number, otherStop: number, thirdStop: number): void {
    while (this.#ch !== stop && this.#ch !== otherStop && this.#ch !== thirdStop) {
      this.#out.append(this.#ch)
      this.#advanceBehind()
    }
  }

  /** Reads on while a value is appended: univocity's current character stays what it was if the input ends here. */
  #advanceBehind(): void {
    if (this.#input.at >= this.#input.text.length) {
      this.#ch = this.#entered
      throw endOfInput
    }
    this.#ch = this.#input.next()
  }

  /** The character with which the innermost loop over plain characters was entered. */
  #entered = none

  #end(): string[] | undefined {
    const consume = this.#consumesValue()
    const read = this.#input.at > this.#recordStart
    if (this.#out.tokens.length > 0 || consume) {
      if (this.#out.value !== '' || consume) this.#out.addValue()
      else if (read) this.#out.addEmpty()
      return this.#out.row()
    }
    if (this.#out.value !== '' || read) {
      if (this.#out.value === '') this.#out.addEmpty()
      else this.#out.addValue()
      return this.#out.row()
    }
    return this.#out.pending.shift()
  }

  #consumesValue(): boolean {
    if (this.#ch === this.#quote) {
      if (this.#prev === this.#quote) return true
      if (!this.#unescaped) this.#out.append(this.#quote)
    }
    const consumes = this.#prev !== none && this.#ch !== this.#delimiter && this.#ch !== this.#newLine
    this.#ch = none
    this.#prev = none
    if (this.#match === 0) return consumes
    this.#saveMatching()
    return true
  }

  // Records.

  #record(): void {
    const { ignoreLeadingWhiteSpace } = this.#options
    if (ignoreLeadingWhiteSpace) this.#skipBlanks()
    while (this.#ch !== this.#newLine) {
      if (ignoreLeadingWhiteSpace) this.#skipBlanks()
      if (this.#ch === this.#newLine || this.#atDelimiter()) this.#out.addEmpty()
      else {
        this.#unescaped = false
        this.#prev = none
        if (this.#ch === this.#quote && (!this.#many || this.#out.value === '')) {
          if (this.#quoted()) continue
        } else this.#unquoted()
      }
      if (this.#ch !== this.#newLine) {
        this.#ch = this.#input.next()
        if (this.#ch === this.#newLine) this.#out.addEmpty()
      }
    }
  }

  #atDelimiter(): boolean {
    return this.#many ? this.#matchDelimiter() : this.#ch === this.#delimiter
  }

  #skipBlanks(): void {
    if (this.#many) return this.#skipBlanksBeforeMany()
    while (
      this.#ch <= blank &&
      this.#ch !== this.#delimiter &&
      this.#ch !== this.#newLine &&
      this.#ch !== this.#quote
    ) {
      this.#ch = this.#input.next()
    }
  }

  #skipBlanksBeforeMany(): void {
    if (this.#ch > blank) return
    while (
      this.#ch <= blank &&
      this.#match < this.#delimiters.length &&
      this.#ch !== this.#newLine &&
      this.#ch !== this.#quote
    ) {
      this.#ch = this.#input.next()
      if (this.#delimiters[this.#match] === this.#ch && this.#matchDelimiter()) {
        this.#out.addEmpty()
        this.#ch = this.#input.next()
      }
    }
    this.#saveMatching()
  }

  #unquoted(): void {
    const { ignoreTrailingWhiteSpace } = this.#options
    if (this.#many) {
      this.#appendUntilMany()
      const value = this.#out.value
      if (ignoreTrailingWhiteSpace) this.#out.value = trimmedEnd(value)
      return this.#out.addValue()
    }
    if (this.#out.value === '' && this.#plainValue()) return
    this.#out.trims = ignoreTrailingWhiteSpace
    this.#entered = this.#ch
    this.#appendUntil(this.#delimiter, this.#newLine, this.#newLine)
    this.#out.addValue()
  }

  /** A value whose end is in the input is cut out as it stands: raw line feeds in it end nothing unless they end lines. */
  #plainValue(): boolean {
    const text = this.#input.text
    const { ignoreTrailingWhiteSpace, nullValue, maxCharsPerColumn } = this.#options
    const [first, second] = this.#input.separator
    let at = this.#input.at
    if (at >= text.length) return false
    let ch = this.#ch
    while (ch !== this.#delimiter) {
      if (at >= text.length) return false
      if (ch === first && (second === none || text.charCodeAt(at) === second)) break
      ch = text.charCodeAt(at++)
    }
    const from = this.#input.at - 1
    if (maxCharsPerColumn >= 0 && at - this.#input.at > maxCharsPerColumn) return false
    const value = text.slice(from, at - 1)
    const kept = ignoreTrailingWhiteSpace ? trimmedEnd(value) : value
    this.#out.add(kept === '' ? nullValue : kept)
    this.#input.at = at - 1
    this.#ch = this.#input.next()
    return true
  }

  /** @returns whether the character behind the value has been seen to, and the next value begins */
  #quoted(): boolean {
    this.#input.normalizes = this.#normalizesInQuotes
    if (!this.#many && this.#out.value === '') {
      const value = this.#plainQuoted()
      if (value !== undefined) {
        this.#input.normalizes = true
        this.#out.add(value === '' ? this.#options.emptyValue : value)
        return this.#behindPlainQuoted()
      }
    }
    this.#out.trims = false
    if (this.#many) this.#quotedValueMany()
    else this.#quotedValue()
    this.#input.normalizes = true
    const backed = this.#unescaped && this.#options.unescapedQuoteHandling === 'BACK_TO_DELIMITER'
    if (!(backed && this.#out.value === '')) this.#out.addValue()
    return false
  }

  #behindPlainQuoted(): boolean {
    if (this.#input.at >= this.#input.text.length) {
      this.#ch = this.#newLine
      return true
    }
    this.#ch = this.#input.next()
    if (this.#ch !== this.#delimiter) return true
    if (this.#input.at >= this.#input.text.length) {
      this.#out.addEmpty()
      this.#ch = this.#newLine
      return true
    }
    this.#ch = this.#input.next()
    if (this.#ch === this.#newLine) this.#out.addEmpty()
    return true
  }

  /** The value between quotes when nothing in it is escaped and a delimiter or a line end follows. */
  #plainQuoted(): string | undefined {
    const text = this.#input.text
    const [first, second] = this.#input.separator
    const { maxCharsPerColumn } = this.#options
    let at = this.#input.at
    for (; ; at++) {
      if (at >= text.length) return undefined
      const ch = text.charCodeAt(at)
      if (ch === this.#quote) {
        if (text.charCodeAt(at - 1) === this.#escape || at + 1 >= text.length) return undefined
        const next = text.charCodeAt(at + 1)
        if (next === this.#delimiter || next === this.#newLine) break
        return undefined
      }
      if (ch === this.#escape) {
        const next = text.charCodeAt(at + 1)
        if (next === this.#quote || next === this.#escapeEscape) return undefined
      } else if (ch === first && this.#input.normalizes && (second === none || text.charCodeAt(at + 1) === second)) {
        return undefined
      }
    }
    if (maxCharsPerColumn >= 0 && at - this.#input.at > maxCharsPerColumn) return undefined
    const value = text.slice(this.#input.at, at)
    this.#input.at = at + 1
    return value
  }

  #quotedValue(): void {
    if (this.#prev !== none && this.#untilDelimiter) return this.#restUntilDelimiter(false)
    this.#ch = this.#input.next()
    while (
      !(this.#prev === this.#quote && (this.#ch <= blank || this.#ch === this.#delimiter || this.#ch === this.#newLine))
    ) {
      if (!this.#quotedStep(false)) return
    }
    if (this.#ch !== this.#delimiter && this.#ch !== this.#newLine && this.#ch <= blank) {
      const blanks = this.#blanksBehindQuote()
      if (blanks === undefined) return
      if (this.#ch !== this.#delimiter && this.#options.unescapedQuoteHandling !== 'RAISE_ERROR') {
        this.#contentBehindBlanks(blanks)
        this.#quotedValue()
      }
    }
    if (this.#ch !== this.#delimiter && this.#ch !== this.#newLine) {
      throw new CsvSyntaxError(
        `Unexpected character '${String.fromCharCode(this.#ch)}' following quoted value of CSV field. Expecting ` +
          `'${this.#options.delimiter}'. Cannot parse CSV input.`,
        false,
      )
    }
  }

  /** One character of a quoted value; false when the value has ended. */
  #quotedStep(many: boolean): boolean {
    if (this.#ch !== this.#quote && this.#ch !== this.#escape) {
      if (this.#prev === this.#quote) {
        this.#unescapedQuote()
        return false
      }
      if (this.#prev === this.#escape && this.#escape !== none) this.#out.append(this.#escape)
      this.#entered = this.#ch
      this.#appendUntil(this.#quote, this.#escape, this.#escapeEscape)
      this.#prev = this.#ch
      this.#ch = this.#input.next()
      return true
    }
    this.#quoteOrEscape()
    this.#prev = this.#ch
    this.#ch = this.#input.next()
    const ended = (): boolean =>
      this.#ch === this.#newLine || (many ? this.#matchDelimiter() : this.#ch === this.#delimiter)
    return !(this.#unescaped && ended())
  }

  /** Blanks behind a closing quote; undefined when the line ends behind them. */
  #blanksBehindQuote(): string | undefined {
    let blanks = ''
    do {
      blanks += String.fromCharCode(this.#ch)
      this.#ch = this.#input.next()
      if (this.#ch === this.#newLine) return undefined
    } while (this.#ch <= blank)
    return blanks
  }

  #contentBehindBlanks(blanks: string): void {
    this.#out.append(this.#quote)
    this.#out.value += blanks
    if (this.#untilDelimiter || (this.#ch !== this.#quote && this.#ch !== this.#escape)) this.#out.append(this.#ch)
    this.#prev = this.#ch
  }

  #restUntilDelimiter(many: boolean): void {
    if (this.#options.unescapedQuoteHandling === 'SKIP_VALUE') return this.#skipValue()
    this.#out.value = String.fromCharCode(this.#quote) + this.#out.value
    this.#ch = this.#input.next()
    this.#out.trims = this.#options.ignoreTrailingWhiteSpace
    if (many) return this.#appendUntilMany()
    this.#entered = this.#ch
    this.#appendUntil(this.#delimiter, this.#newLine, this.#newLine)
  }

  #skipValue(): void {
    this.#out.value = ''
    this.#out.skips = true
    if (!this.#many) {
      while (this.#ch !== this.#delimiter && this.#ch !== this.#newLine) this.#ch = this.#input.next()
      return
    }
    for (; this.#match < this.#delimiters.length && this.#ch !== this.#newLine; this.#ch = this.#input.next()) {
      this.#match = this.#delimiters[this.#match] === this.#ch ? this.#match + 1 : 0
    }
  }

  /** A quote that closes nothing: what follows is neither delimiter nor line end nor blank. */
  #unescapedQuote(): void {
    this.#unescaped = true
    switch (this.#options.unescapedQuoteHandling) {
      case 'BACK_TO_DELIMITER':
        this.#backToDelimiter()
        this.#out.append(this.#ch)
        this.#prev = none
        return this.#many ? this.#quotedValueMany() : this.#quotedValue()
      case 'SKIP_VALUE':
        return this.#skipValue()
      case 'RAISE_ERROR':
        throw new CsvSyntaxError(
          `Unescaped quote character '${this.#options.quote}' inside quoted value of CSV field. To allow unescaped quotes, ` +
            "set 'parseUnescapedQuotes' to 'true' in the CSV parser settings. Cannot parse CSV input.",
          false,
        )
      default:
        this.#out.append(this.#quote)
        this.#out.append(this.#ch)
        this.#prev = this.#ch
        return this.#many ? this.#quotedValueMany() : this.#quotedValue()
    }
  }

  /** Takes a quoted value that was none apart at its delimiters and line ends. */
  #backToDelimiter(): void {
    const { delimiter } = this.#options
    for (;;) {
      const cut = this.#out.value.indexOf(delimiter)
      const line = this.#out.value.indexOf(String.fromCharCode(this.#newLine))
      if (cut < 0 && line < 0) return
      const ends = cut < 0 || (line >= 0 && line < cut)
      const at = ends ? line : cut
      this.#out.add(this.#out.value.slice(0, at))
      this.#out.value = this.#out.value.slice(at + (ends ? 1 : delimiter.length))
      if (ends) {
        this.#out.pending.push(this.#out.tokens)
        this.#out.tokens = []
      }
    }
  }

  #quoteOrEscape(): void {
    if (this.#ch === this.#escape && this.#prev === this.#escapeEscape && this.#escapeEscape !== none) {
      this.#out.append(this.#escape)
      this.#ch = none
    } else if (this.#prev === this.#escape) {
      if (this.#ch === this.#quote) {
        this.#out.append(this.#quote)
        this.#ch = none
      } else this.#out.append(this.#prev)
    } else if (this.#ch === this.#quote && this.#prev === this.#quote) {
      this.#out.append(this.#quote)
    } else if (this.#prev === this.#quote) this.#unescapedQuoteInValue()
  }

  #unescapedQuoteInValue(): void {
    switch (this.#options.unescapedQuoteHandling) {
      case 'SKIP_VALUE':
        return this.#skipValue()
      case 'RAISE_ERROR':
        throw new CsvSyntaxError(`Unescaped quote character '${this.#options.quote}' inside value of CSV field.`, false)
      default:
        this.#out.append(this.#quote)
        this.#prev = this.#ch
        return this.#escapedValue()
    }
  }

  #escapedValue(): void {
    while (this.#ch !== this.#newLine && !this.#atDelimiter()) {
      if (this.#ch !== this.#quote && this.#ch !== this.#escape) {
        if (this.#prev === this.#quote) return this.#unescapedQuoteInValue()
        this.#out.append(this.#ch)
      } else this.#quoteOrEscape()
      this.#prev = this.#ch
      this.#ch = this.#input.next()
    }
  }

  // Delimiters of several characters.

  #saveMatching(): void {
    if (this.#match > 0 && this.#match < this.#delimiters.length) {
      this.#out.value += this.#options.delimiter.slice(0, this.#match)
    }
    this.#match = 0
  }

  #matchDelimiter(keep = false): boolean {
    while (this.#ch === this.#delimiters[this.#match]) {
      this.#match++
      if (this.#match === this.#delimiters.length) {
        this.#match = 0
        return true
      }
      this.#ch = this.#input.next()
    }
    if (!keep) this.#saveMatching()
    return false
  }

  #appendUntilMany(): void {
    while (this.#match < this.#delimiters.length && this.#ch !== this.#newLine) {
      if (this.#delimiters[this.#match] === this.#ch) {
        this.#match++
        if (this.#match === this.#delimiters.length) break
      } else if (this.#match > 0) {
        this.#saveMatching()
        continue
      } else this.#out.append(this.#ch)
      this.#ch = this.#input.next()
    }
    this.#saveMatching()
  }

  #quotedValueMany(): void {
    if (this.#prev !== none && this.#untilDelimiter) return this.#restUntilDelimiter(true)
    this.#ch = this.#input.next()
    while (!(this.#prev === this.#quote && (this.#ch <= blank || this.#ch === this.#newLine))) {
      if (this.#prev === this.#quote && this.#matchDelimiter()) return
      if (!this.#quotedStep(true)) return
    }
    if (this.#ch === this.#newLine || this.#ch > blank || this.#matchDelimiter(true)) return
    let blanks = ''
    do {
      blanks += String.fromCharCode(this.#ch)
      this.#ch = this.#input.next()
      if (this.#ch === this.#newLine || this.#matchDelimiter(true)) return
    } while (this.#ch <= blank)
    if (this.#options.unescapedQuoteHandling === 'RAISE_ERROR' || this.#matchDelimiter(true)) return
    this.#contentBehindBlanks(blanks)
    this.#quotedValue()
  }
}
