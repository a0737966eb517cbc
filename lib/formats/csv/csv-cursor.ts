/**
 * Where the csv tokenizer stands in its input: univocity's current and previous character, how much of a delimiter of
 * several characters has been seen, and the characters that mean something. Its readers of values share it.
 */
import { CsvInput, endOfInput, none } from './csv-input.ts'
import type { CsvReadOptions } from './options.ts'
import { TokenBuffer } from './token-buffer.ts'

/** The options that tokens depend on. */
export type CsvTokenOptions = Pick<
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

/** The position in the input, and the steps that plain and quoted values have in common. */
export class CsvCursor {
  readonly options: CsvTokenOptions
  /** What line ends become: Spark sets it to the separator itself when that is one character. */
  readonly newLine: number
  /** `none` when the delimiter has several characters. */
  readonly delimiter: number
  readonly delimiters: readonly number[]
  /** Whether the delimiter has several characters. */
  readonly many: boolean
  readonly quote: number
  readonly escape: number
  readonly escapeEscape: number
  readonly input: CsvInput
  readonly out: TokenBuffer

  /** The current character, and the one before it where that matters; `none` when it has been dealt with. */
  ch = none
  prev = none
  /** How many characters of a delimiter of several have been seen. */
  match = 0
  /** Whether the value has had a quote that closes nothing. */
  unescaped = false
  /** The character with which the innermost loop over plain characters was entered. */
  entered = none

  constructor(options: CsvTokenOptions) {
    this.options = options
    this.newLine = options.lineSep?.length === 1 ? options.lineSep.charCodeAt(0) : 10
    this.delimiters = Array.from({ length: options.delimiter.length }, (_, at) => options.delimiter.charCodeAt(at))
    this.many = this.delimiters.length > 1
    // univocity looks for no single character then, also where it forgets that there are several.
    this.delimiter = this.many ? none : (this.delimiters[0] as number)
    this.quote = options.quote.charCodeAt(0)
    this.escape = options.escape.charCodeAt(0)
    this.escapeEscape = options.escapeEscape.charCodeAt(0)
    this.input = new CsvInput(options.lineSep ?? '\n', this.newLine)
    this.out = new TokenBuffer(options)
  }

  appendUntil(stop: number, otherStop: number, thirdStop: number): void {
    while (this.ch !== stop && this.ch !== otherStop && this.ch !== thirdStop) {
      this.out.append(this.ch)
      this.#advanceBehind()
    }
  }

  /** Reads on while a value is appended: univocity's current character stays what it was if the input ends here. */
  #advanceBehind(): void {
    if (this.input.at >= this.input.text.length) {
      this.ch = this.entered
      throw endOfInput
    }
    this.ch = this.input.next()
  }

  saveMatching(): void {
    if (this.match > 0 && this.match < this.delimiters.length) {
      this.out.value += this.options.delimiter.slice(0, this.match)
    }
    this.match = 0
  }

  matchDelimiter(keep = false): boolean {
    while (this.ch === this.delimiters[this.match]) {
      this.match++
      if (this.match === this.delimiters.length) {
        this.match = 0
        return true
      }
      this.ch = this.input.next()
    }
    if (!keep) this.saveMatching()
    return false
  }

  appendUntilMany(): void {
    while (this.match < this.delimiters.length && this.ch !== this.newLine) {
      if (this.delimiters[this.match] === this.ch) {
        this.match++
        if (this.match === this.delimiters.length) break
      } else if (this.match > 0) {
        this.saveMatching()
        continue
      } else this.out.append(this.ch)
      this.ch = this.input.next()
    }
    this.saveMatching()
  }

  atDelimiter(): boolean {
    return this.many ? this.matchDelimiter() : this.ch === this.delimiter
  }
}
